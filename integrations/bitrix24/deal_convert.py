"""Turns the lead of a placed order into a deal: contact, deal, rows, lead, comment."""

from collections.abc import Mapping

from engine.crm_effects import DealConvert
from engine.effects import Action, Finding, NotApplied, Outcome
from engine.ports.clock import Clock
from engine.ports.executors import Trail
from integrations.bitrix24.batch import read_together
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.contact_upsert import lead_gone
from integrations.bitrix24.creation_steps import CreationSteps, NoTrail
from integrations.bitrix24.crm_items import ORIGINATOR, CrmItems
from integrations.bitrix24.crm_wire import (
    DEAL_TYPE_ID,
    LEAD_TYPE_ID,
    DealCard,
    LeadCard,
    product_rows,
)
from integrations.bitrix24.deal_choice import deal_of_order, missing_in_deal
from integrations.bitrix24.lead_contact import ensure_contact
from integrations.bitrix24.outcomes import attempt, expect
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.timeline import find_comment, write_comment

_OPERATION = "deal_convert"


class DealConvertExecutor:
    """Goes through all steps every time; each finds what an earlier attempt has done.

    REST has no conversion of leads: moving one to success creates nothing. The lead is moved
    when all else is done, so that a lead in success always has its deal.
    """

    repeatable = True

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory, clock: Clock) -> None:
        self._client = client
        self._portals = portals
        self._clock = clock

    def execute(self, action: Action) -> Outcome:
        return self.resume(action, NoTrail())

    def resume(self, action: Action, trail: Trail) -> Outcome:
        convert = expect(DealConvert, action)
        return attempt(lambda: self._convert(convert, CreationSteps(trail, self._clock)))

    def probe(self, action: Action) -> Finding:
        """Every step looks for itself when the effect is repeated."""
        expect(DealConvert, action)
        return NotApplied()

    def _convert(self, convert: DealConvert, steps: CreationSteps) -> str:
        portal = self._portals.require(convert.member_id, operation=_OPERATION)
        items = CrmItems(self._client, portal)
        lead = items.lead(convert.lead_id)
        if lead is None:
            raise lead_gone(_OPERATION)
        contact_id = ensure_contact(items, lead, convert.contact, steps)
        deal_id = _ensure_deal(items, convert, lead, contact_id, steps)
        _ensure_rows(items, convert, deal_id)
        _move_lead(items, convert)
        self._comment(items, convert, deal_id, steps)
        return str(deal_id)

    def _comment(
        self, items: CrmItems, convert: DealConvert, deal_id: int, steps: CreationSteps
    ) -> None:
        owner, marker = ("deal", deal_id), f"#bot-order-{convert.order_number}"
        text = f"{convert.comment}\n{marker}"
        steps.once(
            "comment",
            find=lambda: find_comment(self._client, items.portal, owner, marker),
            create=lambda: write_comment(self._client, items.portal, owner, text),
        )


def _ensure_deal(
    items: CrmItems,
    convert: DealConvert,
    lead: LeadCard,
    contact_id: int | None,
    steps: CreationSteps,
) -> int:
    def find() -> int | None:
        known = deal_of_order(convert.order_number, _deals(items, convert))
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
