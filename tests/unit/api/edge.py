"""Builders of what stands around the HTTP edge; every part is real or a plain function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from falcon import testing

from api.app import create_app
from api.resources.dependencies import AppDependencies
from api.resources.installs import AcceptInstall
from api.schemas import ServiceStatus, SpoolStatus
from engine.contract import Contract, load_contract
from engine.decisions import Decision, DecisionRecord
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.ports.inbox import Accepted, Received
from engine.ports.portals import PortalPolicy

API_TOKEN = "an-api-token-of-tests"
CALLERS_TOKEN = "a-token-of-the-old-bot"
BEARER = {"Authorization": f"Bearer {API_TOKEN}"}
CALLERS_HEADER = {"X-HF-CORTEX-TOKEN": CALLERS_TOKEN}


@cache
def the_contract() -> Contract:
    return load_contract(Path("rules/contract.yaml"))


def a_policy() -> PortalPolicy:
    return PortalPolicy(
        status_ids=the_contract().status_ids,
        manual_statuses=frozenset({"UC_ZA04R1", "UC_UAO7E9"}),
        disabled_statuses=frozenset({"UC_ZMK36I"}),
    )


def a_record(**decision: Any) -> DecisionRecord:
    return DecisionRecord(
        decision_id="dec_1",
        ruleset_version="2026.11.1",
        ruleset_digest="abc",
        engine="durable",
        decision=Decision(**{"stage": "NEW", **decision}),
        fired=(),
        facts={},
    )


def a_status(**changes: Any) -> ServiceStatus:
    healthy = ServiceStatus(
        version="2026.11.1",
        digest="abc",
        activated_at=1_700_000_000.0,
        previous=None,
        last_error=(),
        engine="durable",
        engine_reason=None,
        worker_pid=7,
        backlog=0,
        backlog_limit=100,
        redis_ok=True,
    )
    return replace(healthy, **changes)


def a_spool(**changes: Any) -> SpoolStatus:
    empty = SpoolStatus(dialogs=0, used_bytes=0, limit_bytes=100, full=False, set_aside=False)
    return replace(empty, **changes)


class StoppedClock:
    def now(self) -> float:
        return 1_700_000_000.0

    def monotonic(self) -> float:
        return 1.0


class CountedIdentifiers:
    def __init__(self) -> None:
        self._made = 0

    def new(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}_{self._made:032x}"


@dataclass
class CountedMetrics:
    """Remembers what was counted."""

    counted: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def count(self, name: str, **labels: str) -> None:
        self.counted.append((name, labels))

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Durations are not looked at."""

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Gauges are not looked at."""


@dataclass
class Decider:
    """Answers with one record, or fails, and remembers what it was asked."""

    answer: DecisionRecord | Exception = field(default_factory=a_record)
    asked: list[Situation] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    options: list[tuple[bool, str | None]] = field(default_factory=list)

    def __call__(
        self,
        situation: Situation,
        *,
        quotation: Quotation = Quotation(),  # noqa: B008 - a frozen value
        explain: bool = False,
        version: str | None = None,
    ) -> DecisionRecord:
        self.asked.append(situation)
        self.quotations.append(quotation)
        self.options.append((explain, version))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


_QUEUED = Received("message", Accepted.QUEUED)


@dataclass
class Inbox:
    """Accepts events with one result, or refuses them, and remembers their bodies."""

    result: Received | Exception = _QUEUED
    bodies: list[bytes] = field(default_factory=list)
    content_types: list[str] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    def __call__(self, body: bytes, content_type: str, secret: str | None) -> Received:
        self.bodies.append(body)
        self.content_types.append(content_type)
        self.secrets.append(secret)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def a_client(
    *,
    decide: Callable[..., DecisionRecord] | None = None,
    accept: Callable[..., Any] | None = None,
    status: ServiceStatus | None = None,
    metrics: CountedMetrics | None = None,
    install: AcceptInstall | None = None,
) -> testing.TestClient:
    """Return a client of the whole application."""
    told = status or a_status()
    dependencies = AppDependencies(
        decide=decide or Decider(),
        accept=accept or Inbox(),
        status=lambda: told,
        expose_metrics=lambda: (b"cortex_up 1\n", "text/plain; version=0.0.4"),
        contract=the_contract(),
        policy=a_policy(),
        metrics=metrics or CountedMetrics(),
        clock=StoppedClock(),
        identifiers=CountedIdentifiers(),
        api_token=API_TOKEN,
        hf_cortex_token=CALLERS_TOKEN,
        install=install,
    )
    return testing.TestClient(create_app(dependencies))
