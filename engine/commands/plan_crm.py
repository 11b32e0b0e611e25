"""What a decision does in the CRM beside moving the lead, as data."""

from hashlib import blake2s

from engine.commands.handover_note import handover_note, note_aside
from engine.commands.order_trouble import order_news_for_manager
from engine.crm_effects import ContactUpsert, DealConvert, ProductRowsSet, TimelineComment
from engine.decisions import Decision
from engine.effects import CrmAction
from engine.messages import IncomingMessage
from engine.order_effects import OrderContents
from engine.ports.portals import PortalPolicy
from engine.session import Lead, ProductRow, Session

_MARKER_BYTES = 4


def crm_effects(
    decision: Decision,
    *,
    incoming: IncomingMessage,
    before: Session,
    policy: PortalPolicy,
    handed_over: bool,
) -> tuple[CrmAction, ...]:
    """List what the CRM is told, in order; nothing for a chat without a lead.

    Where people lead, they are told of an order that was on its way, and nothing else.
    """
    lead = before.lead
    if lead is None:
        return ()
    if decision.wait_reason is not None:
        return _news_in_silence(incoming, lead)
    planned = (
        _contact(decision, incoming, before, lead),
        _rows(decision, incoming, before, lead),
        _note(decision, incoming, before, lead, handed_over=handed_over),
        _conversion(decision, incoming, before, lead, policy),
    )
    return tuple(action for action in planned if action is not None)


def converts(decision: Decision) -> bool:
    """Say whether the lead becomes a deal: somebody asked for it and there is an order."""
    return "convert_lead" in decision.actions and decision.order_number is not None


def sold_rows(decision: Decision) -> tuple[ProductRow, ...]:
    """Return the lines of the offers taken, each with the pieces wanted."""
    return tuple(
        ProductRow(f"{offer.brand} {offer.part_number}", str(offer.price), offer.pieces)
        for offer in decision.chosen_offers
    )


def _contact(
    decision: Decision, incoming: IncomingMessage, before: Session, lead: Lead
) -> CrmAction | None:
    contact = decision.contact
    if contact == before.contact or not contact.phone or not contact.is_named:
        return None
    return ContactUpsert(incoming.member_id, lead.id, contact)


def _rows(
    decision: Decision, incoming: IncomingMessage, before: Session, lead: Lead
) -> CrmAction | None:
    """Write the rows of a confirmed order, the last moment at which the client's choice is sure."""
    rows = sold_rows(decision)
    if "create_order_abcp" not in decision.actions or not rows:
        return None
    return ProductRowsSet(incoming.member_id, lead.id, rows, replaces=before.rows_written)


def _note(
    decision: Decision,
    incoming: IncomingMessage,
    before: Session,
    lead: Lead,
    *,
    handed_over: bool,
) -> CrmAction | None:
    if handed_over:
        told = handover_note(decision, incoming.message, before)
    else:
        told = note_aside(decision, incoming.message)
    if not told:
        return None
    marker = _marker(incoming)
    text = f"{told}\n{marker}"
    return TimelineComment(incoming.member_id, lead.id, text, marker)


def _news_in_silence(incoming: IncomingMessage, lead: Lead) -> tuple[CrmAction, ...]:
    news = order_news_for_manager(incoming.message)
    if news is None:
        return ()
    marker = _marker(incoming)
    text = f"Бот молчит, чат ведёт человек: {news}.\n{marker}"
    return (TimelineComment(incoming.member_id, lead.id, text, marker),)


def _marker(incoming: IncomingMessage) -> str:
    """Name the message in a few letters; a happening has none of its own, so it says what it is."""
    message = incoming.message
    named = f"{incoming.dialog}|{incoming.message_id}|{message.happening}|{message.order_number}"
    return f"#bot-{blake2s(named.encode(), digest_size=_MARKER_BYTES).hexdigest()}"


def _conversion(
    decision: Decision,
    incoming: IncomingMessage,
    before: Session,
    lead: Lead,
    policy: PortalPolicy,
) -> CrmAction | None:
    """Make a deal of every order there is; one placed in part leaves its lead to the manager."""
    number = decision.order_number
    in_part = _is_placed_in_part(incoming)
    if number is None or not (in_part or converts(decision)):
        return None
    order = _ordered(decision, incoming, before)
    contact, address = order.contact, order.address
    return DealConvert(
        member_id=incoming.member_id,
        lead_id=lead.id,
        order_number=number,
        title=f"Заказ {number} — {contact.full_name}" if contact.full_name else f"Заказ {number}",
        comment=_order_comment(number, order, in_part=in_part),
        contact=contact,
        rows=order.rows,
        address=address,
        status_id=None if in_part else policy.status_ids.get(decision.stage),
        seen_status_id=lead.status_id,
    )


def _is_placed_in_part(incoming: IncomingMessage) -> bool:
    """Say whether this is news of such an order, and which of its lines are ordered."""
    message = incoming.message
    return message.happening == "order_partial" and bool(message.order and message.order.rows)


def _ordered(decision: Decision, incoming: IncomingMessage, before: Session) -> OrderContents:
    """Return what the news tells of its order; news of the version before tells nothing of it."""
    return incoming.message.order or OrderContents(
        rows=before.rows_written,
        contact=decision.contact if decision.contact.phone else before.contact,
        address=decision.address or before.address,
    )


def _order_comment(number: str, order: OrderContents, *, in_part: bool) -> str:
    contact, address = order.contact, order.address
    missing = ", ".join(f"{row.name}, {row.quantity} шт." for row in order.missing)
    lines = (
        f"Бот оформил заказ {number} в магазине.",
        "Заказано не то, что подтвердил клиент: сверьте позиции." if in_part else "",
        f"Не заказано: {missing}" if missing else "",
        f"Получатель: {contact.full_name}, {contact.phone}." if contact.phone else "",
        f"Доставка: {address}." if address else "",
    )
    return "\n".join(filter(None, lines))
