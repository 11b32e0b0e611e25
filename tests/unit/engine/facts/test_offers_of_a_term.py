"""A term alone, pointed at, tells the offers that come in it."""

import pytest

from engine.facts.normalise import normalise
from engine.facts.offers_of_a_term import offers_of_a_term
from engine.facts.said import read_said
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge

SESSION = Session(stage="CONTACT", offers=offers(), chosen_offer_ids=(2,))


def meant(text: str) -> tuple[int, ...]:
    return offers_of_a_term(read_said(normalise(text), knowledge()), SESSION)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("завтра который", (3,)),
        ("который завтра будет", (3,)),
        ("давайте тот что за 2 дня", (1,)),
        ("тот, что послезавтра", (1,)),
        ("который за 5 дней", (2,)),
    ],
)
def test_a_term_that_is_pointed_at_tells_the_offer(text: str, ids: tuple[int, ...]) -> None:
    assert meant(text) == ids


@pytest.mark.parametrize(
    "text",
    ["завтра", "завтра напишу", "который завтра?", "тот", "за 2 дня", "тот что завтра не надо", ""],
)
def test_what_says_more_or_less_tells_none(text: str) -> None:
    assert meant(text) == ()
