"""What the service says of itself on /v1/status and /health/ready."""

from dataclasses import dataclass
from typing import Any, Literal

from engine.errors import Fault


@dataclass(frozen=True)
class SpoolStatus:
    """What waits on this host for the store."""

    dialogs: int
    used_bytes: int
    limit_bytes: int
    full: bool
    """Nothing more can wait."""
    set_aside: bool
    """Something will never be replayed and waits for a person."""


@dataclass(frozen=True)
class ServiceStatus:
    """The state of one process and of what it depends on."""

    version: str | None
    digest: str | None
    activated_at: float | None
    """Unix seconds."""
    previous: str | None
    last_error: tuple[Fault, ...]
    """Why the newest ruleset version does not serve; empty when it does."""
    engine: Literal["durable", "reference"]
    engine_reason: str | None
    """Why the reference evaluator answers in place of durable_rules."""
    worker_pid: int
    backlog: int | None
    """Dialogs waiting for a worker; None when the store does not say."""
    backlog_limit: int
    redis_ok: bool
    redis_may_evict: bool = False
    """The store may drop keys for want of memory, and with them what keeps effects single."""
    replicas_not_awaited: bool = False
    """Another master may take over without what was answered 200: no replica is waited for."""
    replicas_missing: bool = False
    """Too few replicas can confirm a write: nothing is accepted or sent."""
    orders_held_seconds: float = 0.0
    """For how long no order is sent, for another master of the store took over."""
    writes_refused: Literal["REDIS_FULL", "REDIS_REFUSES_WRITES"] | None = None
    """Why a store that answers takes nothing; None when it does."""
    spool: SpoolStatus | None = None
    """None where nothing is spooled."""


@dataclass(frozen=True)
class Readiness:
    """Whether traffic may come; warnings do not keep it away."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.reasons


def readiness(status: ServiceStatus) -> Readiness:
    """Judge a status."""
    overloaded = status.backlog is not None and status.backlog > status.backlog_limit
    reasons = {
        "RULESET_NOT_LOADED": status.version is None,
        "REDIS_UNAVAILABLE": not status.redis_ok,
        "REDIS_FULL": status.writes_refused == "REDIS_FULL",
        "REDIS_REFUSES_WRITES": status.writes_refused == "REDIS_REFUSES_WRITES",
        "SPOOL_FULL": status.spool is not None and status.spool.full,
        "BACKLOG_OVER_LIMIT": overloaded,
    }
    warnings = {
        "REFERENCE_ENGINE_SERVES": status.engine == "reference",
        "NEWEST_RULESET_REFUSED": bool(status.last_error),
        "REDIS_MAY_EVICT": status.redis_may_evict,
        "REPLICAS_NOT_AWAITED": status.replicas_not_awaited,
        "REPLICAS_MISSING": status.replicas_missing,
        "ORDERS_HELD": status.orders_held_seconds > 0,
        "SPOOL_WAITS": status.spool is not None and status.spool.dialogs > 0,
        "SPOOL_SET_ASIDE": status.spool is not None and status.spool.set_aside,
    }
    return Readiness(_true(reasons), _true(warnings))


def readiness_document(status: ServiceStatus) -> dict[str, Any]:
    """Return the body of /health/ready."""
    verdict = readiness(status)
    return {
        "ready": verdict.ready,
        "reasons": list(verdict.reasons),
        "warnings": list(verdict.warnings),
        "engine": status.engine,
        "engine_reason": status.engine_reason,
        "spool": _spool(status.spool),
        "backlog": status.backlog,
        "backlog_limit": status.backlog_limit,
    }


def status_document(status: ServiceStatus) -> dict[str, Any]:
    """Return the body of /v1/status."""
    verdict = readiness(status)
    return {
        "ready": verdict.ready,
        "reasons": list(verdict.reasons),
        "warnings": list(verdict.warnings),
        "ruleset": {
            "version": status.version,
            "digest": status.digest,
            "activated_at": status.activated_at,
            "previous": status.previous,
            "last_error": [_fault(fault) for fault in status.last_error],
        },
        "engine": {"name": status.engine, "reason": status.engine_reason},
        "worker_pid": status.worker_pid,
        "backlog": status.backlog,
        "backlog_limit": status.backlog_limit,
        "redis": {"ok": status.redis_ok, "replicas_missing": status.replicas_missing},
        "orders_held_seconds": status.orders_held_seconds,
        "spool": _spool(status.spool),
    }


def _true(named: dict[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, holds in named.items() if holds)


def _spool(spool: SpoolStatus | None) -> dict[str, int] | None:
    if spool is None:
        return None
    return {
        "dialogs": spool.dialogs,
        "bytes": spool.used_bytes,
        "limit_bytes": spool.limit_bytes,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "code": fault.code,
        "message": fault.message,
    }
