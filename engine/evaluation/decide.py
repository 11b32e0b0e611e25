"""From a situation to a decision: extract facts, let the rules judge, put the answer together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.decisions import Decision, DecisionRecord
from engine.evaluation.evaluator import Evaluation, Evaluator
from engine.evaluation.quotation import Quotation
from engine.evaluation.reply_values import ReplyValues
from engine.evaluation.sale import Sale, sale_after
from engine.evaluation.trace import explain_evaluation
from engine.facts.extract import extract
from engine.facts.extraction import Extraction, Findings
from engine.facts.schema import PHASES
from engine.facts.situation import Situation
from engine.rulesets.loader import RulesetVersion
from engine.rulesets.replies import Replies, Reply
from engine.session import PendingClarification, Session

_PARAGRAPHS = "\n\n"


@dataclass(frozen=True)
class Policy:
    """One ruleset version with its evaluator, ready to decide."""

    release: RulesetVersion
    evaluator: Evaluator

    @property
    def version(self) -> str:
        return self.release.version

    @property
    def digest(self) -> str:
        return self.release.digest

    def facts_of(self, situation: Situation) -> Extraction:
        """Read what rules may see of a situation."""
        return extract(situation, self.release.knowledge, self.release.rules.schema)


def decide(
    policy: Policy,
    situation: Situation,
    quotation: Quotation,
    *,
    decision_id: str,
    explain: bool = False,
) -> DecisionRecord:
    """Decide one situation; `quotation` is what the shop answered, if it was asked."""
    extraction = policy.facts_of(situation)
    evaluation = policy.evaluator.evaluate_all(extraction.values, PHASES)
    return DecisionRecord(
        decision_id=decision_id,
        ruleset_version=policy.version,
        ruleset_digest=policy.digest,
        engine=evaluation.engine,
        decision=_assemble(policy.release.replies, situation, extraction, evaluation, quotation),
        fired=evaluation.fired,
        facts=evaluation.facts,
        trace=explain_evaluation(policy.evaluator, evaluation) if explain else None,
    )


def _assemble(
    replies: Replies,
    situation: Situation,
    extraction: Extraction,
    evaluation: Evaluation,
    quotation: Quotation,
) -> Decision:
    outputs, vetoes, session = evaluation.outputs, evaluation.vetoes, situation.session
    said = _Said(outputs, vetoes)
    reply_id = said.unless_vetoed("reply", veto="reply")
    also = said.unless_vetoed("also", veto="reply")
    told = [replies.by_id[name] for name in (reply_id, also if reply_id else None) if name]
    pending = _pending(said, session, extraction.findings, quotation)
    sale = sale_after(
        session,
        extraction.findings,
        take=frozenset() if "choice" in vetoes else said.words("take"),
        drop=said.words("drop"),
        pickup=replies.pickup,
    )
    values = ReplyValues(replies, situation, extraction.findings, quotation, sale)
    reply = None if said.is_gutted else _render(told, session, values)
    return Decision(
        stage=said.unless_vetoed("stage", veto="stage") or session.stage,
        action=_action(said, reply_id),
        intent=said.word("intent"),
        reply=reply,
        reply_id=reply_id,
        buttons=_buttons(told, sale) if reply else (),
        confidence=said.fraction("confidence"),
        requires_clarification=said.flag("requires_clarification"),
        ambiguity_reason=said.word("ambiguity_reason"),
        need_operator=said.flag("need_operator") and "handover" not in vetoes,
        topic=said.word("topic"),
        wait_reason=said.word("wait_reason"),
        part_numbers=extraction.findings.part_numbers,
        brand=_brand(extraction, session),
        vins=extraction.findings.vins,
        offers=sale.offers,
        more_offers=sale.more_offers,
        recheck=said.flag("recheck"),
        analogs=said.flag("analogs"),
        order_status=said.flag("order_status"),
        order_numbers=extraction.findings.order_numbers,
        chosen_offer_ids=sale.chosen_offer_ids,
        quantity=extraction.findings.choice.pieces_named,
        contact=sale.contact,
        address=sale.address,
        pickup=sale.address == replies.pickup,
        pending_clarification=pending,
        order_number=situation.order_number,
    )


class _Said(NamedTuple):
    """Outputs of all phases by name, with what the vetoes take away."""

    outputs: Mapping[str, object]
    vetoes: frozenset[str]

    def word(self, name: str) -> str | None:
        value = self.outputs.get(name)
        return value if isinstance(value, str) else None

    def flag(self, name: str) -> bool:
        return self.outputs.get(name) is True

    def fraction(self, name: str) -> float:
        value = self.outputs.get(name)
        return float(value) if isinstance(value, int | float) else 0.0

    def words(self, name: str) -> frozenset[str]:
        value = self.outputs.get(name)
        return frozenset(value) if isinstance(value, tuple) else frozenset()

    @property
    def is_gutted(self) -> bool:
        """Say whether a veto took what the reply tells of; then the fallback must answer."""
        action, intent = self.outputs.get("action"), self.outputs.get("intent")
        return (
            ("order" in self.vetoes and action == "create_order_abcp")
            or ("convert" in self.vetoes and action == "convert_lead")
            or ("lost" in self.vetoes and intent == "LOST")
        )

    def unless_vetoed(self, name: str, *, veto: str) -> str | None:
        return None if veto in self.vetoes else self.word(name)


_VETO_OF_ACTION = {
    "abcp_lookup": "lookup",
    "handover_operator": "handover",
    "reply": "reply",
    "create_order_abcp": "order",
    "convert_lead": "convert",
}


def _action(said: _Said, reply_id: str | None) -> str:
    action = said.word("action") or "none"
    if _VETO_OF_ACTION.get(action) not in said.vetoes:
        return action
    return "reply" if reply_id else "none"


def _brand(extraction: Extraction, session: Session) -> str | None:
    """Return the brand the client means: a replacement brand named, or the answer to our question.

    A car make beside a number says what the part is for, so it names a brand only when asked.
    Numbers that the message does not name are of the brand they were shown of.
    """
    findings = extraction.findings
    answered = extraction.values["answers_clarification"] == "brand"
    named = (*findings.brands, *findings.makes) if answered else findings.brands
    if extraction.values["numbers_of_offers"]:
        named = tuple({o.brand for o in session.offers if o.kind == "asked"})
    return named[0] if len(named) == 1 else None


def _pending(
    said: _Said, session: Session, findings: Findings, quotation: Quotation
) -> PendingClarification | None:
    kind = said.word("remember")
    if kind is None:
        return None if said.flag("forget") else session.pending_clarification
    shown = (offer.part_number for offer in session.offers)
    asked = (quotation.ambiguous_number, *findings.bare_numbers, *findings.part_numbers, *shown)
    number = next((number for number in asked if number), None)
    if number is None:
        return session.pending_clarification
    also = findings.bare_numbers[1:] if kind == "number_type" else ()
    similar = tuple(similar.part_number for similar in quotation.similar)
    return PendingClarification(kind, number, quotation.brands or similar, also)


def _buttons(replies: Sequence[Reply], sale: Sale) -> tuple[str, ...]:
    words = next((reply.buttons for reply in replies if reply.buttons), None)
    return words.labels(sale.listed, more=bool(sale.more_offers)) if words else ()


def _render(replies: Sequence[Reply], session: Session, values: ReplyValues) -> str | None:
    """Say one reply after the other, in other words when the same was the last thing said.

    A reply with a hole in it is not said at all; the contract then hands over to an operator.
    """
    told = values.of({name for reply in replies for name in reply.variables})
    if not replies or not all(told.values()):
        return None
    text = _PARAGRAPHS.join(reply.text.render(told) for reply in replies)
    if text != session.last_reply:
        return text
    return _PARAGRAPHS.join(reply.again.render(told) for reply in replies)
