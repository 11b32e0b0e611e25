"""One pass through the phases: what rules say becomes what later rules see."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from engine.decisions import EngineName, FactValue
from engine.evaluation.consequences import Consequences, Tally
from engine.facts.schema import PHASES, Phase
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.model import OutputValue
from engine.rulesets.outputs import Language
from engine.rulesets.phases import SKIPPED_WHEN_SILENT

_NO_STAGE = "none"


class Matcher(Protocol):
    """Finds the rules of one phase that hold."""

    def matched(self, facts: Mapping[str, FactValue]) -> Sequence[str]:
        """Return the ids of the rules that hold, best first."""
        ...


class Evaluation(NamedTuple):
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


class PhaseRunner:
    """Runs phases with any matchers; everything that can be known at load is worked out here."""

    def __init__(self, rules: CompiledRules) -> None:
        language = Language(rules.schema, rules.vocabulary)
        self._transitions = rules.vocabulary.transitions
        self._judges_transitions = "transition_allowed" in rules.schema
        self._consequences = {
            phase: Consequences(rules.phases[phase], language) for phase in PHASES
        }

    def run(
        self,
        matchers: Mapping[Phase, Matcher],
        start: Mapping[str, FactValue],
        phases: tuple[Phase, ...],
        *,
        engine: EngineName,
    ) -> Evaluation:
        """Return what the rules say about the facts; `engine` only labels the answer."""
        tally, ran = Tally(dict(start)), []
        for phase in phases:
            if phase in SKIPPED_WHEN_SILENT and tally.facts.get("gate") == "silent":
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
