"""Of several offers chosen, the one that a message keeps is the only one to stay."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema


def choice_after(text: str, *, chosen: tuple[int, ...] = (2, 3)) -> Choice:
    session = Session(stage="CONTACT", offers=offers(), chosen_offer_ids=chosen)
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    "text",
    [
        "один манн",
        "а нет, один манн",
        "дорого, один манн",
        "только один, манн",
        "лучше что-то одно, манн",
        "подумал, хватит манна",
        "хватит и одного манна",
        "только 2",
        "пожалуй только 2",
        "один второй",
    ],
)
def test_the_offer_kept_alone_leaves_the_other_out(text: str) -> None:
    assert choice_after(text).applied_to((2, 3)) == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "только 1",
        "только манн?",
        "один манн и один феби",
        "только манн и феби",
        "хватит",
        "только один",
        "хватит 2",
    ],
)
def test_what_keeps_no_single_offer_leaves_both(text: str) -> None:
    assert set(choice_after(text).applied_to((2, 3))) == {2, 3}


def test_one_of_an_offer_chosen_in_more_pieces_leaves_the_other() -> None:
    shown = tuple(replace(offer, quantity=2) for offer in offers())
    session = Session(stage="CONTACT", offers=shown, chosen_offer_ids=(2, 3))
    choice = extract(Situation(Message("один манн"), session), knowledge(), schema())

    assert set(choice.findings.choice.applied_to((2, 3))) == {2, 3}


def test_of_a_single_offer_chosen_one_counts_its_pieces() -> None:
    assert choice_after("один манн", chosen=(2,)).pieces_named == 1
