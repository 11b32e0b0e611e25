"""Run the phases: durable_rules decides, the reference checks it and stands in for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.decisions import EngineName, FactValue
from engine.errors import EngineFault
from engine.evaluation.consequences import Consequences, Tally
from engine.facts.schema import PHASES, Phase
from engine.ports.metrics import Metrics, SilentMetrics
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.durable import DurableMatcher
from engine.rulesets.model import OutputValue
from engine.rulesets.outputs import Language
from engine.rulesets.reference import ReferenceMatcher

_SKIPPED_WHEN_SILENT: tuple[Phase, ...] = ("classify", "act")
_NO_STAGE = "none"


class Matcher(Protocol):
    """Finds the rules of one phase that hold."""

    def matched(self, facts: Mapping[str, FactValue]) -> Sequence[str]:
        """Return the ids of the rules that hold, best first."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """What the rules said about one set of facts, and which engine found it."""

    outputs: Mapping[str, OutputValue]
    vetoes: frozenset[str]
    fired: tuple[str, ...]
    lost: tuple[str, ...]
    facts: Mapping[str, FactValue]
    phases: tuple[Phase, ...]
    """The phases that ran: a silent gate skips some."""
    engine: EngineName
    parity_mismatch: bool = False


class Evaluator:
    """Evaluates one compiled version; not for threads, never yields inside a decision."""

    def __init__(
        self,
        rules: CompiledRules,
        *,
        metrics: Metrics | None = None,
        parity_every: int = 100,
        engine: EngineName = "durable",
    ) -> None:
        language = Language(rules.schema, rules.vocabulary)
        self.rules = rules
        self._metrics = metrics or SilentMetrics()
        self._parity_every = parity_every
        self._engine = engine
        self._decisions = 0
        self._defaults = dict(rules.schema.defaults)
        self._transitions = rules.vocabulary.transitions
        self._judges_transitions = "transition_allowed" in rules.schema
        self._consequences = {
            phase: Consequences(rules.phases[phase], language) for phase in PHASES
        }
        self._reference: Mapping[Phase, Matcher] = {
            phase: ReferenceMatcher(rules.phases[phase]) for phase in PHASES
        }
        self._durable: Mapping[Phase, Matcher] | None = None
        if engine == "durable":
            self._durable = self._build_durable()

    @property
    def engine(self) -> EngineName:
        """The engine that answers when nothing goes wrong."""
        return "reference" if self._durable is None else "durable"

    def evaluate(
        self, facts: Mapping[str, FactValue], phases: tuple[Phase, ...] = PHASES
    ) -> Evaluation:
        """Return what the rules say; an engine fault is counted, never raised."""
        start = {**self._defaults, **facts}
        self._decisions += 1
        answer = self._ask_durable(start, phases)
        if answer is None:
            return self._run(self._reference, start, phases, engine="reference")
        if self._parity_every and self._decisions % self._parity_every == 0:
            return self._checked(answer, start, phases)
        return answer

    def _build_durable(self) -> Mapping[Phase, Matcher] | None:
        try:
            return {
                phase: DurableMatcher(
                    self.rules.plans[phase],
                    partition_by=self.rules.phases[phase].partition_by,
                    warm_up=self._defaults,
                )
                for phase in PHASES
            }
        except EngineFault:
            return None

    def _ask_durable(
        self, start: Mapping[str, FactValue], phases: tuple[Phase, ...]
    ) -> Evaluation | None:
        if self._durable is None:
            if self._engine == "durable":
                self._metrics.count("engine_faults", reason="unavailable")
            return None
        try:
            return self._run(self._durable, start, phases, engine="durable")
        except EngineFault:
            self._metrics.count("engine_faults", reason="fault")
            return None

    def _checked(
        self, answer: Evaluation, start: Mapping[str, FactValue], phases: tuple[Phase, ...]
    ) -> Evaluation:
        expected = self._run(self._reference, start, phases, engine="reference")
        if (answer.fired, answer.lost) == (expected.fired, expected.lost):
            return answer
        self._metrics.count("parity_mismatches")
        return Evaluation(
            outputs=expected.outputs,
            vetoes=expected.vetoes,
            fired=expected.fired,
            lost=expected.lost,
            facts=expected.facts,
            phases=expected.phases,
            engine="reference",
            parity_mismatch=True,
        )

    def _run(
        self,
        matchers: Mapping[Phase, Matcher],
        start: Mapping[str, FactValue],
        phases: tuple[Phase, ...],
        *,
        engine: EngineName,
    ) -> Evaluation:
        tally, ran = Tally(dict(start)), []
        for phase in phases:
            if phase in _SKIPPED_WHEN_SILENT and tally.facts.get("gate") == "silent":
                continue
            if phase == "harden" and self._judges_transitions:
                tally.facts["transition_allowed"] = self._transition_allowed(tally.facts)
            self._consequences[phase].apply(matchers[phase].matched(tally.facts), tally)
            ran.append(phase)
        return Evaluation(
            outputs=tally.outputs,
            vetoes=frozenset(tally.vetoes),
            fired=tuple(tally.fired),
            lost=tuple(tally.lost),
            facts=tally.facts,
            phases=tuple(ran),
            engine=engine,
        )

    def _transition_allowed(self, facts: Mapping[str, FactValue]) -> bool:
        stage, wanted = str(facts["stage"]), facts["next_stage"]
        return wanted in {_NO_STAGE, stage} or wanted in self._transitions.get(stage, ())
