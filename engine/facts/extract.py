"""Text in, flat facts out: the only door through which messages reach rules."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from engine.decisions import FactValue
from engine.errors import InvalidInput
from engine.facts.address_in_parts import address_before, joined, lack_of
from engine.facts.agreement import Agreement
from engine.facts.all_of_one_asked import with_all_of_one_asked
from engine.facts.best_not_shown import asking_for_more, is_best_not_shown, without_choice
from engine.facts.best_of_some import best_of_some
from engine.facts.bids import with_bids
from engine.facts.changes_told import may_change
from engine.facts.choice import OPEN_TO_DIGITS
from engine.facts.choice_within_number import within_number
from engine.facts.clarification import Clarified, read_answer
from engine.facts.counts_by_times import with_times_apart
from engine.facts.day_wanted import is_wanted_by_day
from engine.facts.days_told import without_days
from engine.facts.delivery_wanted import without_delivery_refused
from engine.facts.extraction import Extraction, Findings
from engine.facts.facts_of_the_sale import address_facts, sale_facts
from engine.facts.facts_of_the_situation import (
    message_facts,
    session_facts,
    surrounding_facts,
)
from engine.facts.findings import read_findings
from engine.facts.frames import Framing, read_frames
from engine.facts.had_already import without_what_is_had
from engine.facts.knowledge import Knowledge
from engine.facts.layout import with_signs_as_letters
from engine.facts.lead_number import read_lead_number
from engine.facts.lines_sent_back import with_lines_by_number
from engine.facts.normalise import normalise
from engine.facts.number_context import NumberContext
from engine.facts.number_kind import number_kind
from engine.facts.numbers import Numbers, read_numbers
from engine.facts.numbers_repeated import with_known_numbers_read
from engine.facts.order_beside import read_beside, with_no_choice_beside
from engine.facts.order_in_doubt import with_order_answered
from engine.facts.originals import with_originals_known
from engine.facts.other_part import names_another_part
from engine.facts.other_subjects import count_foreign_words, is_all_said, is_other_business
from engine.facts.part_for_later import is_for_later, without_part
from engine.facts.pieces_of_each import with_pieces_of_each
from engine.facts.pieces_told_before import with_pieces_told_before
from engine.facts.plain_yes import is_plain_yes, is_yes_awaited
from engine.facts.prices_in_words import with_prices_in_digits
from engine.facts.putting_off import with_putting_off
from engine.facts.question_left_open import with_question_repeated
from engine.facts.said import Said, read_said
from engine.facts.schema import FactSchema
from engine.facts.situation import Situation
from engine.facts.some_of_the_pieces import without_some_got
from engine.facts.standing_refusals import REFUSAL
from engine.facts.taking_back import takes_refusal_back
from engine.facts.vin_spoken_of import words_of_a_vin
from engine.facts.weighed_refusals import weigh_refusals
from engine.facts.what_stays import with_what_stays
from engine.session import Session

_SUMMED_UP = "FINAL"


class _Read(NamedTuple):
    """What the message itself says, and the values found in it."""

    framing: Framing
    said: Said
    context: NumberContext
    numbers: Numbers
    findings: Findings
    names_delivery: bool
    """What is left of a refusal may name it no more."""


def extract(situation: Situation, knowledge: Knowledge, schema: FactSchema) -> Extraction:
    """Read a situation; raises InvalidInput when the session's stage is not in the contract."""
    session = situation.session
    if session.stage not in schema["stage"].values:
        raise InvalidInput("the session stands at an unknown stage", code="STAGE_UNKNOWN")
    read = _read(situation, knowledge)
    said, numbers = read.said, read.numbers
    answered = read_answer(session.pending_clarification, said, read.findings)
    by_manager = _numbers_by_manager(situation, knowledge)
    of_offers = () if answered.findings.part_numbers else _numbers_of_offers(situation, said)
    clarified = _with_part_numbers(by_manager or of_offers, answered)
    # Our own order keeps what is chosen beside the offers of another part.
    for_later = not _is_ours(situation) and is_for_later(clarified.findings, said, session)
    if for_later:
        clarified = clarified._replace(findings=without_part(clarified.findings, session))
    values = dict(schema.defaults)
    values.update(dict.fromkeys(said.keys & values.keys(), True))
    values.update(message_facts(situation.message, read.framing, said))
    values.update(_number_facts(numbers, clarified, read.context))
    values["new_numbers_count"] = _new_numbers(clarified, session)
    values.update(_other_subjects(said, session.stage, declared=values))
    values["foreign_words_count"] = count_foreign_words(said, numbers=numbers.places)
    values.update(sale_facts(session, clarified.findings, lost=said.says(REFUSAL)))
    values.update(words_of_a_vin(said, session))
    values.update(address_facts(session, clarified.findings.address, knowledge))
    if is_wanted_by_day(said, clarified.findings.choice):
        values["objection_delivery"] = True
    values.update(session_facts(session, situation.message))
    values["other_part_told"] = for_later or names_another_part(said, clarified.findings.choice)
    values.update(_agreement_facts(read.framing.own, said, session, knowledge.lexicon.agreement))
    values.update(surrounding_facts(situation))
    values["number_by_manager"] = bool(by_manager)
    values["numbers_of_offers"] = bool(of_offers)
    values["delivery_named"] = read.names_delivery
    return Extraction(values, clarified.findings)


