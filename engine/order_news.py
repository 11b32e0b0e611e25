"""What came of an order, as the message that tells its own dialog of it."""

from collections.abc import Mapping

from engine.effects import Action, EffectState
from engine.messages import Author, DialogKey, Happening, IncomingMessage, Message, encode_incoming
from engine.order_effects import PlaceOrder

ORDER_PARTIAL = "ORDER_PARTIAL"
"""Not exactly the confirmed lines were ordered; the numbers of the orders follow the code, and
what they lack."""

ORDER_WITHDRAWN = "ORDER_WITHDRAWN"
"""The client took the order back, or wants another one, before anything was sent."""

ORDER_YES_DELETED = "ORDER_YES_DELETED"
"""The client deleted a message that the order came of, before anything was sent."""

SETTLED_NOT_DONE = "SETTLED_NOT_DONE"
"""A person has looked for it: it was not done."""

_NEVER_SENT = frozenset({"TOO_OLD", "TOO_MANY_ATTEMPTS"})
"""Why the journal stops trying what was proved not to have been applied."""


_MISSING = "|"
"""What stands between the numbers of orders and the lines that they lack: `958|0:1,2:3`."""


def with_missing(numbers: str, missing: Mapping[int, int] | None) -> str:
    """Write behind the numbers of orders how many pieces of which line, by place, they lack.

    Nothing is written, and read back as unknown, where nobody knows, or where all that was wanted
    is there beside what nobody wanted.
    """
    if not missing:
        return numbers
    lacking = ",".join(f"{place}:{pieces}" for place, pieces in missing.items())
    return f"{numbers}{_MISSING}{lacking}"


def news_of(action: Action, *, dialog: DialogKey, state: EffectState, result: str) -> str | None:
    """Return the document for the mailbox when a final outcome is news to the dialog."""
    if not isinstance(action, PlaceOrder) or not state.terminal:
        return None
    result, missing = _apart(result)
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
                order=action.contents_without(missing),
            ),
        )
    )


def happening_of(state: EffectState, result: str) -> Happening:
    """Return what the dialog was told, or is to be told, of such an end of an order."""
    return _told(state, result)[0]


def _apart(result: str) -> tuple[str, Mapping[int, int] | None]:
    """Return an outcome and the pieces missing in it, by the place of the line; None if unknown."""
    if not result.startswith(ORDER_PARTIAL):
        return result, {}
    told, _, lacking = result.partition(_MISSING)
    if not lacking:
        return told, None
    pairs = (pair.split(":") for pair in lacking.split(","))
    return told, {int(place): int(pieces) for place, pieces in pairs}


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
