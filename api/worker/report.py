"""What a worker says about its work: log events and metrics, no personal data."""

from collections.abc import Callable

import structlog

from engine.commands.served import Delivered, Served
from engine.decisions import DecisionRecord
from engine.effects import EffectState
from engine.journal import Delivery, Postponed, Settled
from engine.messages import IncomingMessage
from engine.ports.dialogs import Claim
from engine.ports.metrics import Metrics

log = structlog.get_logger()

_BACKENDS = {"abcp_order": "abcp"}
_BACKEND = "bitrix24"


def report(claim: Claim, served: Served, metrics: Metrics) -> None:
    """Log and count one turn of a dialog."""
    if served.record is not None and served.incoming is not None:
        _report_decision(claim, served.incoming, served.record, metrics)
    elif served.incoming is not None and not served.lost and served.waits_for is None:
        change = served.incoming.change
        log.info("message_passed_over", dialog=claim.dialog, change=change)
    if served.set_aside is not None:
        log.error("message_set_aside", dialog=claim.dialog, reason=served.set_aside)
        metrics.count("dead_letters", reason="failed")
    if served.waits_for is not None:
        log.warning("message_waits", dialog=claim.dialog, reason=served.waits_for)
    if served.lost:
        log.warning("lease_lost", dialog=claim.dialog)
        metrics.count("lock_lost")
    for delivered in served.deliveries:
        _report_effect(delivered, metrics)


def _report_decision(
    claim: Claim, incoming: IncomingMessage, record: DecisionRecord, metrics: Metrics
) -> None:
    decision, before = record.decision, str(record.facts.get("stage", record.decision.stage))
    # The portal refuses to show the lead, so its client hears nothing until a person mends that.
    tell = log.error if decision.wait_reason == "LEAD_UNKNOWN" else log.info
    tell(
        "decision_made",
        decision_id=record.decision_id,
        dialog=claim.dialog,
        message_id=incoming.message_id,
        intent=decision.intent,
        stage=decision.stage,
        action=decision.action,
        wait_reason=decision.wait_reason,
        fired=list(record.fired),
        engine=record.engine,
        version=record.ruleset_version,
        fallback_reason=record.fallback_reason,
    )
    if decision.stage != before:
        moved = {"from": before, "to": decision.stage, "variant": record.variant}
        metrics.count("stage_transitions", **moved)
    if "handover_operator" in decision.actions:
        reason = decision.intent or "fallback"
        metrics.count("escalations", reason=reason, variant=record.variant)


def _report_effect(delivered: Delivered, metrics: Metrics) -> None:
    state = _state(delivered.delivery)
    _teller(delivered.delivery)(
        "effect_delivered",
        effect_key=delivered.key,
        kind=delivered.kind,
        state=state,
        reason=_reason(delivered.delivery),
        reconciled=isinstance(delivered.delivery, Settled) and delivered.delivery.reconciled,
    )
    backend = _BACKENDS.get(delivered.kind, _BACKEND)
    metrics.count("effects", backend=backend, action=delivered.kind, result=state)
    metrics.observe("effect_duration", delivered.seconds, backend=backend, action=delivered.kind)


def _teller(delivery: Delivery) -> Callable[..., object]:
    failed = isinstance(delivery, Settled) and delivery.state is not EffectState.SUCCEEDED
    tell: Callable[..., object] = log.error if failed else log.info
    if isinstance(delivery, Postponed):
        tell = log.warning
    return tell


def _state(delivery: Delivery) -> str:
    return delivery.state.value if isinstance(delivery, Settled | Postponed) else "lost"


def _reason(delivery: Delivery) -> str | None:
    if isinstance(delivery, Postponed):
        return delivery.reason
    applied = isinstance(delivery, Settled) and delivery.state is EffectState.SUCCEEDED
    return delivery.detail if isinstance(delivery, Settled) and not applied else None