def _read(situation: Situation, knowledge: Knowledge) -> _Read:
    session = situation.session
    framing = read_frames(with_signs_as_letters(normalise(situation.message.text)))
    # What a search has just found was not shown when the message was written.
    found = situation.lookup != "none"
    shown = replace(session, offers=(), chosen_offer_ids=()) if found else session
    said, context, numbers = _heard(framing.own, shown, knowledge, searched=found)
    names_delivery = said.says("delivery_words")
    said, no, one = weigh_refusals(said, numbers, shown, situation, knowledge)
    shown = with_originals_known(shown, said, knowledge.part_numbers)
    said = with_bids(said, shown.offers, numbers=numbers.places)
    said = with_putting_off(said) if shown.offers else said
    some = None if no.declines else best_of_some(said, shown, knowledge)
    said = some.told_aside(said) if some else said
    findings = _found(situation, numbers, said, shown, knowledge)
    findings = with_order_answered(findings, shown, no)
    findings = some.answered(findings, said) if some else findings
    findings = one.answered(findings) if one else with_what_stays(findings, said, shown, numbers)
    if is_best_not_shown(said, shown, findings):
        said, findings = asking_for_more(said), without_choice(findings)
    findings = with_pieces_told_before(findings, shown, knowledge)
    findings = with_pieces_of_each(findings, said, shown, knowledge)
    findings = with_all_of_one_asked(findings, said, shown, knowledge)
    address = joined(findings.address, address_before(session), knowledge)
    findings = with_question_repeated(findings._replace(address=address), shown, knowledge)
    return _Read(framing, said, context, numbers, findings, names_delivery)


def _found(
    situation: Situation, numbers: Numbers, said: Said, shown: Session, knowledge: Knowledge
) -> Findings:
    lack, agreement = lack_of(shown.address, knowledge), knowledge.lexicon.agreement
    read = partial(read_findings, numbers, said, awaits=lack, agreement=agreement)
    reading = with_no_choice_beside(shown, numbers.part_numbers)
    findings = read_beside(read, said, reading) if _is_ours(situation) else read(reading)
    return findings._replace(choice=within_number(findings.choice, said, shown))


def _is_ours(situation: Situation) -> bool:
    return situation.order_confirmation == "required"


def _new_numbers(clarified: Clarified, session: Session) -> int:
    offered = {offer.part_number for offer in session.offers}
    return len(set(clarified.findings.part_numbers) - offered)


def _heard(
    text: str, shown: Session, knowledge: Knowledge, *, searched: bool
) -> tuple[Said, NumberContext, Numbers]:
    """Read the numbers of a message; those known already name offers."""
    said = _said(text, shown, knowledge)
    context, numbers = _numbers(said, shown, knowledge, searched=searched)
    known = with_known_numbers_read(said, numbers, shown)
    if known is not None:
        said = _said(known, shown, knowledge)
        context, numbers = _numbers(said, shown, knowledge, searched=searched)
    return said, context, numbers


