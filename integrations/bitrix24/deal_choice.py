"""Which of the deals that a lead already has is the deal of an order."""

from collections.abc import Mapping, Sequence

from integrations.bitrix24.crm_items import ORIGINATOR
from integrations.bitrix24.crm_wire import DealCard


def deal_of_order(order_number: str, deals: Sequence[DealCard]) -> DealCard | None:
    """Return the deal that was made or taken for this very order, the oldest of several."""
    own = [deal for deal in deals if _is_own(deal) and deal.origin_id == order_number]
    return min(own, key=_age, default=None)


def deals_to_fill(deals: Sequence[DealCard]) -> tuple[DealCard, ...]:
    """Return what a person or the portal itself may have made of the lead for this sale.

    A deal that is won or lost is a sale that is over; one with an origin belongs to another
    program, or to another order of ours.
    """
    free = (deal for deal in deals if not (deal.closed or deal.originator_id or deal.origin_id))
    return tuple(sorted(free, key=_age))


def _age(deal: DealCard) -> int:
    return deal.id


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
