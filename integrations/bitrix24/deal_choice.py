"""Which of the deals that a lead already has is the deal of an order."""

from collections.abc import Mapping, Sequence

from integrations.bitrix24.crm_items import ORIGINATOR
from integrations.bitrix24.crm_wire import DealCard


def deal_of_order(order_number: str, deals: Sequence[DealCard]) -> DealCard | None:
    """Return the deal to go on with, None when a new one is needed.

    Ours of this order comes first. Otherwise a deal that a person or the portal's automation has
    made of the lead is respected, unless it is lost; ours of another order is another sale.
    """
    own = [deal for deal in deals if _is_own(deal) and deal.origin_id == order_number]
    others = [deal for deal in deals if not _is_own(deal) and not deal.lost]
    return min(own or others, key=lambda deal: deal.id, default=None)


def missing_in_deal(
    deal: DealCard, *, order_number: str, contact_id: int | None, order_number_field: str
) -> Mapping[str, object]:
    """Return what a deal lacks of what is known; nothing that stands there is replaced."""
    fields: dict[str, object] = {}
    if contact_id is not None and deal.contact_id is None:
        fields["contactId"] = contact_id
    if not deal.originator_id and not deal.origin_id:
        fields |= {"originatorId": ORIGINATOR, "originId": order_number}
    if order_number_field and not deal.order_number:
        fields[order_number_field] = order_number
    return fields


def _is_own(deal: DealCard) -> bool:
    return deal.originator_id == ORIGINATOR
