"""What came of an order, as the message that tells its own dialog of it."""

from engine.effects import Action, EffectState
from engine.messages import Author, DialogKey, Happening, IncomingMessage, Message, encode_incoming
from engine.order_effects import PlaceOrder

ORDER_PARTIAL = "ORDER_PARTIAL"
"""Not exactly the confirmed lines were ordered; the numbers of the orders follow the code."""

SETTLED_NOT_DONE = "SETTLED_NOT_DONE"
"""A person has looked for it: it was not done."""

_NEVER_SENT = frozenset({"TOO_OLD", "TOO_MANY_ATTEMPTS"})
"""Why the journal stops trying what was proved not to have been applied."""


def news_of(action: Action, *, dialog: DialogKey, state: EffectState, result: str) -> str | None:
    """Return the document for the mailbox when a final outcome is news to the dialog."""
    if not isinstance(action, PlaceOrder) or not state.terminal:
        return None
    happening, number, reason = _told(state, result)
    return encode_incoming(
        IncomingMessage(
            member_id=action.member_id,
            dialog=dialog,
            dialog_id=action.dialog_id,
            chat_id=action.chat_id,
            message_id=0,
            message=Message(
                "",
                author=Author.SYSTEM,
                happening=happening,
                order_number=number,
                reason=reason,
                order=action.contents,
            ),
        )
    )


def happening_of(state: EffectState, result: str) -> Happening:
    """Return what the dialog was told, or is to be told, of such an end of an order."""
    return _told(state, result)[0]


def _told(state: EffectState, result: str) -> tuple[Happening, str | None, str | None]:
    if state is EffectState.SUCCEEDED:
        return "order_placed", result, None
    code, _, numbers = result.partition(" ")
    if code == ORDER_PARTIAL:
        return "order_partial", numbers, result
    if state is EffectState.FAILED or code in _NEVER_SENT:
        return "order_failed", None, result
    # Whatever else went to a person may have been ordered: nothing is promised, nothing denied.
    return "order_unclear", None, result
