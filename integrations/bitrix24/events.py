"""The way in from Bitrix24: an event's body becomes a message that can be trusted and kept."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from engine.errors import RequestInvalid
from engine.messages import Author, IncomingMessage, Message, dialog_key
from engine.ports.lead_dialogs import DialogAddress
from integrations.bitrix24.event_body import Tree, parse_body
from integrations.bitrix24.event_fields import branch, envelope_fields, is_read, lead_fields
from integrations.bitrix24.event_kinds import CHAT_EVENTS, LEAD_EVENT, EventKind
from integrations.bitrix24.event_message import ChatMessage, chat_message
from integrations.bitrix24.portal import Portal
from integrations.secret import Secret

MAX_AGE_SECONDS = 24 * 60 * 60
_NO_BOT = "0"
# Compared against when the sender is a stranger, so that strangers cost the same time.
_DUMMY_TOKEN = Secret("0" * 32)


@dataclass(frozen=True)
class Event:
    """One webhook event, well formed but not yet trusted: see verify_token."""

    name: str
    member_id: str
    application_token: Secret
    bot_id: str
    sent_at: int | None = None
    """Unix seconds by the portal's clock."""
    message: ChatMessage | None = None
    """None for events that are not about a chat message."""
    lead_id: int | None = None
    """The lead that was changed, if that is what happened."""


def parse_event(body: bytes, content_type: str) -> Event:
    """Read the body of a webhook call.

    Raises RequestInvalid with the codes of event_body.py or EVENT_INVALID. Events other than
    messages, commands and changed leads are acknowledged without work: the portal takes refusals
    for a failing handler.
    """
    return event_from(parse_body(body, content_type, is_read))


def event_from(tree: Tree) -> Event:
    """Read an event out of its tree; raises RequestInvalid EVENT_INVALID."""
    envelope = envelope_fields(tree)
    name = envelope["name"].upper()
    kind, bot_id = CHAT_EVENTS.get(name), _bot_id(tree)
    token = branch(tree, "auth").get("application_token")
    sent_at = envelope.get("sent_at")
    return Event(
        name=name,
        member_id=envelope["member_id"],
        application_token=Secret(token if isinstance(token, str) else ""),
        bot_id=bot_id,
        sent_at=int(sent_at) if sent_at else None,
        message=chat_message(tree, kind, bot_id=bot_id) if kind else None,
        lead_id=int(lead_fields(tree)["lead_id"]) if name == LEAD_EVENT else None,
    )


def verify_token(portal: Portal | None, event: Event) -> bool:
    """Say whether the portal itself sent the event; a stranger (None) never did."""
    expected = portal.application_token if portal else _DUMMY_TOKEN
    given = event.application_token.reveal().encode("utf-8", "surrogatepass")
    equal = compare_digest(expected.reveal().encode(), given)
    return equal and portal is not None and bool(expected)


def reject_expired(sent_at: int | None, *, now: float) -> None:
    """Raise RequestInvalid EVENT_EXPIRED for an event so old that its repeat is forgotten."""
    if sent_at is not None and now - sent_at > MAX_AGE_SECONDS:
        raise RequestInvalid("the event is older than a day", code="EVENT_EXPIRED")


def event_key(event: Event) -> str:
    """Return what makes the event the same event again: Bitrix24 gives events no id.

    Empty for a changed lead: two changes within a second read alike, and the lead is looked at
    again anyway.
    """
    if event.lead_id is not None:
        return ""
    said = event.message
    if said is None:
        return f"{event.member_id}:{event.name}:{event.bot_id}:0"
    known_by = (event.member_id, _told_as(event), event.bot_id, said.message_id, *_apart(event))
    return ":".join(map(str, known_by))


def place_in_chat(event: Event) -> int:
    """Return the number that the portal gave the message when it was written.

    0 for what was not written now: an edit and a deletion carry the number of their message, a
    pressed button that of the bot's, and a changed lead has none.
    """
    said = event.message
    if said is None or said.change != "written" or said.press is not None:
        return 0
    return said.message_id


def _told_as(event: Event) -> str:
    """Return the name under which a message is known: a typed command is told twice."""
    kind = CHAT_EVENTS.get(event.name)
    pressed = event.message is not None and event.message.press is not None
    if kind is None or kind.deed != "command" or pressed:
        return event.name
    return next(n for n, k in CHAT_EVENTS.items() if k == EventKind("written", kind.version))


def _apart(event: Event) -> tuple[str | int | None, ...]:
    """Return what tells events about one message apart: edits differ by text, presses by time."""
    said = event.message
    if said is None:
        return ()
    if said.press is not None:
        return said.press.command_id, _digest(said.press.words), event.sent_at
    return (_digest(said.message.text),) if said.change == "edited" else ()


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_incoming_message(event: Event, portal: Portal) -> IncomingMessage | None:
    """Place the message in the dialog of the configured portal; None when there is no work.

    Only clients change their minds: what others edit was heard when they wrote it.
    """
    said = event.message
    if said is None or not _is_heard(said):
        return None
    return IncomingMessage(
        member_id=portal.member_id,
        dialog=dialog_key(domain=portal.domain, dialog_id=said.dialog_id),
        dialog_id=said.dialog_id,
        chat_id=said.chat_id,
        message_id=said.message_id,
        message=said.message,
        lead_id=said.lead_id,
        deal_id=said.deal_id,
        change=said.change,
    )


def _is_heard(said: ChatMessage) -> bool:
    author = said.message.author
    if said.change == "deleted":
        # It may name who deleted instead of who wrote; nobody's message but the client's is undone.
        return author is not Author.BOT
    revised = said.change == "edited" or said.press is not None
    return author is Author.CLIENT or not revised


def to_lead_updated(event: Event, portal: Portal, address: DialogAddress) -> IncomingMessage:
    """Place the change of a lead in the dialog that belongs to it; nobody said anything."""
    return IncomingMessage(
        member_id=portal.member_id,
        dialog=address.dialog,
        dialog_id=address.dialog_id,
        chat_id=address.chat_id,
        message_id=0,
        message=Message("", author=Author.SYSTEM, happening="lead_updated"),
        lead_id=event.lead_id,
    )


def _bot_id(tree: Tree) -> str:
    # v1 keys the block by the bot's id, v2 names it inside, a removed bot of v1 has no block.
    data = branch(tree, "data")
    v1 = [name for name in branch(data, "BOT") if _is_number(name)]
    told = (*sorted(v1), branch(data, "bot").get("id"), data.get("BOT_ID"))
    return next((i for i in told if isinstance(i, str) and _is_number(i)), _NO_BOT)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18  # noqa: PLR2004 - as in the schema
