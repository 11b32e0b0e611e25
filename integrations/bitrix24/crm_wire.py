"""Answers of CRM methods as values; nothing beyond the wire files sees their dicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.session import Contact, Lead
from integrations.bitrix24.wire_values import each, mapping, text, unreadable, whole

LEAD_TYPE_ID, DEAL_TYPE_ID, CONTACT_TYPE_ID = 1, 2, 3

_PHONE = "PHONE"


@dataclass(frozen=True)
class LeadCard:
    """A lead as a conversion needs to know it."""

    lead: Lead
    contact_id: int | None = None
    assigned_by_id: int | None = None
    source_id: str = ""


@dataclass(frozen=True)
class ContactCard:
    """A contact of the CRM; its phone is not in `contact` but among `phones`."""

    id: int
    contact: Contact
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class DealCard:
    """A deal as far as it tells whose it is."""

    id: int
    contact_id: int | None = None
    originator_id: str = ""
    origin_id: str = ""
    lost: bool = False
    order_number: str = ""


@dataclass(frozen=True)
class RowCard:
    """A product row as it stands in the CRM; people sell litres and metres, too."""

    name: str
    price: Decimal
    quantity: Decimal


@dataclass(frozen=True)
class CommentCard:
    """One comment of a timeline."""

    id: int
    text: str


def lead_card(result: Any, *, part_number_field: str, address_field: str = "") -> LeadCard:
    """Read the answer of crm.item.get about a lead."""
    item = mapping(mapping(result).get("item"))
    lead_id, status_id = whole(item.get("id")), item.get("stageId")
    if lead_id is None or not isinstance(status_id, str) or not status_id:
        raise unreadable("crm.item.get")
    address = text(item.get(address_field)) if address_field else ""
    return LeadCard(
        Lead(lead_id, status_id, text(item.get(part_number_field)), address),
        contact_id=whole(item.get("contactId")) or None,
        assigned_by_id=whole(item.get("assignedById")) or None,
        source_id=text(item.get("sourceId")),
    )


def contact_card(result: Any) -> ContactCard:
    """Read the answer of crm.item.get about a contact."""
    return _contact(mapping(mapping(result).get("item")), "crm.item.get")


def contact_cards(result: Any) -> tuple[ContactCard, ...]:
    """Read the answer of crm.item.list about contacts."""
    return tuple(_contact(mapping(row), "crm.item.list") for row in _items(result))


def deal_cards(result: Any, *, order_number_field: str = "") -> tuple[DealCard, ...]:
    """Read the answer of crm.item.list about deals."""
    return tuple(_deal(mapping(row), order_number_field) for row in _items(result))


def item_id(result: Any, *, operation: str) -> int:
    """Read the id out of the answer of crm.item.add or update."""
    found = whole(mapping(mapping(result).get("item")).get("id"))
    if found is None:
        raise unreadable(operation)
    return found


def found_contacts(result: Any) -> tuple[int, ...]:
    """Read the contacts in the answer of crm.duplicate.findbycomm."""
    if not isinstance(result, dict | list):
        raise unreadable("crm.duplicate.findbycomm")
    ids = mapping(result).get("CONTACT", [])
    read = [whole(value) for value in each(ids)] if isinstance(ids, list | dict) else [None]
    if None in read:
        raise unreadable("crm.duplicate.findbycomm")
    return tuple(value for value in read if value is not None)


def product_rows(result: Any) -> tuple[RowCard, ...]:
    """Read the answer of crm.item.productrow.list."""
    rows = mapping(result).get("productRows")
    if not isinstance(rows, list | dict):
        raise unreadable("crm.item.productrow.list")
    return tuple(_row(mapping(row)) for row in each(rows))


def comments(result: Any) -> tuple[CommentCard, ...]:
    """Read the answer of crm.timeline.comment.list."""
    if not isinstance(result, list | dict):
        raise unreadable("crm.timeline.comment.list")
    return tuple(_comment(mapping(row)) for row in each(result))


def comment_id(result: Any) -> int:
    """Read the answer of crm.timeline.comment.add."""
    found = whole(result)
    if found is None:
        raise unreadable("crm.timeline.comment.add")
    return found


def _items(result: Any) -> list[Any]:
    rows = mapping(result).get("items")
    if not isinstance(rows, list | dict):
        raise unreadable("crm.item.list")
    return list(each(rows))


def _contact(item: Mapping[str, Any], operation: str) -> ContactCard:
    contact_id = whole(item.get("id"))
    if contact_id is None:
        raise unreadable(operation)
    fields = item.get("fm") or []
    values = [mapping(field) for field in each(fields)] if isinstance(fields, list | dict) else []
    return ContactCard(
        contact_id,
        Contact(
            last_name=text(item.get("lastName")) or None,
            first_name=text(item.get("name")) or None,
            middle_name=text(item.get("secondName")) or None,
        ),
        tuple(text(value.get("value")) for value in values if value.get("typeId") == _PHONE),
    )


def _deal(item: Mapping[str, Any], order_number_field: str) -> DealCard:
    deal_id = whole(item.get("id"))
    if deal_id is None:
        raise unreadable("crm.item.list")
    return DealCard(
        deal_id,
        contact_id=whole(item.get("contactId")) or None,
        originator_id=text(item.get("originatorId")),
        origin_id=text(item.get("originId")),
        lost=item.get("stageSemanticId") == "F",
        order_number=text(item.get(order_number_field)) if order_number_field else "",
    )


def _row(row: Mapping[str, Any]) -> RowCard:
    try:
        price, quantity = Decimal(str(row.get("price"))), Decimal(str(row.get("quantity")))
    except InvalidOperation as error:
        raise unreadable("crm.item.productrow.list") from error
    return RowCard(text(row.get("productName")), price, quantity)


def _comment(row: Mapping[str, Any]) -> CommentCard:
    found = whole(row.get("ID"))
    if found is None:
        raise unreadable("crm.timeline.comment.list")
    return CommentCard(found, text(row.get("COMMENT")))
