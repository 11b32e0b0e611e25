"""What is judged beside lost, doubled and reordered: floods, and a store that has forgotten."""

from collections.abc import Sequence

import pytest

from api.cli.portal_control import ChatMessage, OpenedChat, OrderLedger
from tests.e2e.campaign_buyers import ORDERED, Buyer, Errand, Line, Wish
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.checker import Verdict, judge
from tests.faults.flood import Flood, flood_judged, is_too_slow, slowed_down
from tests.faults.ledger import Ledger
from tests.faults.outcome import Outcome, table
from tests.faults.scarcity_cases import NO_DISK
from tests.faults.trace_rules import Line as TraceLine

CHAT = 101
A, B = PARTS[:2]


def a_ledger(*parts: str) -> Ledger:
    """Return what is seen of a chat that was answered with these parts."""
    said = [ChatMessage(9, "bot", f"1. VAG {part} — 712 ₽") for part in parts]
    return Ledger(chats={CHAT: said}, orders=OrderLedger([], {}, []), deals=[])


def asked(*parts: str, at: Sequence[float] = (), status: int = 200) -> list[Asked]:
    return [
        Asked(n, part, (status,), moment)
        for n, (part, moment) in enumerate(zip(parts, at or [0.0] * len(parts), strict=True))
    ]


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ((A, B, A, B), ""),
        ((A, B, A), "lost"),
        ((A, B, A, B, B), "doubled"),
        ((A, A, B, B), "reordered"),
    ],
)
def test_a_flood_is_answered_message_by_message(answers: Sequence[str], wrong: str) -> None:
    flood = Flood(OpenedChat(CHAT, 1), asked(A, B, A, B))

    verdict = flood_judged(flood, a_ledger(*answers), Verdict())

    assert [kind for kind in ("lost", "doubled", "reordered") if getattr(verdict, kind)] == (
        [wrong] if wrong else []
    )


def test_what_was_refused_of_a_flood_needs_no_answer() -> None:
    flood = Flood(OpenedChat(CHAT, 1), [*asked(A), *asked(B, status=503)])

    assert not flood_judged(flood, a_ledger(A), Verdict()).wrong


def lines(chat: int, *waits: float) -> list[TraceLine]:
    """Return the trace of messages that came one after the other and were answered so late."""
    return [
        {"dialog": f"p|chat{chat}", "call": call, "answer": answer, "detail": detail, "answered": t}
        for n, wait in enumerate(waits)
        for call, answer, detail, t in (
            ("enqueue", "accepted", "", 10.0 * n),
            ("commit", "ok", "", 10.0 * n + wait / 2),
            ("finish", "True", "succeeded", 10.0 * n + wait),
        )
    ]


def test_the_slowest_answers_are_compared_from_being_kept_to_being_said() -> None:
    calm, beside = (Asker(OpenedChat(chat, 1), ()) for chat in (1, 2))
    trace = [*lines(1, 1.0, 0.5, 0.5), *lines(2, 3.0, 3.0, 0.5)]

    assert slowed_down([calm], [beside], trace) == (0.5, 3.0)


@pytest.mark.parametrize(
    ("calm", "beside", "expected"), [(0.8, 1.5, False), (0.8, 1.6, True), (0.1, 0.9, False)]
)
def test_twice_as_slow_is_too_slow_unless_nobody_waits(
    calm: float, beside: float, *, expected: bool
) -> None:
    assert is_too_slow(calm, beside) is expected


def test_only_what_came_after_the_store_forgot_must_be_answered() -> None:
    asker = Asker(OpenedChat(CHAT, 1), (A, B), asked(A, B, at=(1.0, 3.0)))

    def lost(*answers: str, forgot_at: float) -> int:
        return len(judge([asker], [], a_ledger(*answers), [], forgot_at=forgot_at).lost)

    assert lost(B, forgot_at=2.0) == 0
    assert lost(A, forgot_at=2.0) == 1
    assert lost(B, forgot_at=0.0) == 1


@pytest.mark.parametrize(("orders", "doubled"), [(1, 0), (2, 1)])
def test_a_store_that_forgot_may_say_again_but_not_order_again(orders: int, doubled: int) -> None:
    wish = Wish(offer=1, pieces=1, name="Петров Иван", phone="+79120000001", address="Пермь")
    buyer = Buyer(OpenedChat(CHAT, 1), Errand((Line("да", ORDERED),), wish), said=1)
    rows = [{"number": str(n), "comment": wish.phone} for n in range(orders)]
    told = [ChatMessage(9, "bot", f"{ORDERED}{n}") for n in range(2)]
    ledger = Ledger(chats={CHAT: told}, orders=OrderLedger([], {}, rows), deals=[])

    assert len(judge([], [buyer], ledger, [], forgot_at=2.0).doubled) == doubled
    assert len(judge([], [buyer], ledger, []).doubled) == doubled + 1


def test_a_case_that_cannot_be_played_here_says_why_and_fails_nobody() -> None:
    outcome = Outcome(NO_DISK, "", 0, 0, 0, 0, Verdict(), skipped="only root may")

    assert outcome.passed
    assert table([outcome]).endswith("SKIPPED: only root may")
