"""Try the hardening phase alone on outputs that earlier phases should never give."""

from collections.abc import Mapping

from api.golden.case import Turn
from api.golden.dialog import Dialog
from api.golden.observed import Observed
from api.golden.subject import Pass, Subject
from engine.decisions import Decision, DecisionRecord, FactValue
from engine.errors import InvalidInput
from engine.evaluation.quotation import Quotation
from engine.facts.schema import FactSpec, Phase
from engine.rulesets.outputs import Language, OutputSpec, outputs_of

HARDEN: tuple[Phase, ...] = ("harden",)
_EARLIER: tuple[Phase, ...] = ("gate", "classify", "act")


def hardened(turn: Turn, dialog: Dialog, subject: Subject) -> tuple[Pass, Observed]:
    """Return what the vetoes make of what `rules_say`."""
    situation = dialog.situation(turn)
    facts = {**subject.policy.facts_of(situation).values, **_forced(turn, subject)}
    evaluation = subject.policy.evaluator.evaluate(facts, HARDEN)
    record = DecisionRecord(
        decision_id="harden",
        ruleset_version=subject.policy.version,
        ruleset_digest=subject.policy.digest,
        engine=evaluation.engine,
        decision=Decision(stage=situation.session.stage),
        fired=evaluation.fired,
        facts=evaluation.facts,
    )
    seen: Observed = {
        "vetoes": tuple(sorted(evaluation.vetoes)),
        "fired": evaluation.fired,
        "reply": "",
        "effects": (),
    }
    return Pass(situation, Quotation(), record, 0.0, phases=HARDEN), seen


def _forced(turn: Turn, subject: Subject) -> Mapping[str, FactValue]:
    """Return the facts that outputs become; a fact may also be named itself."""
    rules = subject.policy.release.rules
    language = Language(rules.schema, rules.vocabulary)
    outputs = {
        name: spec for phase in _EARLIER for name, spec in outputs_of(phase, language).items()
    }
    forced: dict[str, FactValue] = {}
    for name, value in (turn.rules_say or {}).items():
        spec = outputs.get(name)
        # `recheck` is a flag that rules set and a fact with words: the value tells which is meant.
        fact = spec.fact if spec and spec.fact and _fits(value, spec) else name
        if fact not in rules.schema or not _is_value(value, rules.schema[fact]):
            raise InvalidInput(f"rules never say `{name}: {value}`", code="UNKNOWN_FACT")
        forced[fact] = value
    return forced


def _fits(value: FactValue, spec: OutputSpec) -> bool:
    return isinstance(value, bool) if spec.type == "flag" else value in spec.words


def _is_value(value: FactValue, spec: FactSpec) -> bool:
    if spec.type == "enum":
        return value in spec.values
    return isinstance(value, bool) if spec.type == "bool" else isinstance(value, int)
