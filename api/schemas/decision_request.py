"""The body of POST /v1/decisions, and of one line of `cortex eval --jsonl`, as a situation."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

from api.schemas.checks import Check, refuse
from engine.contract import Contract
from engine.errors import FieldFault
from engine.evaluation.quotation import Quotation
from engine.facts.situation import LeadStatus, Lookup, Situation
from engine.messages import Attachment, AttachmentKind, Author, Message
from engine.ports.portals import PortalPolicy
from engine.rulesets.outputs import CLARIFICATIONS
from engine.session import (
    Contact,
    Lead,
    Offer,
    OfferKind,
    PendingClarification,
    Session,
    Turn,
)

Explain = Literal["off", "rules", "full"]

TEXT_LIMIT = 20_000
"""Characters: the longest message Bitrix24 itself lets through."""
OFFERS_LIMIT = 100


class DecisionRequest(NamedTuple):
    """What to decide on, with which ruleset version, explained how far."""

    situation: Situation
    quotation: Quotation
    explain: Explain = "off"
    version: str | None = None


def parse_decision_request(
    document: Mapping[str, Any], *, contract: Contract, policy: PortalPolicy
) -> DecisionRequest:
    """Read a request body; raises RequestInvalid with the path of every mistake."""
    refuse(_faults(document))
    session = _session(document.get("session") or {}, contract)
    session, lookup = _with_lookup(session, document.get("offers"))
    situation = Situation(
        message=_message(document["message"]),
        session=session,
        lookup=lookup,
        lead_status=_lead_status(session.lead, policy),
        deal_bound=session.deal_id is not None,
    )
    return DecisionRequest(situation, Quotation(lookup))


def parse_decision_query(request: DecisionRequest, query: Mapping[str, Any]) -> DecisionRequest:
    """Add `?explain=&version=`; raises RequestInvalid for anything else."""
    refuse(_QUERY.faults(query, at="query"))
    return request._replace(
        explain=query.get("explain", "off"), version=query.get("version") or None
    )


def _text(limit: int, **rules: Any) -> dict[str, Any]:
    return {"type": "string", "maxlength": limit, **rules}


def _nullable_text(limit: int) -> dict[str, Any]:
    return _text(limit, nullable=True)


def _object(schema: Mapping[str, Any], **rules: Any) -> dict[str, Any]:
    return {"type": "dict", "schema": dict(schema), **rules}


_LONGEST_ID = 2**53
_NUMBER = r"[0-9A-Za-z][0-9A-Za-z ./-]{0,62}"
_COUNT = re.compile(r"[0-9]{1,4}")
_ABOUT_A_COUNT = frozenset({"digit", "pieces"})
_ABOUT_OFFERS = _ABOUT_A_COUNT | {"offer", "named", "quantity"}
_NATURAL = {"type": "integer", "min": 1, "max": _LONGEST_ID}
_REQUEST = Check(
    {
        "message": {"type": "dict", "required": True},
        "session": {"type": "dict", "nullable": True},
        "offers": {"type": "list", "maxlength": OFFERS_LIMIT, "nullable": True},
    }
)
_MESSAGE = Check(
    {
        "text": _text(TEXT_LIMIT, required=True),
        "author": {"type": "string", "allowed": [author.value for author in Author]},
        "attachments": {
            "type": "list",
            "maxlength": 20,
            "schema": _object(
                {
                    "kind": {
                        "type": "string",
                        "required": True,
                        "allowed": list(get_args(AttachmentKind)),
                    },
                    "name": _text(255),
                }
            ),
        },
        "forwarded": {"type": "boolean"},
    }
)
_OFFER = Check(
    {
        "id": {**_NATURAL, "required": True},
        "oem": _text(64, required=True, minlength=1),
        "brand": _text(100, required=True),
        "price": {"type": "number", "required": True, "min": 0, "max": 10**9},
        "delivery_days": {"type": "integer", "min": 0, "max": 3650, "nullable": True},
        "quantity": {"type": "integer", "min": 1, "max": 10_000},
        "kind": {"type": "string", "allowed": list(get_args(OfferKind))},
        "instead_of": _text(64),
    }
)
_SESSION = Check(
    {
        "stage": _nullable_text(32),
        "mode": {"type": "string", "allowed": ["auto", "manual"]},
        "offers": {"type": "list", "maxlength": OFFERS_LIMIT},
        "chosen_offer_ids": {"type": "list", "maxlength": OFFERS_LIMIT, "schema": _NATURAL},
        "contact": _object(
            {
                name: _nullable_text(100)
                for name in ("last_name", "first_name", "middle_name", "phone")
            },
            nullable=True,
        ),
        "address": _nullable_text(500),
        "pending_clarification": _object(
            {
                "kind": {
                    "type": "string",
                    "required": True,
                    "allowed": list(CLARIFICATIONS),
                },
                "number": _text(64, required=True, regex=_NUMBER),
                "options": {"type": "list", "maxlength": OFFERS_LIMIT, "schema": _text(100)},
                "also": {
                    "type": "list",
                    "maxlength": OFFERS_LIMIT,
                    "schema": _text(64, regex=_NUMBER),
                },
            },
            nullable=True,
        ),
        "history": {
            "type": "list",
            "maxlength": 200,
            "schema": _object(
                {"role": _text(16, required=True), "text": _text(TEXT_LIMIT, required=True)}
            ),
        },
        "lead": _object(
            {
                "id": {**_NATURAL, "required": True},
                "status_id": _nullable_text(50),
                "oem": _nullable_text(100),
            },
            nullable=True,
        ),
        "deal_id": {**_NATURAL, "nullable": True},
    }
)
_QUERY = Check(
    {
        "explain": {"type": "string", "allowed": list(get_args(Explain))},
        "version": _text(32, regex=r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}"),
    }
)


_NEW_DIALOG = Session()


def _faults(document: Mapping[str, Any]) -> Iterable[FieldFault]:
    faults = _REQUEST.faults(document)
    if faults:
        return faults
    session = document.get("session") or {}
    return (
        *_MESSAGE.faults(document["message"], at="message"),
        *_SESSION.faults(session, at="session"),
        *_offer_faults(session.get("offers"), at="session.offers"),
        *_offer_faults(document.get("offers"), at="offers"),
    )


def _offer_faults(offers: Any, *, at: str) -> Iterable[FieldFault]:
    if not offers or not isinstance(offers, list):
        return ()
    faults = _OFFER.faults_of_each(offers, at=at)
    if not faults and len({offer["id"] for offer in offers}) < len(offers):
        return (FieldFault("OFFER_ID_REPEATED", "offer ids must differ", at),)
    return faults


def _message(document: Mapping[str, Any]) -> Message:
    return Message(
        text=document["text"],
        author=Author(document.get("author", Author.CLIENT)),
        attachments=tuple(
            Attachment(item["kind"], item.get("name", ""))
            for item in document.get("attachments", ())
        ),
        forwarded=document.get("forwarded", False),
    )


def _session(document: Mapping[str, Any], contract: Contract) -> Session:
    if not document:
        return _NEW_DIALOG
    pending, lead = document.get("pending_clarification"), document.get("lead")
    offers = _offers(document.get("offers", ()))
    return Session(
        stage=known_stage(document.get("stage"), contract, at="session.stage"),
        mode=document.get("mode", "auto"),
        offers=offers,
        chosen_offer_ids=_chosen(document.get("chosen_offer_ids", ()), offers),
        contact=Contact(**(document.get("contact") or {})),
        address=document.get("address"),
        pending_clarification=_pending(pending, offers) if pending else None,
        lead=_lead(lead) if lead else None,
        deal_id=document.get("deal_id"),
    ).remembering(*(Turn(**turn) for turn in document.get("history", ())))


def _pending(document: Mapping[str, Any], offers: Sequence[Offer]) -> PendingClarification:
    """Read the open question; of offers asked about, those that are still shown count."""
    kind, number = document["kind"], document["number"]
    if kind in _ABOUT_A_COUNT and not _COUNT.fullmatch(number):
        at = "session.pending_clarification.number"
        refuse([FieldFault("VALUE_MALFORMED", f"must be a count for a question of {kind}", at)])
    shown = {str(offer.id) for offer in offers}
    options = tuple(
        option
        for option in document.get("options", ())
        if kind not in _ABOUT_OFFERS or option in shown
    )
    return PendingClarification(kind, number, options, tuple(document.get("also", ())))


def known_stage(word: str | None, contract: Contract, *, at: str) -> str:
    """Return the stage of a word or alias, NEW for none; raises RequestInvalid otherwise."""
    if not word:
        return "NEW"
    stage = contract.stage(word)
    if stage is None:
        known = ", ".join((*contract.vocabulary.stages, *contract.stage_aliases))
        refuse([FieldFault("VALUE_UNKNOWN", f"must be one of {known}", at)])
    return str(stage)


def _lead_status(lead: Lead | None, policy: PortalPolicy) -> LeadStatus:
    """A caller need not tell the status; then the rules decide as if there were no lead."""
    return policy.lead_status(lead.status_id) if lead and lead.status_id else "none"


def _lead(document: Mapping[str, Any]) -> Lead:
    return Lead(document["id"], document.get("status_id") or "", document.get("oem") or "")


def _chosen(ids: Iterable[int], offers: Iterable[Offer]) -> tuple[int, ...]:
    chosen, known = tuple(ids), {offer.id for offer in offers}
    if not known.issuperset(chosen):
        fault = FieldFault("OFFER_UNKNOWN", "names no offer", "session.chosen_offer_ids")
        refuse([fault])
    return chosen


def _offers(documents: Iterable[Mapping[str, Any]]) -> tuple[Offer, ...]:
    return tuple(
        Offer(
            id=document["id"],
            part_number=document["oem"],
            brand=document["brand"],
            price=Decimal(str(document["price"])),
            delivery_days=document.get("delivery_days"),
            quantity=document.get("quantity", 1),
            # What stands in for another number is at least an analog of it.
            kind=document.get("kind", "analog" if document.get("instead_of") else "asked"),
            instead_of=document.get("instead_of", ""),
        )
        for document in documents
    )


def _with_lookup(
    session: Session, offers: list[Mapping[str, Any]] | None
) -> tuple[Session, Lookup]:
    """Fresh offers replace what the session remembers, and a choice among the old ones."""
    if offers is None:
        return session, "none"
    if not offers:
        return session, "empty"
    return replace(session, offers=_offers(offers), chosen_offer_ids=()), "found"
