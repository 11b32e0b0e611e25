"""Facts about a message beside its words: who wrote it, where the sale stands, what was asked."""

from collections.abc import Mapping

from engine.decisions import FactValue
from engine.facts.frames import Framing
from engine.facts.said import Said
from engine.facts.situation import Situation
from engine.messages import Author, Message
from engine.session import Session


def message_facts(message: Message, framing: Framing, said: Said) -> Mapping[str, FactValue]:
    """Return who wrote the message and what came with it."""
    kinds = {attachment.kind for attachment in message.attachments}
    return {
        "author": message.author.value,
        "text_empty": not framing.own,
        "has_attachment": bool(kinds),
        "has_image": "image" in kinds,
        "has_voice": "voice" in kinds,
        "has_video": "video" in kinds,
        "has_document": "document" in kinds,
        "forwarded": message.forwarded,
        "system_like": _is_system_like(message, framing, said),
        "question_mark": "?" in said.words.text,
        "words_count": len(said.words),
    }


def session_facts(session: Session, message: Message) -> Mapping[str, FactValue]:
    """Return how the sale stands before the message."""
    lead = session.lead
    said_before = (turn.text for turn in reversed(session.history) if turn.role == "client")
    return {
        "stage": session.stage,
        "mode": session.mode,
        "offers_count": len(session.offers),
        "more_offers_count": len(session.more_offers),
        "misunderstood": session.misunderstood,
        "handed_over": session.handed_over,
        "orders_count": len(session.order_numbers),
        "order_unclear": session.order_unclear,
        "same_again": bool(message.text) and message.text == next(said_before, None),
        "status_by_bot": lead is not None and lead.status_id == session.status_written,
    }


def surrounding_facts(situation: Situation) -> Mapping[str, FactValue]:
    """Return what the shop, the portal and the clock say."""
    return {
        "lookup": situation.lookup,
        "order_confirmation": situation.order_confirmation,
        "lead_status": situation.lead_status,
        "deal_bound": situation.deal_bound,
        "recheck": situation.recheck,
        "order_lookup": situation.order_lookup,
        "choice_replaced": situation.choice_replaced,
        "choice_kept": situation.choice_kept,
        "similar_numbers": situation.similar_numbers,
        "reply_unseen": situation.reply_unseen,
        "happening": situation.happening,
        "manager_quiet": situation.manager_quiet,
    }


def _is_system_like(message: Message, framing: Framing, said: Said) -> bool:
    # A client can type the frame, so alone it proves nothing; the forward mark is Bitrix24's own.
    if not framing.framed or (message.author is Author.CLIENT and not message.forwarded):
        return False
    return framing.header or said.says("service_words")
