"""The checker complains of what is wrong and of nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from api.cli.portal_control import ChatMessage, OpenedChat, OrderLedger
from tests.e2e.campaign_buyers import ORDERED, WAITING, Buyer, Errand, Line, Wish
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.campaign import GUARDS
from tests.faults.checker import Verdict, judge
from tests.faults.ledger import Ledger
from tests.faults.memory_watch import LONGEST_GROWTH, thirds
from tests.faults.mutants import MUTANTS, MutantLost, changed, require_mutants
from tests.faults.script_cases import SCRIPT_CASES
from tests.faults.trace_rules import Line as TraceLine
from tests.faults.trace_rules import broken_rules

CHAT = 101
PERSON = "Передал менеджеру"
A, B = PARTS[:2]
WISH = Wish(offer=1, pieces=1, name="Петров Иван", phone="+79120000001", address="Пермь")


def an_asker(*statuses: int | None) -> Asker:
    """Ask for A and then for B, each event answered as given."""
    asked = [Asked(n, part, (s,)) for n, (part, s) in enumerate(zip((A, B), statuses, strict=True))]
    return Asker(OpenedChat(CHAT, 1), (A, B), asked)


def a_ledger(*replies: str, orders: int = 0, posts: int = 1, deals: int = 0) -> Ledger:
    return Ledger(
        chats={CHAT: [ChatMessage(9, "bot", reply) for reply in replies]},
        orders=OrderLedger(
            [str(n) for n in range(orders)],
            {"tag": posts},
            [{"number": str(n), "comment": WISH.phone} for n in range(orders)],
        ),
        deals=[{"fields": {"LEAD_ID": "1"}} for _ in range(deals)],
    )


def offers(part: str) -> str:
    return f"1. VAG {part} — 712 ₽"


def wrong(verdict: Verdict) -> dict[str, int]:
    counts = {
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "reordered": len(verdict.reordered),
        "broken": len(verdict.broken),
    }
    return {what: count for what, count in counts.items() if count}


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([offers(A), offers(B)], {}),
        ([offers(B), offers(A)], {"reordered": 1}),
        ([offers(A), offers(B), offers(A)], {"doubled": 1}),
        ([offers(A)], {"lost": 1}),
        ([offers(A), PERSON], {}),
        ([PERSON], {"lost": 1}),
        ([PERSON, PERSON], {}),
        ([offers(A), offers(B), WAITING], {}),
        ([offers(A), offers(B), PERSON], {"doubled": 1}),
        ([PERSON, PERSON, offers(A), offers(B)], {"doubled": 1}),
        ([PERSON] * 4, {"doubled": 1}),
        ([offers(A), PERSON, PERSON], {"doubled": 1}),
        ([], {"lost": 2}),
    ],
)
def test_every_accepted_message_has_one_reply_in_its_turn(
    replies: Sequence[str], expected: dict[str, int]
) -> None:
    assert wrong(judge([an_asker(200, 200)], [], a_ledger(*replies), [])) == expected


def test_a_message_that_was_not_taken_in_may_have_a_reply_or_none() -> None:
    for replies in ([offers(A), offers(B)], [offers(A)]):
        assert wrong(judge([an_asker(200, None)], [], a_ledger(*replies), [])) == {}


@pytest.mark.parametrize(
    ("ledger", "ending", "expected"),
    [
        (a_ledger(ORDERED, orders=1, deals=1), "served", {}),
        (a_ledger(ORDERED, orders=2, deals=1), "served", {"doubled": 1}),
        (a_ledger(ORDERED, ORDERED, orders=1, deals=2), "served", {"doubled": 2}),
        (a_ledger(ORDERED, orders=1, posts=2), "served", {"doubled": 1}),
        (a_ledger(ORDERED), "served", {"lost": 1}),
        (a_ledger(), "handed over", {}),
        (a_ledger(), "", {"lost": 1}),
    ],
)
def test_a_confirmed_basket_is_one_order(
    ledger: Ledger, ending: Any, expected: dict[str, int]
) -> None:
    buyer = Buyer(OpenedChat(CHAT, 1), Errand((Line("да", ORDERED),), WISH), said=1)
    buyer.ending = ending

    assert wrong(judge([], [buyer], ledger, [])) == expected


def test_who_was_handed_over_before_a_message_has_no_answer_to_it() -> None:
    asker = an_asker(200, 200)
    early = ChatMessage(1, "bot", PERSON)
    ledger = replace(a_ledger(), chats={CHAT: [early, ChatMessage(9, "bot", offers(A))]})

    assert wrong(judge([asker], [], ledger, [])) == {"lost": 1}


def a_sale(*said: str) -> Sequence[ChatMessage]:
    """Return a chat; what begins with `>` is said by the client."""
    return [
        ChatMessage(n, "client" if text.startswith(">") else "bot", text)
        for n, text in enumerate(said)
    ]


NAME, NUMBER = "Как вас зовут?", f"{ORDERED}1"
SALE = (">нужен", offers(A), ">1", NAME, ">Иван", "Всё верно?", ">да", "оформляем заказ")


@pytest.mark.parametrize(
    ("chat", "doubled"),
    [
        ((*SALE, NUMBER), 0),
        ((*SALE, WAITING, WAITING, NUMBER), 0),
        ((*SALE, PERSON, NUMBER), 0),
        ((*SALE, ">да", "оформляем заказ", NUMBER), 0),
        ((*SALE[:-1], ">да", "оформляем заказ", "оформляем заказ", NUMBER), 0),
        ((*SALE, "оформляем заказ", NUMBER), 2),
        ((*SALE, PERSON, PERSON), 2),
        ((*SALE[:3], offers(A), *SALE[3:], NUMBER), 1),
        ((*SALE[:4], NAME, NAME, *SALE[4:], NUMBER), 3),
    ],
)
def test_a_buyer_is_told_one_thing_for_each_line_and_each_once(
    chat: Sequence[str], doubled: int
) -> None:
    buyer = Buyer(OpenedChat(CHAT, 1), Errand((Line("да", ORDERED),), WISH), said=1)
    buyer.ending = "served"
    ledger = replace(a_ledger(orders=1, deals=1), chats={CHAT: a_sale(*chat)})

    assert len(judge([], [buyer], ledger, []).doubled) == doubled
    assert not judge([], [buyer], ledger, [], forgot_at=1.0).doubled


def a_line(call: str, *, fence: int, at: float, answer: str) -> TraceLine:
    return {
        "call": call,
        "fence": fence,
        "answer": answer,
        "dialog": "d",
        "begun": at,
        "answered": at + 0.5,
    }


@pytest.mark.parametrize("call", ["commit", "start", "mark", "release", "renew"])
def test_nothing_is_written_by_a_holder_after_the_next_one_has_claimed(call: str) -> None:
    through = {"commit": "ok", "start": "started"}.get(call, "True")
    claims = [a_line("claim", fence=n, at=n, answer="claimed") for n in (1, 3)]

    def told(*, fence: int, at: float, answer: str) -> int:
        return len(broken_rules([*claims, a_line(call, fence=fence, at=at, answer=answer)]))

    assert told(fence=1, at=4, answer=through) == 1
    assert told(fence=1, at=2, answer=through) == 0
    assert told(fence=3, at=4, answer=through) == 0
    assert told(fence=1, at=4, answer="lost") == 0


def test_every_mutant_still_finds_what_it_changes() -> None:
    require_mutants()

    assert set(GUARDS) | set(SCRIPT_CASES) == set(MUTANTS)


def test_a_mutant_that_finds_nothing_to_change_says_so() -> None:
    with pytest.raises(MutantLost):
        changed("return 1", "seen", "enqueue")


@pytest.mark.parametrize(("last", "grew"), [(109, False), (112, True)])
def test_memory_that_grows_from_the_middle_to_the_last_third_is_told(
    last: int, *, grew: bool
) -> None:
    middle_third, last_third = thirds([50] * 10 + [100] * 10 + [last] * 10)

    assert (last_third > middle_third * LONGEST_GROWTH) == grew


def test_a_commit_under_the_lock_is_never_refused_for_what_stands_there() -> None:
    lines = [a_line("commit", fence=1, at=1, answer="conflict")]

    assert len(broken_rules(lines)) == 1
