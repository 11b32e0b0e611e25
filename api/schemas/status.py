"""What the service says of itself on /v1/status and /health/ready."""

from dataclasses import dataclass
from typing import Any, Literal

from engine.errors import Fault


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
        "BACKLOG_OVER_LIMIT": overloaded,
    }
    warnings = {
        "REFERENCE_ENGINE_SERVES": status.engine == "reference",
        "NEWEST_RULESET_REFUSED": bool(status.last_error),
        "REDIS_MAY_EVICT": status.redis_may_evict,
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
        "redis": {"ok": status.redis_ok},
    }


def _true(named: dict[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, holds in named.items() if holds)


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "code": fault.code,
        "message": fault.message,
    }
