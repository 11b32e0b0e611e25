"""Pieces told with offers that had to be asked about are of the one then taken."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session, Turn
from tests.unit.engine.facts.reading import knowledge, schema
from tests.unit.engine.facts.test_best_of_some import SHOWN

ASKED = replace(
    SHOWN,
    stage="CONTACT",
    chosen_offer_ids=(4,),
    pending_clarification=PendingClarification("named", "06A115561B", ("2", "3")),
)


def behind(texts: tuple[str, ...], text: str, session: Session) -> Choice:
    history = tuple(Turn("client", before) for before in texts)
    told = replace(session, history=history)
    return extract(Situation(Message(text), told), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    ("before", "text", "ids"),
    [
        ("оригинал 2 шт", "за 1900", (2,)),
        ("ваг 2 шт", "первый", (1,)),
        ("две штуки оригинала", "2", (2,)),
        ("самый дешевый 2 шт", "5", (5,)),
    ],
)
def test_pieces_told_with_a_kind_or_maker_are_kept(
    before: str, text: str, ids: tuple[int, ...]
) -> None:
    choice = behind((before,), text, SHOWN)

    assert (choice.ids, choice.quantity) == (ids, 2)


@pytest.mark.parametrize(
    "texts", [("манн, 2 шт",), ("манн, 2 шт", "самовывоз"), ("муж сказал манн, 2 шт", "Иванов")]
)
def test_they_outlive_what_is_told_while_the_question_is_open(texts: tuple[str, ...]) -> None:
    choice = behind(texts, "беру 3", ASKED)

    assert (choice.ids, choice.quantity) == ((3,), 2)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("оригинал 2 шт", "беру 5"),
        ("ваг 2 шт есть?", "первый"),
        ("бош и ваг 2 шт", "первый"),
        ("2 шт", "понятно"),
        ("оригинал", "первый"),
    ],
)
def test_pieces_of_something_else_are_not(before: str, text: str) -> None:
    assert not behind((before,), text, SHOWN).quantity


def test_pieces_told_now_go_first() -> None:
    assert behind(("ваг 2 шт",), "первый 3 шт", SHOWN).quantity == 3
