"""The answer of POST /v1/decisions, and of one line of `cortex eval --jsonl`."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from api.schemas.decision_request import DecisionRequest, Explain
from engine.commands.plan_effects import plan_effects
from engine.decisions import Decision, DecisionRecord, RuleTrace
from engine.effects import Action, ChatReply, CrmAction, LeadUpdate, OrderWait
from engine.messages import DialogKey, IncomingMessage, Message
from engine.ports.portals import PortalPolicy
from engine.session import Offer

_NOWHERE = IncomingMessage(
    member_id="",
    dialog=DialogKey(""),
    dialog_id="",
    chat_id=0,
    message_id=0,
    message=Message(""),
)
"""Stands in for the chat of a caller who has none: its addresses never reach the answer."""

_OURS_ALONE = frozenset({"member_id", "marker"})
"""Parameters that say something of our own portal and journal only."""


def decision_document(
    request: DecisionRequest, record: DecisionRecord, *, policy: PortalPolicy
) -> dict[str, Any]:
    """Return the whole answer, ready to be written as JSON."""
    return {
        "decision_id": record.decision_id,
        "ruleset": {"version": record.ruleset_version, "digest": record.ruleset_digest},
        "variant": record.variant,
        "engine": record.engine,
        "decision": _decision(record.decision),
        "effects": _effects(request, record.decision, policy),
        "trace": _trace(record, request.explain),
    }


def json_number(amount: Decimal) -> int | float:
    """Return money as the number a JSON reader expects: 2040, 2040.5."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _decision(decision: Decision) -> dict[str, Any]:
    pending = decision.pending_clarification
    contact = decision.contact
    return {
        "intent": decision.intent,
        "stage": decision.stage,
        "action": decision.action,
        "actions": decision.actions,
        "reply": decision.reply,
        "confidence": decision.confidence,
        "requires_clarification": decision.requires_clarification,
        "ambiguity_reason": decision.ambiguity_reason,
        "need_operator": decision.need_operator,
        "topic": decision.topic,
        "part_numbers": decision.part_numbers,
        "vins": decision.vins,
        "offers": [_offer(offer) for offer in decision.offers],
        "chosen_offer_ids": decision.chosen_offer_ids,
        "quantity": decision.quantity,
        "contact": {
            "last_name": contact.last_name,
            "first_name": contact.first_name,
            "middle_name": contact.middle_name,
            "phone": contact.phone,
        },
        "address": decision.address,
        # Whole, so that a session can hand it back as it is.
        "pending_clarification": asdict(pending) if pending else None,
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.id,
        "oem": offer.part_number,
        "brand": offer.brand,
        "price": json_number(offer.price),
        "delivery_days": offer.delivery_days,
        "quantity": offer.quantity,
        "kind": offer.kind,
        "instead_of": offer.instead_of,
    }


def _effects(
    request: DecisionRequest, decision: Decision, policy: PortalPolicy
) -> list[dict[str, Any]]:
    """Plan as the worker would; without a lead in the session there is nothing to update.

    What is said only if an order takes long is left out.
    """
    session = request.situation.session
    actions = plan_effects(decision, incoming=_NOWHERE, before=session, policy=policy)
    return [
        {"kind": action.kind, "parameters": _parameters(action)}
        for action in actions
        if not isinstance(action, OrderWait)
    ]


def _parameters(action: Action) -> dict[str, Any]:
    if isinstance(action, ChatReply):
        return {"text": action.text}
    if isinstance(action, LeadUpdate):
        return {
            "lead_id": action.lead_id,
            "status_id": action.status_id,
            "part_number": action.part_number,
        }
    if isinstance(action, CrmAction):
        return {name: v for name, v in asdict(action).items() if name not in _OURS_ALONE}
    return {}


def _trace(record: DecisionRecord, explain: Explain) -> dict[str, Any] | None:
    trace = record.trace
    if explain == "off" or trace is None:
        return None
    if explain == "rules":
        return {"fired": [_named(rule) for rule in trace.fired]}
    return {
        "fired": _explained(trace.fired),
        "lost_by_group": _explained(trace.lost_by_group),
        "near_misses": _explained(trace.near_misses),
        "facts": dict(record.facts),
        "fallback_reason": record.fallback_reason,
    }


def _named(rule: RuleTrace) -> dict[str, Any]:
    return {"rule_id": rule.rule_id, "phase": rule.phase, "why": rule.why}


def _explained(rules: Iterable[RuleTrace]) -> list[dict[str, Any]]:
    return [
        {**_named(rule), "conditions": [asdict(condition) for condition in rule.conditions]}
        for rule in rules
    ]
