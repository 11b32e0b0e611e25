"""The ruleset version under test, and a record of every decision it takes."""

from dataclasses import dataclass, field
from pathlib import Path

from engine.commands.decide import Decide
from engine.contract import Contract, DecisionGuard
from engine.decisions import DecisionRecord, EngineName
from engine.evaluation.decide import Policy
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.quotation import NOTHING_ASKED, Quotation
from engine.facts.extraction import Extraction
from engine.facts.schema import PHASES, Phase
from engine.facts.situation import OrderConfirmation, Situation
from engine.ports.clock import Clock
from engine.ports.metrics import SilentMetrics
from engine.rulesets.loader import RulesetVersion, load_version


@dataclass(frozen=True)
class Subject:
    """One version with the contract it answers to."""

    contract: Contract
    policy: Policy


@dataclass(frozen=True)
class WatchedPolicy(Policy):
    """Remembers what it read last: the runner asks what was found after the decision."""

    _read: list[tuple[Situation, Extraction]] = field(default_factory=list, compare=False)

    def facts_of(self, situation: Situation) -> Extraction:
        if not self._read or self._read[0][0] is not situation:
            self._read[:] = [(situation, super().facts_of(situation))]
        return self._read[0][1]


@dataclass(frozen=True)
class Pass:
    """One pass of the rules over a message."""

    situation: Situation
    quotation: Quotation
    record: DecisionRecord
    seconds: float
    phases: tuple[Phase, ...] = PHASES
    """The phases asked for; a silent gate runs fewer."""


@dataclass(frozen=True)
class WatchedDecide(Decide):
    """Decides as always and keeps every pass for the runner to look at."""

    passes: list[Pass] = field(default_factory=list)
    order_confirmation: list[OrderConfirmation] = field(default_factory=list)
    """What the portal demands now, when a turn says so; the last word counts."""

    def consider(
        self,
        policy: Policy,
        situation: Situation,
        *,
        quotation: Quotation = NOTHING_ASKED,
        explain: bool = False,
    ) -> DecisionRecord:
        """Decide and remember."""
        if self.order_confirmation:
            situation = situation._replace(order_confirmation=self.order_confirmation[-1])
        started = self.clock.monotonic()
        record = super().consider(policy, situation, quotation=quotation, explain=explain)
        seconds = self.clock.monotonic() - started
        self.passes.append(Pass(situation, quotation, record, seconds))
        return record


@dataclass
class CountedIdentifiers:
    """Identifiers 1, 2, 3: the same in every run."""

    made: int = 0

    def new(self, prefix: str) -> str:
        self.made += 1
        return f"{prefix}_{self.made}"


def load_subject(folder: Path, contract: Contract, *, engine: EngineName = "durable") -> Subject:
    """Load a version whatever its own examples say; raises FilesInvalid."""
    return subject_of(load_version(folder, contract.vocabulary), contract, engine=engine)


def subject_of(
    release: RulesetVersion, contract: Contract, *, engine: EngineName = "durable"
) -> Subject:
    """Put a loaded version under test."""
    evaluator = Evaluator(release.rules, parity_every=0, engine=engine)
    return Subject(contract, WatchedPolicy(release, evaluator))


def watched(subject: Subject, clock: Clock) -> WatchedDecide:
    """Return a decide command that is watched; `clock` measures it."""
    return WatchedDecide(
        policy=lambda _version: subject.policy,
        guard=DecisionGuard(subject.contract),
        identifiers=CountedIdentifiers(),
        clock=clock,
        metrics=SilentMetrics(),
    )
