"""Text in, flat facts out: the only door through which messages reach rules."""

from collections.abc import Mapping

from engine.decisions import FactValue
from engine.errors import InvalidInput
from engine.facts.clarification import Clarified, read_answer
from engine.facts.extraction import Extraction, Findings
from engine.facts.frames import Framing, read_frames
from engine.facts.knowledge import Knowledge
from engine.facts.normalise import normalise
from engine.facts.number_context import NumberContext
from engine.facts.numbers import Numbers, read_numbers
from engine.facts.part_knowledge import NameHits
from engine.facts.said import Said, read_said
from engine.facts.schema import FactSchema
from engine.facts.situation import Situation
from engine.messages import Author, Message
from engine.session import Session


def extract(situation: Situation, knowledge: Knowledge, schema: FactSchema) -> Extraction:
    """Read a situation; raises InvalidInput when the session's stage is not in the contract."""
    session = situation.session
    if session.stage not in schema["stage"].values:
        raise InvalidInput("the session stands at an unknown stage", code="STAGE_UNKNOWN")
    framing = read_frames(normalise(situation.message.text))
    said = read_said(framing.own, knowledge)
    context = NumberContext(said)
    numbers = read_numbers(said, knowledge.part_numbers, context, stage=session.stage)
    findings = _findings(numbers, said.names)
    clarified = read_answer(session.pending_clarification, said, findings)
    values = dict(schema.defaults)
    values.update((hit.key, True) for hit in said.hits)
    values.update(_message_facts(situation.message, framing, said))
    values.update(_number_facts(numbers, clarified, context))
    values.update(_session_facts(session))
    values.update(
        lookup=situation.lookup,
        order_confirmation=situation.order_confirmation,
        lead_status=situation.lead_status,
        deal_bound=situation.deal_bound,
    )
    return Extraction(values, clarified.findings)


def _findings(numbers: Numbers, names: NameHits) -> Findings:
    return Findings(
        part_numbers=numbers.part_numbers,
        vins=numbers.vins.found,
        phones=numbers.phones,
        order_numbers=numbers.order_numbers,
        bare_numbers=numbers.bare,
        makes=tuple(dict.fromkeys(hit.key for hit in names.makes)),
        brands=tuple(dict.fromkeys(hit.key for hit in names.brands)),
    )


def _message_facts(message: Message, framing: Framing, said: Said) -> Mapping[str, FactValue]:
    return {
        "author": message.author.value,
        "text_empty": not framing.own,
        "has_attachment": bool(message.attachments),
        "has_image": any(attachment.kind == "image" for attachment in message.attachments),
        "forwarded": message.forwarded,
        "system_like": _is_system_like(message, framing, said),
        "words_count": len(said.words),
    }


def _is_system_like(message: Message, framing: Framing, said: Said) -> bool:
    # A client can type the frame, so alone it proves nothing; the forward mark is Bitrix24's own.
    if not framing.framed or (message.author is Author.CLIENT and not message.forwarded):
        return False
    return framing.header or said.says("service_words")


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
        "number_kind": _number_kind(findings),
        "part_context": context.part,
        "order_context": context.order,
        "phone_context": context.phone,
        "vin_incomplete": numbers.vins.incomplete,
        "vin_doubtful": numbers.vins.doubtful,
        "clarification_pending": clarified.pending,
        "answers_clarification": clarified.answer,
    }


def _number_kind(findings: Findings) -> str:
    """Name the most telling number: a part outweighs the VIN it is for, and so on."""
    if findings.part_numbers:
        return "part"
    if findings.bare_numbers:
        return "ambiguous"
    if findings.vins:
        return "vin"
    if findings.order_numbers:
        return "order"
    return "phone" if findings.phones else "none"


def _session_facts(session: Session) -> Mapping[str, FactValue]:
    lead = session.lead
    return {
        "stage": session.stage,
        "mode": session.mode,
        "offers_count": len(session.offers),
        "status_by_bot": lead is not None and lead.status_id == session.status_written,
    }
