"""What came of a turn, under the names that expectations use."""

from collections.abc import Mapping
from dataclasses import asdict

from engine.decisions import Decision, DecisionRecord
from engine.facts.extraction import Findings
from engine.session import PendingClarification

Observed = Mapping[str, object]


def observed(
    record: DecisionRecord,
    findings: Findings,
    *,
    effects: tuple[str, ...],
    lead_status: str,
) -> Observed:
    """Return everything a turn may be expected to show."""
    decision = record.decision
    return {
        "intent": decision.intent,
        "stage": decision.stage,
        "action": decision.action,
        "topic": decision.topic,
        "silent": decision.wait_reason,
        "ambiguity_reason": decision.ambiguity_reason,
        "reply_id": decision.reply_id,
        "reply": decision.reply or "",
        "need_operator": decision.need_operator,
        "fired": record.fired,
        "effects": effects,
        "lead_status": lead_status,
        **_found(decision, findings),
        **_sold(decision),
    }


def nothing_happened(lead_status: str) -> Observed:
    """Return what an event leaves that was known already."""
    return {"effects": (), "fired": (), "reply": "", "lead_status": lead_status}


def _found(decision: Decision, findings: Findings) -> Observed:
    placed = (decision.order_number,) if decision.order_number else ()
    phones = (*findings.phones, decision.contact.phone)
    return {
        "part_numbers": tuple(sorted(decision.part_numbers)),
        "vins": tuple(sorted(decision.vins)),
        "order_numbers": tuple(sorted({*findings.order_numbers, *placed})),
        "phone": next((phone for phone in phones if phone), None),
        "quantity": decision.quantity,
    }


def _sold(decision: Decision) -> Observed:
    return {
        "chosen": tuple(sorted(decision.chosen_offer_ids)),
        "quantities": {offer.id: offer.pieces for offer in decision.chosen_offers},
        "contact": asdict(decision.contact),
        "address": decision.address,
        "pending": _pending(decision.pending_clarification),
    }


def _pending(pending: PendingClarification | None) -> Observed | None:
    if pending is None:
        return None
    return {"kind": pending.kind, "number": pending.number, "options": pending.options}
