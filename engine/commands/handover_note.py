"""What the manager who gets a chat reads about why the bot stopped."""

from collections.abc import Sequence
from decimal import Decimal

from engine.commands.order_trouble import order_trouble
from engine.decisions import Decision
from engine.messages import Message
from engine.session import Contact, Offer, ProductRow, Session

_LONGEST_QUOTATION = 300

_REASONS = {
    "OEM_QUERY": "по номеру детали не удалось назвать цену",
    "VIN_HARD_PICK": "нужен подбор по VIN или фото",
    "CLARIFY_NUMBER_TYPE": "непонятно, что за номер прислал клиент",
    "ORDER_STATUS": "клиент спрашивает о своём заказе",
    "SERVICE_NOTICE": "служебное сообщение требует внимания",
    "SMALL_TALK": "на вопрос клиента нужен ответ человека",
    "LOST": "клиент отказался",
    "OUT_OF_SCOPE": "вопрос не о запчастях",
    "OFFER_CHOICE": "выбор клиента нужно уточнить",
    "CONTACT_DETAILS": "данные клиента нужно уточнить",
    "ORDER_CONFIRM": "клиент подтвердил заказ, но оформить его автоматически нельзя",
    "OBJECTION_PRICE": "клиента не устраивает цена",
    "OBJECTION_DELIVERY": "клиента не устраивает срок",
    "FOLLOW_UP": "клиент ждёт ответа",
    "OPERATOR_REQUEST": "клиент просит человека",
    "UNKNOWN": "бот не понял клиента",
}
_OTHER = "нужна помощь менеджера"
_ASIDE = {
    "day": "пожелание по сроку",
    "phone": "ещё один телефон",
    "vin": "VIN для проверки, подойдёт ли деталь",
}


def handover_note(decision: Decision, message: Message, before: Session) -> str:
    """Say why the chat was handed over and what is known of the sale, a line each."""
    return "\n".join(
        filter(
            None,
            (
                f"Бот передал чат менеджеру: {_reason(decision, message)}.",
                _quotation(message),
                *_known(decision, message, before),
            ),
        )
    )


def note_aside(decision: Decision, message: Message) -> str:
    """Say what the client told beside the sale, for whoever prepares the order; else nothing."""
    if not decision.noted:
        return ""
    told = ", ".join(_ASIDE[name] for name in decision.noted)
    return f"Менеджеру на заметку: {told}.\n{_quotation(message)}"


def _known(decision: Decision, message: Message, before: Session) -> tuple[str, ...]:
    """Tell of the order that this is the news of, else of the sale as it stands."""
    order = message.order
    if order is None:
        contact = decision.contact if decision.contact.phone else before.contact
        return _sale(decision), _client(contact, decision.address or before.address)
    return (
        _listed("Заказ", order.rows),
        _listed("Не заказано", order.missing),
        _client(order.contact, order.address),
    )


def _listed(title: str, rows: Sequence[ProductRow]) -> str:
    lines = "; ".join(_line(row.name, row.quantity, row.price) for row in rows)
    return f"{title}: {lines}." if lines else ""


def _reason(decision: Decision, message: Message) -> str:
    return order_trouble(message) or _REASONS.get(decision.intent or "", _OTHER)


def _quotation(message: Message) -> str:
    said = message.text.strip()
    if not said:
        return ""
    cut = said if len(said) <= _LONGEST_QUOTATION else f"{said[:_LONGEST_QUOTATION]}…"
    return f"Клиент написал: «{cut}»."


def _sale(decision: Decision) -> str:
    chosen = decision.chosen_offers
    if chosen:
        return f"Выбрано: {'; '.join(map(_taken, chosen))}."
    numbers = (*decision.part_numbers, *decision.vins)
    return f"Номера: {', '.join(numbers)}." if numbers else ""


def _taken(offer: Offer) -> str:
    instead = f" вместо {offer.instead_of}" if offer.instead_of else ""
    return _line(f"{offer.brand} {offer.part_number}{instead}", offer.pieces, offer.price)


def _line(name: str, pieces: int, price: Decimal | str) -> str:
    """Write a price to the kopeck, where there are any: `12 345 ₽`, `7 915,40 ₽`."""
    exact = f"{Decimal(price):,.2f}".removesuffix(".00")
    rubles = exact.replace(",", "\u00a0").replace(".", ",")
    return f"{name}, {pieces} шт. по {rubles} ₽"


def _client(contact: Contact, address: str | None) -> str:
    told = ", ".join(filter(None, (contact.full_name, contact.phone, address)))
    return f"Клиент: {told}." if told else ""
