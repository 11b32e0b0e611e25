"""Try the hardening phase alone on outputs that earlier phases should never give."""

from collections.abc import Mapping

from api.golden.case import Turn
from api.golden.dialog import Dialog
from api.golden.observed import Observed
from api.golden.subject import Pass, Subject
from engine.decisions import Decision, DecisionRecord, FactValue
from engine.errors import InvalidInput
from engine.evaluation.quotation import Quotation
from engine.facts.schema import Phase
from engine.facts.situation import Situation
from engine.rulesets.outputs import Language, outputs_of

HARDEN: tuple[Phase, ...] = ("harden",)
_EARLIER: tuple[Phase, ...] = ("gate", "classify", "act")


def hardened(turn: Turn, dialog: Dialog, subject: Subject) -> tuple[Pass, Observed]:
    """Return what the vetoes make of what `rules_say`."""
    situation = _situation(turn, dialog)
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


def _situation(turn: Turn, dialog: Dialog) -> Situation:
    session, world = dialog.session, dialog.world
    return Situation(
        message=turn.message,
        session=session,
        order_confirmation=turn.order_confirmation,
        lead_status=world.portal_policy.lead_status(world.lead.status_id),
        deal_bound=session.deal_id is not None or turn.deal_id is not None,
        happening=turn.message.happening,
        order_number=turn.message.order_number,
    )


def _forced(turn: Turn, subject: Subject) -> Mapping[str, FactValue]:
    """Return the facts that outputs become; a fact may also be named itself."""
    rules = subject.policy.release.rules
    language = Language(rules.schema, rules.vocabulary)
    fact_of = {
        name: spec.fact
        for phase in _EARLIER
        for name, spec in outputs_of(phase, language).items()
        if spec.fact
    }
    forced: dict[str, FactValue] = {}
    for name, value in (turn.rules_say or {}).items():
        fact = fact_of.get(name, name)
        if fact not in rules.schema:
            raise InvalidInput(f"rules say nothing called `{name}`", code="UNKNOWN_FACT")
        forced[fact] = value
    return forced
