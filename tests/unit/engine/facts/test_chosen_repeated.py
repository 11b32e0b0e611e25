"""Who names once more what is summed up says yes to it, and to nothing else."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.reading import knowledge, schema
from tests.unit.engine.facts.test_asked_then_declined import CHOSEN


def is_plain_yes(text: str, session: Session = CHOSEN) -> bool:
    return bool(
        extract(Situation(Message(text), session), knowledge(), schema()).values["plain_yes"]
    )


@pytest.mark.parametrize(
    "text", ["да, бош", "да бош", "да, одну", "да, 1 шт", "да, четвертый", "да, именно бош"]
)
def test_what_is_chosen_changes_nothing_of_a_yes(text: str) -> None:
    assert is_plain_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "да, манн",
        "да, бош 2",
        "да, две",
        "да, 1",
        "да, второй",
        "да, бош и манн",
        "да, бош?",
        "бош",
    ],
)
def test_anything_else_is_no_plain_yes(text: str) -> None:
    assert not is_plain_yes(text)


def test_of_several_chosen_one_alone_may_be_all_that_is_wanted() -> None:
    assert not is_plain_yes("да, бош", replace(CHOSEN, chosen_offer_ids=(2, 4)))
