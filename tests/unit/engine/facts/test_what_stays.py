"""Asked which of the things taken stay, the client says it by a name or a word for all."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, PendingClarification
from tests.unit.engine.facts.reading import knowledge, schema
from tests.unit.engine.facts.test_one_of_several_refused import OF_TWO_PARTS, PADS

ASKED = replace(OF_TWO_PARTS, pending_clarification=PendingClarification("left", PADS))
COMPLETE = replace(
    ASKED,
    stage="FINAL",
    contact=Contact("Сорокина", "Елена", phone="+79035556677"),
    address="Самовывоз",
)


def answered(text: str) -> Findings:
    return extract(Situation(Message(text), ASKED), knowledge(), schema()).findings


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("бош", (4,)),
        ("трв оставьте", (7,)),
        ("4", (4,)),
        ("без трв", (4,)),
        ("оба", (4, 7)),
        ("все оставить", (4, 7)),
        ("оставьте как было", (4, 7)),
    ],
)
def test_the_answer_says_what_stays(text: str, stays: tuple[int, ...]) -> None:
    assert set(answered(text).choice.applied_to((4, 7))) == set(stays)


@pytest.mark.parametrize("text", ["да", "а бош когда?", "фильтрон", "спасибо"])
def test_anything_else_leaves_all_in_the_order(text: str) -> None:
    assert answered(text).choice.applied_to((4, 7)) == (4, 7)


def test_a_complete_order_waits_for_the_answer() -> None:
    choice = extract(Situation(Message("да"), COMPLETE), knowledge(), schema()).findings.choice

    assert choice.left_unclear


def test_no_yes_is_awaited_while_it_is_open() -> None:
    summary = replace(COMPLETE, last_reply=None)

    values = extract(Situation(Message("да"), summary), knowledge(), schema()).values

    assert not values["yes_awaited"]
