"""What a sender notes, and which lines of a shared basket are its own by these notes."""

from typing import Any

import pytest

from integrations.abcp.orders import notes

KEPT = notes.SenderNotes(3, 2, "100", ("7",), "#BOT-A", (("key", 2), ("", 1)), ("500",))
OURS = {"positionId": 8, "itemKey": "key", "quantity": "2", "comment": "#BOT-A"}


def test_notes_are_read_back_and_broken_ones_touch_nothing() -> None:
    assert notes.read(notes.written(KEPT)) == KEPT
    assert notes.own_leftovers([OURS], notes.read("{")) == ()


def test_notes_of_an_earlier_version_say_how_the_order_was_sent_and_touch_nothing() -> None:
    earlier = '{"fence": 3, "subsystem": 2, "newest": "100", "basket": ["7"], "item_keys": ["key"]}'

    read = notes.read(earlier)

    assert (read.fence, read.subsystem, read.newest) == (3, 2, "100")
    assert notes.own_leftovers([OURS], read) == ()


def test_a_line_with_our_mark_and_our_pieces_is_ours() -> None:
    assert notes.own_leftovers([OURS], KEPT) == (OURS,)


@pytest.mark.parametrize(
    "change",
    [
        {"positionId": "7"},
        {"comment": "менеджер"},
        {"comment": "#BOT-AB"},
        {"comment": ""},
        {"itemKey": "other"},
        {"quantity": "3"},
        {"itemKey": "", "comment": "", "quantity": 1},
    ],
    ids=str,
)
def test_a_line_of_somebody_else_is_not_ours_even_under_our_key(change: dict[str, Any]) -> None:
    assert notes.own_leftovers([{**OURS, **change}], KEPT) == ()


def test_a_line_that_could_only_be_taken_out_with_another_stays() -> None:
    theirs = {**OURS, "positionId": 9, "comment": "менеджер"}

    assert notes.own_leftovers([OURS, theirs], KEPT) == ()
