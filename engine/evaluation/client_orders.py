"""Which orders a client may hear of: those of this dialog, and those that carry their phone."""

import re
from collections.abc import Callable, Sequence

from engine.errors import CallFailed
from engine.facts.situation import OrderLookup
from engine.ports.order_states import OrderState
from engine.session import Session

ORDERS_PER_ANSWER = 3
"""More orders than this are not told of in one message of a chat."""

_PHONE = re.compile(r"\+?\d[\d ()\-]{8,}\d")
_PHONE_DIGITS = 10


def look_up_orders(
    named: Sequence[str],
    session: Session,
    read: Callable[[Sequence[str]], Sequence[OrderState]],
) -> tuple[OrderLookup, tuple[OrderState, ...]]:
    """Return the orders asked about, or the dialog's latest when none was named.

    An order of somebody else is as missing as one that does not exist. Of numbers named all must
    be theirs, for a silence about one of them would be an answer too.
    """
    asked = tuple(dict.fromkeys(named)) or placed_here(session)[-ORDERS_PER_ANSWER:]
    if not asked or len(asked) > ORDERS_PER_ANSWER:
        return "missing", ()
    try:
        known = {order.number: order for order in read(asked) if is_of_client(order, session)}
    except CallFailed:
        return "failed", ()
    orders = tuple(known[number] for number in asked if number in known)
    enough = len(orders) == len(asked) if named else bool(orders)
    return ("found", orders) if enough else ("missing", ())


def is_of_client(order: OrderState, session: Session) -> bool:
    """Say whether the order was placed in this dialog or carries the phone of its client."""
    if order.number in placed_here(session):
        return True
    phone = _last_digits(session.contact.phone or "")
    written = {_last_digits(found) for found in _PHONE.findall(order.note)}
    return len(phone) == _PHONE_DIGITS and phone in written


def placed_here(session: Session) -> tuple[str, ...]:
    """Return the dialog's orders one by one; an order the shop split is remembered as several."""
    return tuple(number for told in session.order_numbers for number in told.split(", "))


def _last_digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))[-_PHONE_DIGITS:]
