"""Run the phases: durable_rules decides, the reference checks it and stands in for it."""

from collections.abc import Mapping

from engine.decisions import EngineName, FactValue
from engine.errors import EngineFault
from engine.evaluation.phase_runner import Evaluation, Matcher, PhaseRunner
from engine.facts.schema import PHASES, Phase
from engine.ports.metrics import Metrics, SilentMetrics
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.durable import DurableMatcher
from engine.rulesets.reference import ReferenceMatcher

__all__ = ["Evaluation", "Evaluator"]


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
        self.rules = rules
        self._metrics = metrics or SilentMetrics()
        self._parity_every = parity_every
        self._engine = engine
        self._decisions = 0
        self._defaults = dict(rules.schema.defaults)
        self._runner = PhaseRunner(rules)
        self._reference: Mapping[Phase, Matcher] = {
            phase: ReferenceMatcher(rules.phases[phase]) for phase in PHASES
        }
        self._durable: Mapping[Phase, Matcher] | None = None
        self._build_error: EngineFault | None = None
        self.retry_engine()

    @property
    def engine(self) -> EngineName:
        """The engine that answers when nothing goes wrong."""
        return "reference" if self._durable is None else "durable"

    @property
    def engine_reason(self) -> str | None:
        """Why the reference stands in for durable_rules; None when it does not."""
        return None if self._build_error is None else self._build_error.message

    def retry_engine(self) -> None:
        """Build durable_rules if it is wanted and missing: what kept it away may have passed."""
        if self._engine == "durable" and self._durable is None:
            self._durable = self._build_durable()

    def evaluate(
        self, facts: Mapping[str, FactValue], phases: tuple[Phase, ...] = PHASES
    ) -> Evaluation:
        """Return what the rules say of facts, those left out having their defaults."""
        return self.evaluate_all({**self._defaults, **facts}, phases)

    def evaluate_all(
        self, start: Mapping[str, FactValue], phases: tuple[Phase, ...] = PHASES
    ) -> Evaluation:
        """Return what the rules say of a value of every declared fact.

        An engine fault is counted, never raised.
        """
        self._decisions += 1
        answer = self._ask_durable(start, phases)
        if answer is None:
            return self._runner.run(self._reference, start, phases, engine="reference")
        if self._parity_every and self._decisions % self._parity_every == 0:
            return self._checked(answer, start, phases)
        return answer

    def _build_durable(self) -> Mapping[Phase, Matcher] | None:
        try:
            built = {
                phase: DurableMatcher(
                    self.rules.plans[phase],
                    partition_by=self.rules.phases[phase].partition_by,
                    warm_up=self._defaults,
                )
                for phase in PHASES
            }
        except EngineFault as error:
            self._build_error = error
            return None
        self._build_error = None
        return built

    def _ask_durable(
        self, start: Mapping[str, FactValue], phases: tuple[Phase, ...]
    ) -> Evaluation | None:
        if self._durable is None:
            if self._engine == "durable":
                self._metrics.count("engine_faults", reason="unavailable")
            return None
        try:
            return self._runner.run(self._durable, start, phases, engine="durable")
        except EngineFault:
            self._metrics.count("engine_faults", reason="fault")
            return None

    def _checked(
        self, answer: Evaluation, start: Mapping[str, FactValue], phases: tuple[Phase, ...]
    ) -> Evaluation:
        expected = self._runner.run(self._reference, start, phases, engine="reference")
        if (answer.fired, answer.lost) == (expected.fired, expected.lost):
            return answer
        self._metrics.count("parity_mismatches")
        return expected._replace(parity_mismatch=True)
