"""From a situation to a decision: extract facts, let the rules judge, put the answer together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.decisions import Decision, DecisionRecord
from engine.evaluation.evaluator import Evaluation, Evaluator
from engine.evaluation.quotation import NOTHING_ASKED, Quotation
from engine.evaluation.reply_values import ReplyValues
from engine.evaluation.said_by_rules import SaidByRules
from engine.evaluation.sale import Sale, sale_after, with_pieces_wanted
from engine.evaluation.trace import explain_evaluation
from engine.facts.digit_in_doubt import only_offer_spoken_of
from engine.facts.extract import extract
from engine.facts.extraction import Extraction, Findings
from engine.facts.how_many_answered import asked_how_many
from engine.facts.order_in_doubt import is_asked_once
from engine.facts.pieces_asked_before import asked_about
from engine.facts.question_left_open import asked_of_named, left_open
from engine.facts.schema import PHASES
from engine.facts.situation import Situation
from engine.rulesets.loader import RulesetVersion
from engine.rulesets.replies import Replies, Reply
from engine.session import PendingClarification, Session

_PARAGRAPHS = "\n\n"
_CHOOSING = "PRICING"


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


class Asked(NamedTuple):
    """One situation to decide, and what the shop answered about it, if it was asked."""

    decision_id: str
    situation: Situation
    quotation: Quotation = NOTHING_ASKED


def decide(policy: Policy, asked: Asked, *, explain: bool = False) -> DecisionRecord:
    """Decide one situation."""
    (record,) = decide_many(policy, (asked,), explain=explain)
    return record


def decide_many(
    policy: Policy, asked: Sequence[Asked], *, explain: bool = False
) -> Sequence[DecisionRecord]:
    """Decide each situation by itself, but step by step for all.

    The code of a step fills the caches of a processor: it is loaded once for all of them.
    """
    extractions = [policy.facts_of(each.situation) for each in asked]
    evaluations = [policy.evaluator.evaluate_all(found.values, PHASES) for found in extractions]
    return [
        _record(policy, each, extraction, evaluation, explain=explain)
        for each, extraction, evaluation in zip(asked, extractions, evaluations, strict=True)
    ]


def _record(
    policy: Policy, asked: Asked, extraction: Extraction, evaluation: Evaluation, *, explain: bool
) -> DecisionRecord:
    replies, (decision_id, situation, quotation) = policy.release.replies, asked
    return DecisionRecord(
        decision_id=decision_id,
        ruleset_version=policy.version,
        ruleset_digest=policy.digest,
        engine=evaluation.engine,
        decision=_assemble(replies, situation, extraction, evaluation, quotation),
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
    said, session = SaidByRules(evaluation.outputs, evaluation.vetoes), situation.session
    findings = extraction.findings
    ruled = said.decision(stage=session.stage)
    sale = _sale(said, extraction, session, stage=ruled.stage, pickup=replies.pickup)
    told = [replies.by_id[name] for name in said.reply_ids]
    meanwhile = [replies.by_id[name] for name in said.meanwhile_ids]
    values = ReplyValues(replies, situation, findings, quotation, sale)
    reply = None if said.is_gutted else _render(told, session, values)
    decision = _with_findings(ruled, extraction, session)
    return decision._replace(
        reply=reply,
        buttons=_buttons(told, sale) if reply else (),
        meanwhile=_render(meanwhile, session, values),
        offers=sale.offers,
        more_offers=sale.more_offers,
        chosen_offer_ids=sale.chosen_offer_ids,
        contact=sale.contact,
        address=sale.address,
        pickup=sale.address == replies.pickup,
        pending_clarification=_pending(said, session, findings, quotation),
        order_number=situation.order_number,
    )


def _sale(
    said: SaidByRules, extraction: Extraction, session: Session, *, stage: str, pickup: str
) -> Sale:
    findings = extraction.findings
    if stage == session.stage and extraction.values.get("wants_part"):
        session = with_pieces_wanted(session, findings.choice)
    return sale_after(
        session,
        findings,
        take=said.taken,
        drop=said.words("drop"),
        pickup=pickup,
        choosing=stage == _CHOOSING,
    )


def _with_findings(decision: Decision, extraction: Extraction, session: Session) -> Decision:
    findings = extraction.findings
    return decision._replace(
        part_numbers=findings.part_numbers,
        brand=_brand(extraction, session),
        vins=findings.vins,
        order_numbers=findings.order_numbers,
        quantity=findings.choice.pieces_named,
        pieces_of_numbers=findings.pieces_of_numbers,
    )


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
    said: SaidByRules, session: Session, findings: Findings, quotation: Quotation
) -> PendingClarification | None:
    kind = said.word("remember")
    if kind is None:
        forgets = said.flag("forget") or is_asked_once(session)
        return left_open(session, findings) if forgets else session.pending_clarification
    if kind in {"digit", "pieces", "quantity"}:
        return _pending_of_choice(kind, session, findings)
    shown = (offer.part_number for offer in session.offers)
    asked = (quotation.ambiguous_number, *findings.bare_numbers, *findings.part_numbers, *shown)
    number = next((number for number in asked if number), None)
    if number is None:
        return session.pending_clarification
    also = findings.bare_numbers[1:] if kind == "number_type" else ()
    if kind == "offer" and findings.asked.question == "named":
        return asked_of_named(session, findings.asked.ids)
    if kind == "address":
        return PendingClarification(kind, number, findings.address.towns)
    similar = tuple(similar.part_number for similar in quotation.similar)
    return PendingClarification(kind, number, quotation.brands or similar, also)


def _pending_of_choice(
    kind: str, session: Session, findings: Findings
) -> PendingClarification | None:
    if kind == "quantity":
        return asked_how_many(session, findings.choice)
    if kind == "digit":
        spoken_of = only_offer_spoken_of(session)
        options = (str(spoken_of),) if spoken_of else ()
        return PendingClarification(kind, str(findings.choice.digit), options)
    # A question that changes the order stays open.
    return left_open(session, findings) or asked_about(findings.choice, session)


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
