"""What a dialog hears of its order."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.effects import Action, ChatReply, EffectState
from engine.messages import Author, decode_incoming, dialog_key
from engine.order_effects import OrderContents, OrderLine, PlaceOrder
from engine.order_news import news_of, with_missing
from engine.session import Contact, ProductRow

DIALOG = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7")
ORDER = PlaceOrder(
    "m1", "chat7", 7, "BOT-A", (OrderLine("1", "VAG", "2", 1, Decimal(3)),), "Иван", "+7", "Пермь"
)
SUCCEEDED, FAILED, MANUAL = EffectState.SUCCEEDED, EffectState.FAILED, EffectState.MANUAL


@pytest.mark.parametrize(
    ("state", "result", "happening", "number", "reason"),
    [
        (SUCCEEDED, "12, 13", "order_placed", "12, 13", None),
        (FAILED, "ORDER_PARTIAL 12", "order_partial", "12", "ORDER_PARTIAL 12"),
        (MANUAL, "ORDER_PARTIAL 12", "order_partial", "12", "ORDER_PARTIAL 12"),
        (FAILED, "ORDER_PARTIAL 12, 13|0:1", "order_partial", "12, 13", "ORDER_PARTIAL 12, 13"),
        (FAILED, "ABCP_303", "order_failed", None, "ABCP_303"),
        (MANUAL, "TOO_OLD", "order_failed", None, "TOO_OLD"),
        (MANUAL, "ORDER_UNCLEAR", "order_unclear", None, "ORDER_UNCLEAR"),
        (MANUAL, "ORDER_PROBABLE 12", "order_unclear", None, "ORDER_PROBABLE 12"),
        (MANUAL, "kills_workers", "order_unclear", None, "kills_workers"),
    ],
)
def test_a_final_outcome_is_told_as_what_it_is(
    state: EffectState, result: str, happening: str, number: str | None, reason: str | None
) -> None:
    document = news_of(ORDER, dialog=DIALOG, state=state, result=result)

    assert document is not None
    incoming = decode_incoming(document)
    said = incoming.message
    assert (said.happening, said.order_number, said.reason) == (happening, number, reason)
    assert (said.author, said.text) == (Author.SYSTEM, "")
    assert (incoming.dialog, incoming.dialog_id, incoming.chat_id) == (DIALOG, "chat7", 7)


def test_news_carries_what_was_ordered_and_for_whom() -> None:
    marina = Contact("Соколова", "Марина", phone="+79123456789")
    order = replace(ORDER, contact=marina)

    document = news_of(order, dialog=DIALOG, state=SUCCEEDED, result="12")

    assert document is not None
    assert decode_incoming(document).message.order == OrderContents(
        (ProductRow("VAG 1", "3", 1),), marina, "Пермь"
    )


def test_news_of_an_order_placed_in_part_tells_its_lines_from_those_it_lacks() -> None:
    lines = tuple(OrderLine(str(n), "VAG", "2", n, Decimal(3)) for n in (1, 2, 3))
    order = replace(ORDER, lines=lines, contact=Contact(phone="+7"))
    result = f"ORDER_PARTIAL {with_missing('12', {0: 1, 2: 1})}"

    document = news_of(order, dialog=DIALOG, state=FAILED, result=result)

    assert document is not None
    told = decode_incoming(document).message.order
    assert told is not None
    assert [(row.name, row.quantity) for row in told.rows] == [("VAG 2", 2), ("VAG 3", 2)]
    assert [(row.name, row.quantity) for row in told.missing] == [("VAG 1", 1), ("VAG 3", 1)]


@pytest.mark.parametrize("missing", [None, {}])
def test_news_of_an_order_whose_lines_nobody_knows_tells_none(
    missing: dict[int, int] | None,
) -> None:
    order = replace(ORDER, contact=Contact(phone="+7"))
    result = f"ORDER_PARTIAL {with_missing('12', missing)}"

    document = news_of(order, dialog=DIALOG, state=FAILED, result=result)

    assert document is not None
    told = decode_incoming(document).message.order
    assert told is not None
    assert (told.rows, told.missing, told.contact) == ((), (), order.contact)


def test_an_order_of_the_version_before_tells_nothing_of_its_contents() -> None:
    document = news_of(ORDER, dialog=DIALOG, state=SUCCEEDED, result="12")

    assert document is not None
    assert decode_incoming(document).message.order is None


@pytest.mark.parametrize("state", [EffectState.UNKNOWN, EffectState.RETRY, EffectState.STARTED])
def test_what_is_still_open_is_no_news(state: EffectState) -> None:
    assert news_of(ORDER, dialog=DIALOG, state=state, result="") is None


def test_other_effects_are_no_news() -> None:
    reply: Action = ChatReply("m1", "chat7", 7, "Здравствуйте", 1)

    assert news_of(reply, dialog=DIALOG, state=SUCCEEDED, result="5") is None
