"""Turns the lead of a placed order into a deal: contact, deal, rows, lead, comment."""

from collections.abc import Mapping, Sequence

from engine.crm_effects import DealConvert
from integrations.bitrix24.batch import read_together
from integrations.bitrix24.creation_steps import CreationSteps
from integrations.bitrix24.crm_items import ORIGINATOR, CrmItems
from integrations.bitrix24.crm_wire import (
    DEAL_TYPE_ID,
    LEAD_TYPE_ID,
    DealCard,
    LeadCard,
    product_rows,
)
from integrations.bitrix24.deal_choice import deal_of_order, deals_to_fill, missing_in_deal
from integrations.bitrix24.lead_contact import ensure_contact
from integrations.bitrix24.product_rows_set import as_read
from integrations.bitrix24.timeline import comment_once

_DEALS_LOOKED_INTO = 20
"""Free deals of one lead whose rows are read, all in one request."""


def convert_lead(items: CrmItems, convert: DealConvert, steps: CreationSteps) -> str:
    """Go through all steps; each finds what an earlier attempt has done.

    REST has no conversion of leads: moving one to success creates nothing. The lead is moved
    when all else is done, so that a lead in success always has its deal.
    """
    lead = items.require_lead(convert.lead_id, operation=convert.kind)
    contact_id = ensure_contact(items, lead, convert.contact, steps)
    deal_id = _ensure_deal(items, convert, lead, contact_id, steps)
    _ensure_rows(items, convert, deal_id)
    _move_lead(items, convert)
    marker = f"#bot-order-{convert.order_number}"
    comment_once(items, ("deal", deal_id), f"{convert.comment}\n{marker}", marker, steps)
    return str(deal_id)


def _ensure_deal(
    items: CrmItems,
    convert: DealConvert,
    lead: LeadCard,
    contact_id: int | None,
    steps: CreationSteps,
) -> int:
    def find() -> int | None:
        deals = _deals(items, convert)
        known = deal_of_order(convert.order_number, deals) or _deal_to_fill(items, convert, deals)
        if known is not None:
            _complete(items, known, convert, contact_id)
        return known.id if known else None

    fields = _new_deal(items, convert, lead, contact_id)
    return steps.once("deal", find=find, create=lambda: items.add(DEAL_TYPE_ID, fields))


def _deals(items: CrmItems, convert: DealConvert) -> tuple[DealCard, ...]:
    of_order = {"=originatorId": ORIGINATOR, "=originId": convert.order_number}
    reads = {
        "of_lead": items.deals_read({"=leadId": convert.lead_id}),
        "of_order": items.deals_read(of_order),
    }
    found = read_together(items.client, items.portal, reads)
    return tuple(deal for name in reads for deal in items.deals_from(found[name]))


def _deal_to_fill(
    items: CrmItems, convert: DealConvert, deals: Sequence[DealCard]
) -> DealCard | None:
    """Return the deal made for this sale: it is empty or holds its rows; others are other sales."""
    free = deals_to_fill(deals)[:_DEALS_LOOKED_INTO]
    if not free:
        return None
    reads = {str(deal.id): items.rows_read("D", deal.id) for deal in free}
    lead = items.rows_read("L", convert.lead_id)
    found = read_together(items.client, items.portal, {**reads, "lead": lead})
    sold = as_read(convert.rows) or product_rows(found["lead"])
    for deal in free:
        rows = product_rows(found[str(deal.id)])
        if not rows or rows == sold:
            return deal
    return None


def _complete(
    items: CrmItems, deal: DealCard, convert: DealConvert, contact_id: int | None
) -> None:
    missing = missing_in_deal(
        deal,
        order_number=convert.order_number,
        contact_id=contact_id,
        order_number_field=items.portal.crm_fields.deal_order_number,
    )
    if missing:
        items.update(DEAL_TYPE_ID, deal.id, missing)


def _new_deal(
    items: CrmItems, convert: DealConvert, lead: LeadCard, contact_id: int | None
) -> Mapping[str, object]:
    own = items.portal.crm_fields
    given: Mapping[str, object | None] = {
        "title": convert.title,
        "leadId": convert.lead_id,
        "contactIds": [contact_id] if contact_id else None,
        "assignedById": lead.assigned_by_id,
        "sourceId": lead.source_id or None,
        "originatorId": ORIGINATOR,
        "originId": convert.order_number,
        own.deal_order_number: convert.order_number,
        own.deal_address: convert.address,
    }
    return {name: value for name, value in given.items() if name and value is not None}


def _ensure_rows(items: CrmItems, convert: DealConvert, deal_id: int) -> None:
    """Fill an empty deal; rows that stand there are somebody's, or ours from before."""
    reads = {
        "deal": items.rows_read("D", deal_id),
        "lead": items.rows_read("L", convert.lead_id),
    }
    found = read_together(items.client, items.portal, reads)
    rows = convert.rows or product_rows(found["lead"])
    if rows and not product_rows(found["deal"]):
        items.set_rows("D", deal_id, rows)


def _move_lead(items: CrmItems, convert: DealConvert) -> None:
    """Move the lead unless a person, or the portal itself, has moved it meanwhile."""
    lead = items.lead(convert.lead_id)
    if lead is None or convert.status_id is None:
        return
    if lead.lead.status_id == convert.seen_status_id:
        items.update(LEAD_TYPE_ID, convert.lead_id, {"stageId": convert.status_id})
