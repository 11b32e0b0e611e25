"""What is left to hear of a message after its edits and deletions; docs/decisions/0017."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.messages import Author, IncomingMessage
from engine.session import Revision, Session

_DELETED = ""


@dataclass(frozen=True)
class TakenUp:
    """A message as it stands now, None when there is nothing to hear, and what is known of it."""

    incoming: IncomingMessage | None
    session: Session


def take_up(
    incoming: IncomingMessage, waiting: Sequence[IncomingMessage], session: Session
) -> TakenUp:
    """Look at what waits behind a message: only the last word its author left there counts."""
    if incoming.message.author is not Author.CLIENT and incoming.change == "written":
        return TakenUp(incoming, session)
    later = [one for one in waiting if _revises(one, incoming)]
    match incoming.change:
        case "written":
            return _written(incoming, later, session)
        case "edited":
            return _edited(incoming, later, session)
        case "deleted":
            return TakenUp(None, session.revising(Revision(incoming.message_id, _DELETED)))


def _written(
    incoming: IncomingMessage, later: Sequence[IncomingMessage], session: Session
) -> TakenUp:
    if incoming.message_id in {known.message_id for known in session.revisions}:
        return TakenUp(None, session)
    if not later:
        return TakenUp(incoming, session)
    if _is_withdrawn(later):
        return TakenUp(None, session.revising(Revision(incoming.message_id, _DELETED)))
    text = later[-1].message.text
    last_word = replace(incoming, message=replace(incoming.message, text=text))
    return TakenUp(last_word, session.revising(_revision(last_word)))


def _edited(
    incoming: IncomingMessage, later: Sequence[IncomingMessage], session: Session
) -> TakenUp:
    """Hear an edit as words said now, unless these words or a later form of them were heard."""
    revision = _revision(incoming)
    known = {(one.message_id, one.words) for one in session.revisions}
    old = {(revision.message_id, revision.words), (revision.message_id, _DELETED)}
    if later or known & old or _same_as_last_heard(incoming, session):
        return TakenUp(None, session)
    return TakenUp(incoming, session.revising(revision))


def _revises(later: IncomingMessage, incoming: IncomingMessage) -> bool:
    return later.message_id == incoming.message_id and later.change != "written"


def _is_withdrawn(later: Sequence[IncomingMessage]) -> bool:
    # What was deleted stays so, even where the events of an edit and the deletion swapped places.
    return any(one.change == "deleted" for one in later)


def _same_as_last_heard(incoming: IncomingMessage, session: Session) -> bool:
    if incoming.message_id != session.last_message_id:
        return False
    heard = next((t.text for t in reversed(session.history) if t.role == Author.CLIENT), None)
    return heard is not None and _words(heard) == _words(incoming.message.text)


def _revision(incoming: IncomingMessage) -> Revision:
    return Revision(incoming.message_id, _words(incoming.message.text) or "-")


def _words(text: str) -> str:
    """Return the letters and digits: marks and spaces put right say nothing new."""
    return "".join(filter(str.isalnum, text.casefold()))[:_WORDS_KEPT]


_WORDS_KEPT = 200
