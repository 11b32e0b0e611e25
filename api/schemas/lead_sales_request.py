"""POST /api/hf-cortex/lead_sales as the existing bot calls it, as a situation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from api.schemas.checks import Check, refuse
from api.schemas.decision_request import TEXT_LIMIT, DecisionRequest
from api.schemas.lead_sales_offers import mentions, quotation_of, shown_offers
from api.schemas.lead_sales_session import asked_for_lookup, chosen_ids, mapping, read_snapshot
from engine.contract import Contract
from engine.errors import FieldFault, RequestInvalid
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session

FLOW = "lead_sales"

OffersSource = Literal["abcp", "payload"]

_TEXT_FIELDS = ("text", "MESSAGE", "message", "body", "msg", "TEXT")
_NESTED_FIELDS = ("message", "msg", "data", "payload")
_CALL = Check(
    {
        "app": {"type": "string", "maxlength": 100, "nullable": True},
        "flow": {"type": "string", "maxlength": 100, "required": True},
        "payload": {"type": "dict", "required": True},
    },
    allow_unknown=True,
)
_PAYLOAD = Check(
    {
        "msg": {"type": ["dict", "string"], "nullable": True, "maxlength": TEXT_LIMIT},
        "sessionSnapshot": {"type": "dict", "nullable": True},
        "baseContext": {"nullable": True},
        "injected_abcp": {"type": "dict", "nullable": True},
        "offers": {"type": "list", "nullable": True},
    },
    allow_unknown=True,
)


@dataclass(frozen=True)
class LeadSalesCall:
    """One call; `context` goes back to the caller as it came."""

    app: str | None
    request: DecisionRequest
    context: Mapping[str, Any]
    offers_source: OffersSource | None


def parse_lead_sales(document: Mapping[str, Any], *, contract: Contract) -> LeadSalesCall:
    """Read a call; raises RequestInvalid, with FLOW_UNKNOWN for another flow.

    Unknown fields pass: the caller sends whole snapshots and grows them without asking us.
    """
    refuse(_CALL.faults(document))
    if document["flow"] != FLOW:
        raise RequestInvalid(
            "unknown flow",
            code="FLOW_UNKNOWN",
            faults=(FieldFault("VALUE_UNKNOWN", f"must be {FLOW}", "flow"),),
        )
    payload = document["payload"]
    refuse(_PAYLOAD.faults(payload, at="payload"))
    request, source = _request(payload, contract)
    context = {
        name: payload.get(name) for name in ("sessionSnapshot", "baseContext", "injected_abcp")
    }
    return LeadSalesCall(document.get("app"), request, context, source)


def _request(
    payload: Mapping[str, Any], contract: Contract
) -> tuple[DecisionRequest, OffersSource | None]:
    text = _text_of(payload.get("msg"))[:TEXT_LIMIT]
    snapshot = mapping(payload.get("sessionSnapshot"))
    injected = mapping(payload.get("injected_abcp"))
    session = read_snapshot(snapshot, contract, text=text, searched=injected)
    quotation = quotation_of(injected, text=text)
    fresh = bool(injected) and _answers_this_message(injected, session, snapshot, text)
    shown = shown_offers(payload.get("offers"))
    # Numbers the client has already seen must not move, so a remembered search never renumbers.
    offers = quotation.offers if fresh or not shown else shown
    known = {offer.id for offer in offers}
    chosen = () if fresh else tuple(i for i in chosen_ids(snapshot) if i in known)
    situation = Situation(
        message=Message(text),
        session=replace(session, offers=offers, chosen_offer_ids=chosen),
        lookup=quotation.lookup if fresh else "none",
        order_confirmation="not_required",
        deal_bound=session.deal_id is not None,
    )
    asked = quotation if fresh else Quotation()
    return DecisionRequest(situation, asked), _source(offers, shown)


def _answers_this_message(
    injected: Iterable[str], session: Session, snapshot: Mapping[str, Any], text: str
) -> bool:
    """Tell a search made for this message from one remembered: the caller injects both alike."""
    if session.stage == "NEW" or not text or asked_for_lookup(snapshot):
        return True
    return any(mentions(text, number) for number in injected)


def _source(offers: tuple[Any, ...], shown: tuple[Any, ...]) -> OffersSource | None:
    if not offers:
        return None
    return "payload" if offers == shown else "abcp"


def _text_of(message: Any) -> str:
    """Return the first non-empty text of a message, in the order the existing bot looks."""
    if isinstance(message, str):
        return message.strip()
    fields = mapping(message)
    direct = (fields.get(name) for name in _TEXT_FIELDS)
    found = next((v.strip() for v in direct if isinstance(v, str) and v.strip()), "")
    if found:
        return found
    nested = (
        _text_of(fields[name]) for name in _NESTED_FIELDS if isinstance(fields.get(name), dict)
    )
    return next((text for text in nested if text), "")
