"""Whether a client could have read the last reply before writing; docs/decisions/0023."""

from engine.effects import EffectKey, EffectState
from engine.messages import Author, IncomingMessage
from engine.ports.dialogs import Claim
from engine.ports.effects_journal import EffectsJournal
from engine.session import Session


def is_reply_unseen(
    incoming: IncomingMessage, session: Session, *, claim: Claim, journal: EffectsJournal
) -> bool:
    """Say whether a client's message stands above the last reply, or the reply never came.

    The portal numbers what is written and what is said in one row. An edit keeps the number of
    its message, and when it was made is not told: made of an old message it answers nothing.
    A reply that the journal has forgotten is weeks old, so it was there. What comes late says what
    its writer wanted then, so it is no answer either; docs/decisions/0025.
    """
    if session.last_reply_key is None or incoming.message.author is not Author.CLIENT:
        return False
    if incoming.late:
        return True
    entry = journal.entry(claim, EffectKey(session.last_reply_key))
    if entry is None:
        return False
    if entry.state is not EffectState.SUCCEEDED:
        return True
    return entry.result.isdecimal() and incoming.message_id < int(entry.result)
