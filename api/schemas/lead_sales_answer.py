"""The answer the existing bot expects; it writes the stage to its CRM, so there always is one."""

from collections.abc import Mapping
from typing import Any

from api.schemas.decision_answer import json_number
from api.schemas.lead_sales_request import FLOW, LeadSalesCall
from engine.contract import Contract, DecisionGuard
from engine.decisions import Decision, DecisionRecord
from engine.session import Contact, Offer, Session

# The contract of the existing bot: words outside these sets mean nothing to it.
_CALLERS_INTENTS = frozenset(
    {
        "OEM_QUERY",
        "VIN_HARD_PICK",
        "ORDER_STATUS",
        "SERVICE_NOTICE",
        "SMALL_TALK",
        "CLARIFY_NUMBER_TYPE",
        "LOST",
        "OUT_OF_SCOPE",
    }
)
_CALLERS_ACTIONS: Mapping[str, str | None] = {
    "reply": "reply",
    "abcp_lookup": "abcp_lookup",
    "handover_operator": "handover_operator",
    "service_notice": "service_notice",
    # It orders and converts by itself when it sees the stage.
    "create_order_abcp": "reply",
    "convert_lead": "reply",
    "none": None,
}
_CALLERS_STAGES: Mapping[str, str] = {"DEAL": "SUCCESS"}


def lead_sales_document(
    call: LeadSalesCall, record: DecisionRecord, *, request_id: str, answered_at: str
) -> dict[str, Any]:
    """Return the answer to a call that was decided."""
    debug = {
        "decision_id": record.decision_id,
        "ruleset_version": record.ruleset_version,
        "engine": record.engine,
    }
    result = _result(call, record.decision, debug)
    return _envelope(call, result, None, request_id=request_id, answered_at=answered_at)


def lead_sales_failure(
    call: LeadSalesCall, *, contract: Contract, request_id: str, answered_at: str
) -> dict[str, Any]:
    """Return the answer to a call that failed inside: an operator is asked, the stage stays."""
    decision = DecisionGuard(contract).fallback(call.request.situation.session)
    error = {"code": "INTERNAL", "message": "internal error"}
    result = _result(call, decision, {})
    return _envelope(call, result, error, request_id=request_id, answered_at=answered_at)


def _envelope(
    call: LeadSalesCall,
    result: dict[str, Any],
    error: dict[str, str] | None,
    *,
    request_id: str,
    answered_at: str,
) -> dict[str, Any]:
    return {
        "ok": error is None,
        "app": call.app,
        "flow": FLOW,
        "stage": result["stage"],
        "context": dict(call.context),
        "result": result,
        "error": error,
        "request_id": request_id,
        "ts": answered_at,
    }


def _result(call: LeadSalesCall, decision: Decision, debug: dict[str, Any]) -> dict[str, Any]:
    before = call.request.situation.session
    part_numbers = _part_numbers(decision)
    return {
        "action": _CALLERS_ACTIONS[decision.action],
        "stage": _CALLERS_STAGES.get(decision.stage, decision.stage),
        "reply": decision.reply,
        "intent": decision.intent if decision.intent in _CALLERS_INTENTS else None,
        "confidence": decision.confidence,
        "ambiguity_reason": decision.ambiguity_reason,
        "requires_clarification": decision.requires_clarification,
        "oems": part_numbers,
        "update_lead_fields": _changed_lead_fields(before, decision),
        "product_rows": _product_rows(decision),
        "product_picks": [],
        "client_name": _full_name(decision.contact) or None,
        "need_operator": decision.need_operator,
        "offers": [_offer(offer) for offer in decision.offers],
        "chosen_offer_id": _choice(decision.chosen_offer_ids),
        "contact_update": _contact_update(decision),
        "meta": {} if decision.quantity is None else {"requested_qty": decision.quantity},
        "debug": {
            "requested_oem": next(iter(part_numbers), None),
            "has_abcp": bool(call.context.get("injected_abcp")),
            "offers_source": call.offers_source,
            "stage_in": before.stage,
            **debug,
        },
    }


def _part_numbers(decision: Decision) -> list[str]:
    """Numbers of the message, else those on offer while the sale goes on."""
    if decision.part_numbers:
        return list(decision.part_numbers)
    if decision.need_operator or decision.requires_clarification or decision.stage == "LOST":
        return []
    return list(dict.fromkeys(offer.part_number for offer in decision.offers))


def _changed_lead_fields(before: Session, decision: Decision) -> dict[str, str]:
    """Only what this message changed: that caller appends a phone each time it is sent one."""
    was, now = before.contact, decision.contact
    fields = {
        "LAST_NAME": (was.last_name, now.last_name),
        "NAME": (was.first_name, now.first_name),
        "SECOND_NAME": (was.middle_name, now.middle_name),
        "PHONE": (was.phone, now.phone),
        "DELIVERY_ADDRESS": (before.address, decision.address),
    }
    return {name: new for name, (old, new) in fields.items() if new and new != old}


def _product_rows(decision: Decision) -> list[dict[str, Any]]:
    if decision.stage not in {"FINAL", "ABCP_CREATE"}:
        return []
    chosen = [offer for offer in decision.offers if offer.id in decision.chosen_offer_ids]
    return [
        {
            "PRODUCT_NAME": f"{offer.brand} {offer.part_number}",
            "PRICE": json_number(offer.price),
            "QUANTITY": offer.quantity,
        }
        for offer in chosen
    ]


def _contact_update(decision: Decision) -> dict[str, str | None] | None:
    contact = decision.contact
    if contact == Contact():
        return None
    return {
        "full_name_raw": _full_name(contact) or None,
        "name": contact.first_name,
        "last_name": contact.last_name,
        "second_name": contact.middle_name,
        "phone": contact.phone,
        "address": decision.address,
    }


def _full_name(contact: Contact) -> str:
    words = (contact.last_name, contact.first_name, contact.middle_name)
    return " ".join(word for word in words if word)


def _choice(ids: tuple[int, ...]) -> int | list[int] | None:
    if not ids:
        return None
    return ids[0] if len(ids) == 1 else list(ids)


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.id,
        "oem": offer.part_number,
        "brand": offer.brand,
        "name": offer.description or f"{offer.brand} {offer.part_number}",
        "price": float(offer.price),
        "currency": "RUB",
        "quantity": offer.quantity,
        "delivery_days": offer.delivery_days,
        "source": offer.supplier_code or None,
        "comment": None,
    }
