"""What the CRM is told beside the lead's status."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands.plan_crm import crm_effects, sold_rows
from engine.crm_effects import ContactUpsert, DealConvert, ProductRowsSet, TimelineComment
from engine.decisions import Decision
from engine.effects import CrmAction, EffectState
from engine.messages import IncomingMessage, Message, decode_incoming, dialog_key
from engine.order_effects import OrderContents, OrderLine, PlaceOrder
from engine.order_news import news_of
from engine.ports.portals import PortalPolicy
from engine.session import Contact, Lead, Offer, ProductRow, Session
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.verdict import verdict_on_instant
from integrations.http import Answer

POLICY = PortalPolicy({"DEAL": "CONVERTED", "IN_WORK": "UC_ZA04R1"}, frozenset(), frozenset())
INCOMING = IncomingMessage(
    member_id="m1",
    dialog=dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7"),
    dialog_id="chat7",
    chat_id=7,
    message_id=100,
    message=Message("да, всё верно"),
)
MARINA = Contact("Соколова", "Марина", phone="+79123456789")
OFFERS = (
    Offer(1, "06A115561B", "VAG", Decimal("890.50"), quantity=2),
    Offer(2, "06A115561B", "MANN", Decimal(450)),
)
ROWS = (ProductRow("VAG 06A115561B", "890.50", 2),)
BEFORE = Session(stage="ABCP_CREATE", lead=Lead(5, "UC_T710VD"))
PLACED = Decision(stage="DEAL", action="convert_lead", order_number="102")


def planned(
    decision: Decision,
    before: Session = BEFORE,
    *,
    incoming: IncomingMessage = INCOMING,
    handed_over: bool = False,
) -> tuple[CrmAction, ...]:
    return crm_effects(
        decision, incoming=incoming, before=before, policy=POLICY, handed_over=handed_over
    )


def test_a_contact_is_bound_once_it_has_a_name_and_a_phone() -> None:
    assert planned(Decision(stage="ADDRESS", contact=MARINA)) == (ContactUpsert("m1", 5, MARINA),)


@pytest.mark.parametrize(
    "contact", [Contact(phone="+79123456789"), Contact("Соколова", "Марина"), Contact()]
)
def test_half_of_a_contact_is_not_bound(contact: Contact) -> None:
    assert planned(Decision(stage="CONTACT", contact=contact)) == ()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (Message("", happening="order_placed", order_number="102"), "заказ 102 оформлен"),
        (Message("", happening="order_failed", reason="ORDER_LINE_GONE"), "не оформлен"),
        (Message("", happening="order_unclear", reason="ORDER_UNCLEAR"), "не проверив магазин"),
    ],
)
def test_a_manager_who_leads_the_chat_reads_what_became_of_the_order(
    message: Message, told: str
) -> None:
    silent = Decision(stage="ABCP_CREATE", wait_reason="MANUAL", order_number=message.order_number)

    (note,) = planned(silent, incoming=replace(INCOMING, message=message))

    assert isinstance(note, TimelineComment)
    assert told in note.text


def test_nothing_else_is_noted_where_people_lead() -> None:
    silent = Decision(stage="ABCP_CREATE", wait_reason="MANUAL", contact=MARINA)

    assert planned(silent) == ()


def test_a_contact_that_stays_is_not_bound_again() -> None:
    before = replace(BEFORE, contact=MARINA)

    assert planned(Decision(stage="FINAL", contact=MARINA), before) == ()


def test_a_confirmed_order_sets_the_rows_that_were_taken() -> None:
    decision = Decision(
        stage="ABCP_CREATE", action="create_order_abcp", offers=OFFERS, chosen_offer_ids=(1,)
    )
    earlier = (ProductRow("MANN 06A115561B", "450", 1),)

    rows = planned(decision, replace(BEFORE, rows_written=earlier))

    assert rows == (ProductRowsSet("m1", 5, ROWS, replaces=earlier),)


def test_a_choice_that_is_not_confirmed_sets_no_rows() -> None:
    decision = Decision(stage="FINAL", action="reply", offers=OFFERS, chosen_offer_ids=(1,))

    assert planned(decision) == ()


def test_a_placed_order_makes_a_deal_of_what_was_confirmed() -> None:
    before = replace(BEFORE, contact=MARINA, address="Пермь, ул. Мира, 4", rows_written=ROWS)

    (convert,) = planned(PLACED, before)

    assert isinstance(convert, DealConvert)
    assert (convert.order_number, convert.rows, convert.contact) == ("102", ROWS, MARINA)
    assert (convert.status_id, convert.seen_status_id) == ("CONVERTED", "UC_T710VD")
    assert (convert.title, convert.address) == ("Заказ 102 — Соколова Марина", before.address)


def test_news_of_an_order_makes_a_deal_of_that_order_whatever_the_dialog_is_about_by_now() -> None:
    order = OrderContents((ProductRow("VAG 1", "10", 1),), MARINA, "Казань, Баумана 7")
    news = Message("", happening="order_placed", order_number="102", order=order)
    by_now = replace(
        BEFORE,
        contact=Contact("Иванов", "Пётр", phone="+79120000000"),
        address="Пермь, ул. Мира, 4",
        rows_written=ROWS,
    )

    (convert,) = planned(PLACED, by_now, incoming=replace(INCOMING, message=news))

    assert isinstance(convert, DealConvert)
    assert (convert.rows, convert.contact, convert.address) == (
        order.rows,
        order.contact,
        order.address,
    )
    assert convert.title == "Заказ 102 — Соколова Марина"


def test_the_note_on_an_order_that_failed_names_the_lines_of_that_order() -> None:
    order = OrderContents((ProductRow("VAG 1", "10", 4),), MARINA, None)
    news = Message("", happening="order_failed", reason="ORDER_LINE_GONE", order=order)
    decision = Decision(
        stage="IN_WORK", action="handover_operator", offers=OFFERS, chosen_offer_ids=(1,)
    )

    (note,) = planned(decision, incoming=replace(INCOMING, message=news), handed_over=True)

    assert isinstance(note, TimelineComment)
    assert ("VAG 1, 4 шт." in note.text, "06A115561B" in note.text) == (True, False)


IN_PART = OrderContents(
    (ProductRow("VAG 1", "10", 1),), MARINA, None, (ProductRow("VAG 2", "1234.5", 3),)
)
LEFT_TO_A_PERSON = Decision(stage="IN_WORK", action="handover_operator", order_number="102")


def test_an_order_placed_in_part_is_a_deal_of_what_was_ordered_and_a_note_of_the_rest() -> None:
    news = Message(
        "",
        happening="order_partial",
        order_number="102",
        reason="ORDER_PARTIAL 102",
        order=IN_PART,
    )

    note, convert = planned(
        LEFT_TO_A_PERSON, incoming=replace(INCOMING, message=news), handed_over=True
    )

    assert isinstance(note, TimelineComment)
    assert "Заказ: VAG 1, 1 шт. по 10 ₽." in note.text
    assert "Не заказано: VAG 2, 3 шт. по 1\u00a0234,50 ₽." in note.text
    assert isinstance(convert, DealConvert)
    assert (convert.order_number, convert.rows) == ("102", IN_PART.rows)
    assert (convert.status_id, "VAG 2, 3 шт." in convert.comment) == (None, True)


@pytest.mark.parametrize("order", [None, replace(IN_PART, rows=())])
def test_an_order_nobody_can_tell_the_lines_of_is_no_deal(order: OrderContents | None) -> None:
    news = Message("", happening="order_partial", order_number="102", order=order)
    by_now = replace(BEFORE, rows_written=ROWS)

    (note,) = planned(
        LEFT_TO_A_PERSON, by_now, incoming=replace(INCOMING, message=news), handed_over=True
    )

    assert isinstance(note, TimelineComment)


def test_an_order_that_the_shop_shows_no_lines_of_is_no_deal() -> None:
    line = OrderLine("1", "VAG", "2", 1, Decimal(10))
    order = PlaceOrder("m1", "chat7", 7, "BOT-A", (line,), "И", "+7", "Пермь", contact=MARINA)
    answer = Answer(200, b'{"status": 0, "orders": [{"number": "102"}]}')
    verdict = verdict_on_instant(answer, order.lines, BrandNames(), operation="orders/instant")
    document = news_of(
        order,
        dialog=INCOMING.dialog,
        state=EffectState.FAILED,
        result=f"ORDER_PARTIAL {verdict.detail}",
    )
    assert document is not None

    (note,) = planned(LEFT_TO_A_PERSON, incoming=decode_incoming(document), handed_over=True)

    assert isinstance(note, TimelineComment)


def test_without_an_order_nothing_is_converted() -> None:
    assert planned(PLACED._replace(order_number=None)) == ()


def test_a_handed_over_chat_gets_a_note_that_a_manager_can_read() -> None:
    decision = Decision(
        stage="FINAL",
        intent="OPERATOR_REQUEST",
        offers=OFFERS,
        chosen_offer_ids=(1,),
        contact=MARINA,
    )

    (note,) = planned(decision, replace(BEFORE, contact=MARINA), handed_over=True)

    assert isinstance(note, TimelineComment)
    assert note.text.splitlines() == [
        "Бот передал чат менеджеру: клиент просит человека.",
        "Клиент написал: «да, всё верно».",
        "Выбрано: VAG 06A115561B, 2 шт. по 890,50 ₽.",
        "Клиент: Соколова Марина, +79123456789.",
        note.marker,
    ]


def test_what_is_told_beside_the_sale_is_noted_for_the_manager_in_the_words_of_the_client() -> None:
    decision = Decision(stage="FINAL", intent="CONTACT_DETAILS", noted=("day", "phone", "vin"))

    (note,) = planned(decision)

    assert isinstance(note, TimelineComment)
    told = "пожелание по сроку, ещё один телефон, VIN для проверки, подойдёт ли деталь"
    assert note.text.splitlines() == [
        f"Менеджеру на заметку: {told}.",
        "Клиент написал: «да, всё верно».",
        note.marker,
    ]


def test_a_chat_handed_over_gets_one_note() -> None:
    decision = Decision(stage="FINAL", intent="OPERATOR_REQUEST", noted=("phone",))

    (note,) = planned(decision, handed_over=True)

    assert isinstance(note, TimelineComment)
    assert note.text.startswith("Бот передал чат менеджеру")


@pytest.mark.parametrize(
    ("price", "written"),
    [("712", "712 ₽"), ("712.00", "712 ₽"), ("7915.4", "7\u00a0915,40 ₽"), ("0.5", "0,50 ₽")],
)
def test_a_manager_reads_prices_to_the_kopeck_where_there_are_any(price: str, written: str) -> None:
    offer = Offer(1, "W71930", "MANN", Decimal(price))
    decision = Decision(stage="FINAL", offers=(offer,), chosen_offer_ids=(1,))

    (note,) = planned(decision, BEFORE, handed_over=True)

    assert isinstance(note, TimelineComment)
    assert f"Выбрано: MANN W71930, 1 шт. по {written}." in note.text.splitlines()


def test_rows_and_note_tell_the_pieces_ordered_and_what_an_analog_stands_in_for() -> None:
    analog = Offer(
        *(1, "W71930", "MANN", Decimal(450)),
        quantity=3,
        packing=4,
        kind="analog",
        instead_of="06A115561B",
    )
    decision = Decision(stage="FINAL", offers=(analog,), chosen_offer_ids=(1,))

    (note,) = planned(decision, handed_over=True)

    assert isinstance(note, TimelineComment)
    assert "MANN W71930 вместо 06A115561B, 4 шт." in note.text
    assert sold_rows(decision) == (ProductRow("MANN W71930", "450", 4),)


def test_the_note_of_every_message_has_a_marker_of_its_own() -> None:
    decision = Decision(stage="HARD_PICK")
    later = replace(INCOMING, message_id=101)

    notes = [
        *planned(decision, handed_over=True),
        *planned(decision, handed_over=True),
        *planned(decision, handed_over=True, incoming=later),
    ]

    markers = [note.marker for note in notes if isinstance(note, TimelineComment)]
    assert markers[0] == markers[1] != markers[2]


def test_an_order_that_failed_is_told_as_such() -> None:
    message = Message("", happening="order_failed")

    (note,) = planned(
        Decision(stage="HARD_PICK"), handed_over=True, incoming=replace(INCOMING, message=message)
    )

    assert isinstance(note, TimelineComment)
    assert "заказ в магазине не оформлен" in note.text.splitlines()[0]


@pytest.mark.parametrize(
    "changes", [{"wait_reason": "MANUAL"}, {}], ids=["led by people", "no lead"]
)
def test_nothing_is_written_where_people_lead_or_no_lead_is(changes: dict[str, str]) -> None:
    before = BEFORE if changes else replace(BEFORE, lead=None)
    decision = PLACED._replace(contact=MARINA, **changes)  # type: ignore[arg-type]

    assert planned(decision, before, handed_over=True) == ()