def _numbers(
    said: Said, shown: Session, knowledge: Knowledge, *, searched: bool
) -> tuple[NumberContext, Numbers]:
    context, offers = NumberContext(said), (*shown.offers, *shown.more_offers)
    numbers = read_numbers(
        said,
        knowledge.part_numbers,
        context,
        stage=shown.stage,
        offers=offers,
        searched=searched,
    )
    return context, numbers


def _said(text: str, shown: Session, knowledge: Knowledge) -> Said:
    if not shown.offers:
        return read_said(text, knowledge)
    open_to_digits = shown.stage in OPEN_TO_DIGITS
    text = with_lines_by_number(text, shown.offers)
    told = with_prices_in_digits(text, shown.offers) if open_to_digits else text
    told = with_times_apart(told, shown.offers) if open_to_digits else told
    said = without_delivery_refused(read_said(told, knowledge), shown)
    return without_days(without_what_is_had(without_some_got(said, shown), shown), knowledge)


def _numbers_by_manager(situation: Situation, knowledge: Knowledge) -> tuple[str, ...]:
    lead = situation.session.lead
    if not situation.number_by_manager or lead is None:
        return ()
    return read_lead_number(lead.part_number, knowledge)


def _numbers_of_offers(situation: Situation, said: Said) -> tuple[str, ...]:
    """Who asks for analogs names no number where offers are shown and none is chosen yet."""
    if not said.says("analog_words"):
        return ()
    if situation.looked_up:
        return situation.looked_up
    session = situation.session
    shown = () if session.chosen_offer_ids else session.offers
    return tuple(dict.fromkeys(offer.asked_number for offer in shown))


def _with_part_numbers(numbers: tuple[str, ...], clarified: Clarified) -> Clarified:
    if not numbers:
        return clarified
    found = tuple(dict.fromkeys((*numbers, *clarified.findings.part_numbers)))
    return clarified._replace(findings=clarified.findings._replace(part_numbers=found))


def _other_subjects(
    said: Said, stage: str, *, declared: Mapping[str, FactValue]
) -> Mapping[str, FactValue]:
    """Return the facts about other subjects that this version's lexicon has."""
    found = {subject: is_all_said(said, subject) for subject in ("off_topic", "asks_if_bot")}
    found["other_business"] = is_other_business(said, stage=stage)
    return {name: value for name, value in found.items() if name in declared}


def _number_facts(
    numbers: Numbers, clarified: Clarified, context: NumberContext
) -> Mapping[str, FactValue]:
    findings = clarified.findings
    return {
        "part_numbers_count": len(findings.part_numbers),
        "vins_count": len(findings.vins),
        "phones_count": len(findings.phones),
        "order_numbers_count": len(findings.order_numbers),
        "bare_numbers_count": len(findings.bare_numbers),
        "brands_count": len(findings.brands),
        "makes_count": len(findings.makes),
        "number_kind": number_kind(findings),
        "part_context": context.part,
        "order_context": context.order,
        "phone_context": context.phone,
        "vin_incomplete": numbers.vins.incomplete,
        "vin_doubtful": numbers.vins.doubtful,
        "phone_broken": bool(numbers.broken_phones) and not findings.phones,
        "clarification_pending": clarified.pending,
        "answers_clarification": clarified.answer,
    }


def _agreement_facts(
    text: str, said: Said, session: Session, agreement: Agreement
) -> Mapping[str, FactValue]:
    agrees = is_plain_yes(text, said, session, agreement)
    return {
        "plain_yes": agrees,
        "yes_again": agrees and session.stage != _SUMMED_UP,
        "yes_awaited": is_yes_awaited(session, said, agreement),
        "refusal_taken_back": takes_refusal_back(said, session),
        "change_told": session.stage == _SUMMED_UP and may_change(said),
    }
