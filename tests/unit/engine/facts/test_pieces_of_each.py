"""Once it was asked how many of each are wanted, the count need not be told again."""

from collections.abc import Mapping

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session, Turn
from tests.unit.engine.facts.reading import knowledge, schema
from tests.unit.engine.facts.test_offers_named_later import shown

ASKED = PendingClarification("quantity", "06A115561B")


def wanted(
    text: str,
    before: str,
    *,
    pending: PendingClarification | None = ASKED,
    stage: str = "CONTACT",
) -> dict[int, int]:
    session = Session(
        stage=stage,
        offers=shown(),
        chosen_offer_ids=(3, 4),
        pending_clarification=pending,
        history=(Turn("client", before), Turn("bot", "Сколько?")),
    )
    choice = extract(Situation(Message(text), session), knowledge(), schema()).findings.choice
    left = choice.applied_to((3, 4))
    return {offer.id: choice.pieces_of(offer) for offer in shown() if offer.id in left}


@pytest.mark.parametrize(
    ("text", "before", "pieces"),
    [
        ("бош", "2 шт", {3: 1, 4: 2}),
        ("манн", "два", {3: 2, 4: 1}),
        ("каждого", "2 шт", {3: 2, 4: 2}),
        ("обоих", "2", {3: 2, 4: 2}),
        ("оба", "сделайте 3", {3: 3, 4: 3}),
        ("первого", "2 шт", {3: 2, 4: 1}),
        ("четвертого", "2 шт", {3: 1, 4: 2}),
        ("2", "2 шт", {3: 2, 4: 2}),
        ("3 шт", "2 шт", {3: 3, 4: 3}),
        ("бош два", "3", {3: 1, 4: 2}),
        ("бош", "фильтров два", {3: 1, 4: 2}),
        ("3 и 1", "4 шт", {3: 3, 4: 1}),
        ("один и три", "4 шт", {3: 1, 4: 3}),
    ],
)
def test_the_answer_says_of_which(text: str, before: str, pieces: Mapping[int, int]) -> None:
    assert wanted(text, before) == pieces


@pytest.mark.parametrize("text", ["фильтрон", "бош когда?", "Иванов Иван", "не знаю", "самовывоз"])
def test_other_answers_count_nothing(text: str) -> None:
    assert wanted(text, "2 шт").get(4) == 1


def test_without_the_question_nothing_is_counted() -> None:
    assert wanted("бош", "2 шт", pending=None) == {3: 1, 4: 1}


def test_a_house_counts_nothing() -> None:
    assert wanted("5", "2 шт", stage="ADDRESS") == {3: 1, 4: 1}
