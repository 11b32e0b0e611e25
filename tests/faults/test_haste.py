"""Answers of those who say two things at once: in order where both waited, else in either."""

import pytest

from api.cli.portal_control import ChatMessage, OpenedChat, OrderLedger
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.haste import answered_too_early
from tests.faults.ledger import Ledger
from tests.faults.trace_rules import Line

A, B = PARTS[:2]
CHAT, DIALOG = 101, "demo.bitrix24.ru|chat101"


def line(call: str, answer: str, *, at: float, fence: int) -> Line:
    return {"call": call, "answer": answer, "dialog": DIALOG, "fence": fence, "begun": at} | {
        "answered": at + 0.1
    }


def handled(*, at: float, fence: int) -> list[Line]:
    """A claim at a moment, and its commit a second later."""
    return [
        line("claim", "claimed", at=at, fence=fence),
        line("commit", "ok", at=at + 1, fence=fence),
    ]


@pytest.mark.parametrize(
    ("answered", "first_taken_at", "early"),
    [((A, B), 1.0, 0), ((B, A), 1.0, 1), ((B, A), 2.5, 0), ((B, A), 9.0, 0)],
    ids=["in order", "both waited", "the later one was in hand", "it was answered already"],
)
def test_an_earlier_message_comes_first_if_it_waited_when_the_later_one_was_taken_up(
    answered: tuple[str, str], first_taken_at: float, early: int
) -> None:
    said = [Asked(1, A, (200,), first_taken_at), Asked(2, B, (200,), 1.0)]
    replies = [ChatMessage(9, "bot", f"1. VAG {part} — 712 ₽") for part in answered]
    ledger = Ledger(chats={CHAT: replies}, orders=OrderLedger([], {}, []), deals=[])
    lines = [*handled(at=2.0, fence=2), *handled(at=10.0, fence=3)]

    found = list(answered_too_early([Asker(OpenedChat(CHAT, 1), (A, B), said)], ledger, lines))

    assert len(found) == early


def test_what_came_beside_a_holder_that_fell_asleep_stays_behind_its_message() -> None:
    said = [Asked(1, A, (200,), 2.5), Asked(2, B, (200,), 1.0)]
    replies = [ChatMessage(9, "bot", f"1. VAG {part} — 712 ₽") for part in (B, A)]
    ledger = Ledger(chats={CHAT: replies}, orders=OrderLedger([], {}, []), deals=[])
    asleep = line("claim", "claimed", at=2.0, fence=1)
    lines = [asleep, *handled(at=5.0, fence=2), *handled(at=10.0, fence=3)]

    assert not list(answered_too_early([Asker(OpenedChat(CHAT, 1), (A, B), said)], ledger, lines))


@pytest.mark.parametrize(("first_taken_at", "early"), [(1.0, 1), (2.5, 0)])
def test_a_holder_that_falls_asleep_before_it_hears_of_its_commit_committed_first(
    first_taken_at: float, early: int
) -> None:
    said = [Asked(1, A, (200,), first_taken_at), Asked(2, B, (200,), 1.0)]
    replies = [ChatMessage(9, "bot", f"1. VAG {part} — 712 ₽") for part in (B, A)]
    ledger = Ledger(chats={CHAT: replies}, orders=OrderLedger([], {}, []), deals=[])
    claim, commit = handled(at=2.0, fence=1)
    lines = [claim, *handled(at=10.0, fence=2), {**commit, "answered": 30.0}]

    found = list(answered_too_early([Asker(OpenedChat(CHAT, 1), (A, B), said)], ledger, lines))

    assert len(found) == early
