"""Read where a golden case starts: the dialog as it was remembered before the first turn."""

from decimal import Decimal
from typing import get_args

from api.golden.fields import Fields
from engine.decisions import Vocabulary
from engine.rulesets.outputs import CLARIFICATIONS
from engine.rulesets.source import Faults, YamlNode
from engine.session import Contact, Lead, Mode, Offer, PendingClarification, Session, Turn

CONTACT_KEYS = ("last_name", "first_name", "middle_name", "phone")
_KEYS = (
    *("stage", "mode", "offers", "more_offers", "chosen", "contact", "address", "pending"),
    *("misunderstood", "order_numbers", "lead", "deal_id", "status_written", "history"),
    "last_reply",
)
_ROLES = ("client", "bot", "manager", "system")
_SAMPLE_PRICE = 1000


def read_given(node: YamlNode | None, vocabulary: Vocabulary, faults: Faults) -> Session | None:
    """Return the session a case starts from; None when it starts from nothing."""
    if node is None:
        return None
    fields = Fields(node, faults, optional=_KEYS)
    modes: tuple[Mode, ...] = get_args(Mode)
    offers = _offers(fields, "offers", first=1)
    chosen = (item.integer(faults) for item in fields.items("chosen"))
    return Session(
        stage=fields.word("stage", vocabulary.stages, "NEW"),
        mode=fields.word("mode", modes, "auto"),
        offers=offers,
        more_offers=_offers(fields, "more_offers", first=len(offers) + 1),
        chosen_offer_ids=tuple(number for number in chosen if number is not None),
        contact=_contact(fields),
        address=fields.text("address", None),
        pending_clarification=_pending(fields),
        misunderstood=fields.integer("misunderstood", 0),
        order_numbers=fields.texts("order_numbers"),
        lead=_lead(fields),
        deal_id=fields.integer("deal_id", None),
        status_written=fields.text("status_written", None),
        history=tuple(_turn(item, faults) for item in fields.items("history")),
        last_reply=fields.text("last_reply", None),
    )


def _offers(fields: Fields, key: str, *, first: int) -> tuple[Offer, ...]:
    items = enumerate(fields.items(key), start=first)
    return tuple(_offer(item, number, fields.faults) for number, item in items)


def _offer(node: YamlNode, number: int, faults: Faults) -> Offer:
    fields = Fields(
        node,
        faults,
        required=("oem", "brand"),
        optional=("price", "delivery_days", "available", "quantity", "packing", "instead_of"),
    )
    return Offer(
        id=number,
        part_number=fields.text("oem", ""),
        brand=fields.text("brand", ""),
        price=Decimal(fields.integer("price", _SAMPLE_PRICE)),
        delivery_days=fields.integer("delivery_days", None),
        quantity=fields.integer("quantity", 1),
        available=fields.integer("available", None),
        packing=fields.integer("packing", 1),
        kind="analog" if "instead_of" in fields else "asked",
        instead_of=fields.text("instead_of", ""),
    )


def _contact(fields: Fields) -> Contact:
    if "contact" not in fields:
        return Contact()
    told = Fields(fields["contact"], fields.faults, optional=CONTACT_KEYS)
    return Contact(**{key: told.text(key, None) for key in CONTACT_KEYS})


def _pending(fields: Fields) -> PendingClarification | None:
    if "pending" not in fields:
        return None
    asked = Fields(
        fields["pending"],
        fields.faults,
        required=("kind", "number"),
        optional=("options", "also"),
    )
    return PendingClarification(
        kind=asked.word("kind", CLARIFICATIONS, CLARIFICATIONS[0]),
        number=asked.text("number", ""),
        options=asked.texts("options"),
        also=asked.texts("also"),
    )


def _lead(fields: Fields) -> Lead | None:
    if "lead" not in fields:
        return None
    lead = Fields(fields["lead"], fields.faults, required=("status_id",), optional=("id", "oem"))
    return Lead(
        id=lead.integer("id", 5),
        status_id=lead.text("status_id", ""),
        part_number=lead.text("oem", ""),
    )


def _turn(node: YamlNode, faults: Faults) -> Turn:
    if not node.is_mapping:
        return Turn("client", node.text(faults) or "")
    said = Fields(node, faults, required=("role", "text"))
    return Turn(said.word("role", _ROLES, "client"), said.text("text", ""))
