"""The form of an example of a rule: a text, or a text with the dialog around it."""

from typing import get_args

from api.cli.json_schemas.shapes import FLAG, TEXT, WHOLE, Schema, list_of, mapping, one_of
from engine.decisions import Vocabulary
from engine.facts.situation import LeadStatus, Lookup, OrderConfirmation, OrderLookup, Recheck
from engine.messages import AttachmentKind, Author, Happening
from engine.rulesets.outputs import CLARIFICATIONS
from engine.session import Mode, OfferKind

_PRICE = {"type": "integer", "minimum": 0}
_OFFER = mapping(
    {"oem": TEXT, "brand": TEXT},
    {
        "price": _PRICE,
        "delivery_days": WHOLE,
        "available": WHOLE,
        "kind": one_of(get_args(OfferKind)),
        "instead_of": TEXT,
        "no_return": FLAG,
    },
)


def example_schema(vocabulary: Vocabulary, facts: Schema) -> Schema:
    """Return the form of one example; `facts` is the form of facts that it may give."""
    return {"anyOf": [TEXT, _situation(vocabulary, facts)]}


def session_schema(vocabulary: Vocabulary) -> Schema:
    """Return the form of the dialog before a message."""
    contact = mapping({}, dict.fromkeys(("last_name", "first_name", "middle_name", "phone"), TEXT))
    return mapping(
        {},
        {
            "stage": one_of(vocabulary.stages),
            "mode": one_of(get_args(Mode)),
            "offers": list_of(_OFFER),
            "more_offers": list_of(_OFFER),
            "chosen_offer_ids": list_of(WHOLE),
            "contact": contact,
            "address": TEXT,
            "misunderstood": WHOLE,
            "order_numbers": list_of(TEXT),
            "handed_over": FLAG,
            "order_unclear": FLAG,
            "history": list_of(TEXT),
            "pending_clarification": mapping({"kind": one_of(CLARIFICATIONS), "number": TEXT}),
            "lead": mapping({"id": WHOLE, "status_id": TEXT}, {"oem": TEXT}),
            "deal_id": WHOLE,
            "status_written": TEXT,
            "last_reply": TEXT,
        },
    )


def _situation(vocabulary: Vocabulary, facts: Schema) -> Schema:
    return mapping(
        {},
        {
            "text": {"type": "string"},
            "author": one_of(Author),
            "attachments": list_of(one_of(get_args(AttachmentKind))),
            "forwarded": FLAG,
            "session": session_schema(vocabulary),
            "lookup": one_of(get_args(Lookup)),
            "order_confirmation": one_of(get_args(OrderConfirmation)),
            "lead_status": one_of(get_args(LeadStatus)),
            "deal_bound": FLAG,
            "recheck": one_of(get_args(Recheck)),
            "order_lookup": one_of(get_args(OrderLookup)),
            "happening": one_of(get_args(Happening)),
            "order_number": TEXT,
            "similar_numbers": WHOLE,
            "choice_replaced": FLAG,
            "choice_kept": FLAG,
            "reply_unseen": FLAG,
            "number_by_manager": FLAG,
            "manager_quiet": FLAG,
            "facts": facts,
        },
    )
