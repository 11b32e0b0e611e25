"""What a person did to the lead, as the dialog understands it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands.reconcile_lead import for_lead, has_number_by_manager
from engine.messages import Author, IncomingMessage, Message, dialog_key
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Offer, ProductRow, Session

VIN_PICK, HARD_PICK, PRICING = "UC_UAO7E9", "UC_ZA04R1", "UC_5SCNOB"
POLICY = PortalPolicy(
    status_ids={"NEW": "NEW", "PRICING": PRICING, "HARD_PICK": HARD_PICK, "VIN_PICK": VIN_PICK},
    manual_statuses=frozenset({HARD_PICK, VIN_PICK}),
    disabled_statuses=frozenset(),
)
NUMBER = "06A115561B"


def a_message(*, lead_id: int | None = 5, deal_id: int | None = None) -> IncomingMessage:
    dialog = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7")
    return IncomingMessage("m1", dialog, "chat7", 7, 100, Message("да"), lead_id, deal_id)


@pytest.mark.parametrize(
    "seen",
    [
        None,
        Lead(5, VIN_PICK, ""),
        Lead(5, VIN_PICK, "5N0071680B041"),
        Lead(5, HARD_PICK, ""),
        Lead(5, HARD_PICK, NUMBER),
    ],
)
def test_a_number_put_into_a_waiting_lead_is_the_managers(seen: Lead | None) -> None:
    assert has_number_by_manager(Session(lead=seen), Lead(5, VIN_PICK, NUMBER), POLICY)


@pytest.mark.parametrize("status", ["NEW", PRICING, HARD_PICK, "ELSEWHERE"])
def test_a_number_in_a_lead_that_waits_for_none_is_left_alone(status: str) -> None:
    assert not has_number_by_manager(Session(), Lead(5, status, NUMBER), POLICY)


@pytest.mark.parametrize("field", ["", "  ", "уточняю у поставщика"])
def test_a_field_without_a_number_is_no_number(field: str) -> None:
    assert not has_number_by_manager(Session(), Lead(5, VIN_PICK, field), POLICY)


@pytest.mark.parametrize("spelling", [NUMBER, "06a 115 561 b", "06А-115-561-В"])
@pytest.mark.parametrize(
    "before",
    [
        Session(lead=Lead(5, VIN_PICK, NUMBER)),
        Session(lead=Lead(5, PRICING, NUMBER), part_number_written=NUMBER),
        Session(offers=(Offer(1, NUMBER, "VAG", Decimal(450)),)),
    ],
)
def test_a_number_seen_written_or_priced_before_is_not_news(before: Session, spelling: str) -> None:
    assert not has_number_by_manager(before, Lead(5, VIN_PICK, spelling), POLICY)


SOLD = Session(
    stage="FINAL",
    mode="manual",
    lead=Lead(5, PRICING, NUMBER),
    deal_id=9,
    offers=(Offer(1, NUMBER, "VAG", Decimal(450)),),
    chosen_offer_ids=(1,),
    status_written=PRICING,
    part_number_written=NUMBER,
    order_numbers=("123456",),
    rows_written=(ProductRow("VAG", "450", 1),),
    misunderstood=1,
)


def test_a_new_lead_in_the_chat_begins_a_new_sale() -> None:
    begun = for_lead(a_message(lead_id=6), SOLD)

    assert (begun.stage, begun.mode, begun.deal_id, begun.lead) == ("NEW", "auto", None, None)
    assert (begun.chosen_offer_ids, begun.misunderstood) == ((), 0)
    assert (begun.status_written, begun.part_number_written) == (None, None)
    assert begun.rows_written == ()


def test_a_new_sale_keeps_what_the_client_still_sees_and_was_sold() -> None:
    begun = for_lead(a_message(lead_id=6), SOLD)

    assert (begun.offers, begun.order_numbers) == (SOLD.offers, SOLD.order_numbers)


def test_a_deal_that_came_with_the_new_lead_binds() -> None:
    assert for_lead(a_message(lead_id=6, deal_id=10), SOLD).deal_id == 10


@pytest.mark.parametrize("lead_id", [5, None])
def test_the_same_lead_keeps_its_deal_though_an_event_leaves_it_out(lead_id: int | None) -> None:
    assert for_lead(a_message(lead_id=lead_id), SOLD) == SOLD


def test_a_change_of_an_old_lead_does_not_bring_it_back_into_the_chat() -> None:
    happened = Message("", author=Author.SYSTEM, happening="lead_updated")

    assert for_lead(replace(a_message(lead_id=4), message=happened), SOLD) == SOLD
