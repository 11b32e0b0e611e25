"""What is judged beside lost, doubled and reordered: floods, and a store that has forgotten."""

import re
from collections.abc import Sequence

import pytest

from api.cli.portal_control import ChatMessage, OpenedChat, OrderLedger
from tests.e2e.campaign_buyers import ORDERED, Buyer, Errand, Line, Wish
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.checker import Verdict, judge
from tests.faults.flood import Flood, flood_judged, told_of_the_flood, turns_beside, unfair
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


def flooded(*handled: float) -> list[TraceLine]:
    """Return the trace of a flood whose messages were handled at these moments."""
    dialog = f"p|chat{CHAT}"
    commit = {"dialog": dialog, "call": "commit", "answer": "ok", "detail": ""}
    full = {"dialog": dialog, "call": "enqueue", "answer": "full", "detail": "", "answered": 0.0}
    return [full, *({**commit, "answered": moment} for moment in handled)]


BESIDE = Asker(OpenedChat(2, 1), ())
FLOOD = Flood(OpenedChat(CHAT, 1))


@pytest.mark.parametrize(
    ("turns", "wait", "held_up"),
    [(3, 1.0, False), (4, 1.0, True), (0, 9.0, False), (3, 9.0, False)],
)
def test_a_flood_holds_others_up_by_its_turns_and_not_by_the_seconds_of_a_busy_machine(
    turns: int, wait: float, *, held_up: bool
) -> None:
    # Only the first waits: it came at 0, and what was handled after its answer held up nobody.
    during = [wait * (n + 1) / (turns + 1) for n in range(turns)]
    trace = [*lines(2, wait), *flooded(*during, wait + 0.1, wait + 0.2)]

    assert turns_beside(FLOOD, [BESIDE], trace) == turns
    assert bool(list(unfair(FLOOD, [BESIDE], trace))) is held_up


@pytest.mark.parametrize(("wait", "too_long"), [(14.0, False), (16.0, True)])
def test_nobody_waits_for_long_beside_a_flood_whatever_its_turns(
    wait: float, *, too_long: bool
) -> None:
    trace = [*lines(2, wait, wait), *flooded()]

    assert bool(list(unfair(FLOOD, [BESIDE], trace))) is too_long


def test_a_flood_that_no_mailbox_was_full_of_shows_nothing() -> None:
    trace = [line for line in flooded() if line["answer"] != "full"]

    assert len(list(unfair(FLOOD, [BESIDE], trace))) == 1


def test_the_slowest_answers_are_told_from_being_kept_to_being_said() -> None:
    calm = Asker(OpenedChat(1, 1), ())
    trace = [*lines(1, 1.0, 0.5, 0.5), *lines(2, 3.0, 3.0, 0.5), *flooded(1.0, 2.0)]

    told = told_of_the_flood(FLOOD, [calm], [BESIDE], trace)

    assert re.findall(r"\d+\.\d+|\d+", told) == ["95", "0.50", "3.00", "0"]


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
