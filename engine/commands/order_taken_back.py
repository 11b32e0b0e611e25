"""Whether what a client wrote behind a confirmed order takes it back, while it is not sent."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.commands.take_up import take_up
from engine.decisions import DecisionRecord
from engine.facts.situation import Situation
from engine.messages import Author, IncomingMessage
from engine.order_news import ORDER_WITHDRAWN, ORDER_YES_DELETED
from engine.session import Session

_AGAINST_THE_ORDER = frozenset({"LOST", "OFFER_CHOICE", "CONTACT_DETAILS", "UNKNOWN"})
"""Intents that leave no order as it was confirmed; what nobody understands may be a refusal."""

_DOUBTS = ("decline_words", "others_asked_about")
"""Facts of a no, and of a question about other offers, which may be wanted instead."""

_ABOUT_OTHERS = frozenset({"advice", "difference", "other_maker", "fits", "keeping"})
"""Questions about offers that a client asks who may want another one instead, or none."""

_ANOTHER_REQUEST = "OEM_QUERY"
_AGAINST_EVERYTHING = frozenset({"LOST"})
"""The same behind another request: what is chosen then is not of the order."""


def why_taken_back(
    waiting: Sequence[IncomingMessage],
    session: Session,
    read: Callable[[Situation], DecisionRecord],
) -> str | None:
    """Return why an order that is not sent must not go out any more, None when it may.

    Questions, thanks and one more yes leave it alone. `session`: as it is since the yes.
    """
    against = _AGAINST_THE_ORDER
    for place, incoming in enumerate(waiting):
        if incoming.message.author is not Author.CLIENT:
            continue
        if incoming.change == "deleted" and not _was_waiting(incoming, waiting[:place]):
            return ORDER_YES_DELETED
        heard = take_up(incoming, waiting[place + 1 :], session).incoming
        if heard is None:
            continue
        # Whoever leads the chat by now: the bot's own order waits for what the client says.
        record = read(Situation(heard.message, replace(session, mode="auto")))
        if _is_against(record, session, against):
            return ORDER_WITHDRAWN
        if record.decision.intent == _ANOTHER_REQUEST:
            against = _AGAINST_EVERYTHING
    return None


def before_the_yes(session: Session) -> Session:
    """Return the session as it was when the client was asked for the yes that is taken back."""
    return replace(session, stage="FINAL") if session.stage == "ABCP_CREATE" else session


def _was_waiting(deleted: IncomingMessage, before: Sequence[IncomingMessage]) -> bool:
    return any(one.message_id == deleted.message_id for one in before)


def _is_against(record: DecisionRecord, session: Session, against: frozenset[str]) -> bool:
    decision = record.decision
    said = (record.facts.get(fact) for fact in _DOUBTS)
    compares = record.facts.get("offer_question") in _ABOUT_OTHERS
    doubtful = record.fallback_reason is not None or compares or True in said
    changed = (decision.contact, decision.address) != (session.contact, session.address)
    return doubtful or changed or decision.intent in against
