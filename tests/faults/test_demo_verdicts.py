"""The checker notices what goes wrong with the demo's conversations, and orders sent too early."""

from typing import Any

import pytest

from api.cli.demo_script import Dialog, Step
from api.cli.portal_control import ChatMessage, OpenedChat, OrderLedger
from tests.e2e.campaign_buyers import ORDERED, WAITING
from tests.faults.actors import PHONE, Actor
from tests.faults.checker import judge
from tests.faults.ledger import Ledger
from tests.faults.trace_rules import HELD, broken_rules, is_hold_seen

CHAT, LEAD = 101, 7
CHOICE = Step("3", "OFFER_CHOICE", "CONTACT", "PROCESSED", ("имя",))
YES = Step("да", "ORDER_CONFIRM", "ABCP_CREATE", "CONVERTED", ("оформляем", ORDERED), replies=2)
NEWS = ("оформляем", f"{ORDERED}1")


def verdict(*replies: tuple[int, str], orders: int = 1, deals: int = 1) -> tuple[int, int]:
    """Let a choice (message 1) and a yes (message 2) be answered so; count lost and doubled."""
    dialog = Dialog("an order", (CHOICE, YES))
    messages = [
        message
        for number in (1, 2)
        for message in (
            ChatMessage(number, "client", "words"),
            *(ChatMessage(9, "bot", text) for to, text in replies if to == number),
        )
    ]
    ledger = Ledger(
        chats={CHAT: messages},
        orders=OrderLedger([], {"tag": 1}, [{"number": "1", "comment": PHONE}] * orders),
        deals=[{"fields": {"LEAD_ID": str(LEAD)}}] * deals,
    )
    actor = Actor(OpenedChat(CHAT, LEAD), dialog, [(1, CHOICE), (2, YES)])
    judged = judge([], [], ledger, [], [actor])
    return len(judged.lost), len(judged.doubled)


ALL = ((1, "Ваше имя?"), *((2, text) for text in NEWS))


@pytest.mark.parametrize(
    ("replies", "bought", "expected"),
    [
        (ALL, {}, (0, 0)),
        ((*ALL, (2, f"Магазин {WAITING}")), {}, (0, 0)),
        (ALL[1:], {}, (1, 0)),
        (ALL[:-1], {}, (1, 0)),
        ((*ALL, (1, "Ваше имя?")), {}, (0, 1)),
        ((ALL[1], ALL[0], ALL[0]), {}, (1, 1)),
        (ALL, {"orders": 0}, (1, 0)),
        (ALL, {"deals": 0}, (1, 0)),
        (ALL, {"orders": 2}, (0, 1)),
        (ALL, {"deals": 2}, (0, 1)),
    ],
)
def test_every_line_has_its_replies_and_the_conversation_one_order_and_one_deal(
    replies: tuple[tuple[int, str], ...], bought: dict[str, int], expected: tuple[int, int]
) -> None:
    assert verdict(*replies, **bought) == expected


def test_a_line_that_was_never_said_is_lost() -> None:
    ledger = Ledger({CHAT: []}, OrderLedger([], {}, []), [])
    silent = Actor(OpenedChat(CHAT, LEAD), Dialog("a greeting", (CHOICE,)))

    assert len(judge([], [], ledger, [], [silent]).lost) == 1


def a_sending(at: float, answer: str, detail: object = "") -> dict[str, Any]:
    return {"call": "begin_sending", "answer": answer, "detail": detail, "answered": at}


def a_look(at: float, seconds: float) -> dict[str, Any]:
    return {"call": "held_seconds", "answer": str(seconds), "detail": "", "answered": at}


@pytest.mark.parametrize("told", [a_sending(10.0, HELD, 30.0), a_look(10.0, 30.0)])
@pytest.mark.parametrize(("at", "wrong"), [(5.0, 0), (20.0, 1), (39.0, 1), (40.0, 0)])
def test_no_order_is_sent_while_orders_are_held(
    told: dict[str, Any], at: float, wrong: int
) -> None:
    lines = [told, a_sending(15.0, HELD, 25.0), a_sending(at, "True")]

    assert len(broken_rules(sorted(lines, key=lambda line: float(line["answered"])))) == wrong


def test_a_hold_that_nobody_saw_is_known() -> None:
    assert not is_hold_seen([a_look(10.0, 0.0), a_sending(11.0, "True")])
    assert is_hold_seen([a_look(10.0, 5.0)])
    assert is_hold_seen([a_sending(10.0, HELD, 5.0)])


def test_fences_say_nothing_where_the_store_forgets() -> None:
    claims: list[dict[str, Any]] = [
        {"call": "claim", "answer": "claimed", "dialog": "d", "fence": n} for n in (1, 3)
    ]
    times = [{"begun": n, "answered": n + 0.5} for n in (1, 3, 5)]
    late: dict[str, Any] = {"call": "commit", "answer": "ok", "dialog": "d", "fence": 1}
    lines = [{**line, **time} for line, time in zip((*claims, late), times, strict=True)]

    assert len(broken_rules(lines)) == 1
    assert broken_rules(lines, one_history=False) == []
