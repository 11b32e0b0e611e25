"""The order of a confirmed basket, and the tag under which it can be placed only once."""

import base64
import hashlib
import json
from collections.abc import Sequence

from engine.decisions import Decision
from engine.effects import Action, OrderWait
from engine.messages import DialogKey, IncomingMessage
from engine.order_effects import OrderLine, PlaceOrder
from engine.session import Offer, Session

_TAG_CHARACTERS = 10
"""Fifty bits: enough to tell orders apart, short enough for a field of twenty characters."""


def plan_wait(decision: Decision, *, incoming: IncomingMessage) -> Action | None:
    """Return the word for a client whose order takes long, None where there is none to say."""
    if not decision.meanwhile:
        return None
    return OrderWait(
        member_id=incoming.member_id,
        dialog_id=incoming.dialog_id,
        chat_id=incoming.chat_id,
        text=decision.meanwhile,
        after_message_id=incoming.message_id,
    )


def plan_order(decision: Decision, *, incoming: IncomingMessage, before: Session) -> Action | None:
    """Return the order a decision asks for, None when it asks for none."""
    if "create_order_abcp" not in decision.actions or not decision.chosen_offers:
        return None
    agreed = {offer.id: offer for offer in before.offers}
    lines = tuple(_line(offer, agreed.get(offer.id, offer)) for offer in decision.chosen_offers)
    return PlaceOrder(
        member_id=incoming.member_id,
        dialog_id=incoming.dialog_id,
        chat_id=incoming.chat_id,
        tag=order_tag(
            incoming.dialog,
            lines,
            earlier_orders=len(before.order_numbers),
            began_with=before.began_with,
        ),
        lines=lines,
        client_name=decision.contact.full_name,
        phone=decision.contact.phone or "",
        address=decision.address or "",
        pickup=decision.pickup,
        contact=decision.contact,
    )


def order_tag(
    dialog: DialogKey, lines: Sequence[OrderLine], *, earlier_orders: int, began_with: int
) -> str:
    """Name a basket of a dialog: confirmed twice it is one order, after an order it is another.

    Prices and item keys stay out: they change between two confirmations of the same basket. A
    dialog begun anew, after its session with the earlier orders was forgotten, is another one.
    """
    basket = sorted(
        [line.part_number, line.brand.casefold(), line.supplier_code, line.quantity]
        for line in lines
    )
    meant = json.dumps([dialog, began_with, earlier_orders, basket]).encode()
    digest = base64.b32encode(hashlib.sha256(meant).digest()).decode()
    return f"BOT-{digest[:_TAG_CHARACTERS]}"


def _line(offer: Offer, agreed: Offer) -> OrderLine:
    """Order an offer as the shop has it now, on the terms that the client said yes to."""
    return OrderLine(
        part_number=offer.part_number,
        brand=offer.brand,
        supplier_code=offer.supplier_code,
        quantity=offer.pieces,
        price=offer.price,
        item_key=offer.item_key,
        delivery_days=agreed.delivery_days,
        no_return=agreed.no_return,
        to_order=agreed.to_order,
        used=agreed.used,
        confirmed_price=agreed.price,
    )
