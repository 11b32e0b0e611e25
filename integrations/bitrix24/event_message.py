"""The chat message inside an event: who wrote it, what came with it, which lead it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath

from engine.messages import Attachment, AttachmentKind, Author, Change, Message
from integrations.bitrix24.event_body import Tree
from integrations.bitrix24.event_fields import (
    Fields,
    branch,
    command_fields,
    event_data,
    message_fields,
)
from integrations.bitrix24.event_kinds import EventKind

_TRUE = frozenset({"Y", "YES", "TRUE", "1"})
_OPEN_LINE = frozenset({"LINES", "L"})
_BUTTON_CONTEXTS = frozenset({"KEYBOARD", "MENU"})
_ENTITY_PARTS = 4
_ID_DIGITS = 18
_NOBODY = "0"
_ATTACHMENTS_READ = 20
_NAME_LIMIT = 200
_KIND_BY_TYPE: dict[str, AttachmentKind] = {
    "image": "image",
    "audio": "voice",
    "voice": "voice",
    "video": "video",
}
_KIND_BY_SUFFIX: dict[str, AttachmentKind] = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".bmp"), "image"),
    **dict.fromkeys((".ogg", ".oga", ".opus", ".mp3", ".m4a", ".wav", ".amr", ".aac"), "voice"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".3gp"), "video"),
}


@dataclass(frozen=True)
class Press:
    """A command given by a button; the message is then the one the button belongs to."""

    command_id: int
    words: str


@dataclass(frozen=True)
class ChatMessage:
    """A message with its place in the chat and the CRM, before the portal is known."""

    dialog_id: str
    chat_id: int
    message_id: int
    message: Message
    lead_id: int | None
    deal_id: int | None
    change: Change = "written"
    press: Press | None = None
    """The button that was pressed, when the words are those of a button."""


def chat_message(tree: Tree, kind: EventKind, *, bot_id: str = _NOBODY) -> ChatMessage:
    """Read the message of an event; MESSAGE_ORIGINAL, the text before edits, is ignored."""
    said = _message(tree, kind, bot_id)
    match kind.deed:
        case "written":
            return said
        case "edited":
            return replace(said, change="edited")
        case "deleted":
            # The text is a notice of the portal's own, "this message has been deleted".
            return replace(said, change="deleted", message=replace(said.message, text=""))
        case "command":
            return _command(said, command_fields(tree, version=kind.version))


def _command(said: ChatMessage, command: Fields) -> ChatMessage:
    """Take a pressed button for the words behind it; a typed command is a message as any other."""
    words = command.get("command_params", "").strip() or command.get("command", "").strip()
    if command.get("command_context", "").upper() in _BUTTON_CONTEXTS:
        press = Press(int(command["command_id"]), words)
        return replace(said, message=replace(said.message, text=words), press=press)
    return said


def _message(tree: Tree, kind: EventKind, bot_id: str) -> ChatMessage:
    version = kind.version
    fields = message_fields(tree, version=version)
    if kind.deed == "command":
        # The message of a pressed button is the bot's; the user is who pressed it.
        fields = {**fields, "author_id": fields.get("user_id") or fields.get("author_id", _NOBODY)}
    dialog_id, chat_id = _place(fields)
    crm = (fields.get("entity_data_1", ""), fields.get("entity_data_2", ""))
    return ChatMessage(
        dialog_id=dialog_id,
        chat_id=chat_id,
        message_id=int(fields["message_id"]),
        message=Message(
            text=fields.get("text", "").strip(),
            author=_author(fields, bot_id),
            attachments=tuple(_attachments(tree, version=version)),
            forwarded=_is_forwarded(tree, version=version),
        ),
        lead_id=_bound_id("LEAD", crm),
        deal_id=_bound_id("DEAL", crm),
    )


def _place(fields: Fields) -> tuple[str, int]:
    dialog_id = str(fields["dialog_id"])
    chat_id = fields.get("chat_id", _NOBODY)
    return dialog_id, int(dialog_id.lstrip("chatsg") if chat_id == _NOBODY else chat_id)


def _author(fields: Fields, bot_id: str) -> Author:
    author_id = fields.get("author_id")
    if _is_true(fields.get("system")) or author_id == _NOBODY:
        return Author.SYSTEM
    if _is_true(fields.get("bot")) or (author_id == bot_id and bot_id != _NOBODY):
        return Author.BOT
    if fields.get("chat_type", "").upper() not in _OPEN_LINE:
        return Author.CLIENT
    # Commands describe their user without the IS_* flags, edits may not describe them at all.
    is_guest = author_id is not None and author_id == _guest_id(fields)
    return Author.CLIENT if is_guest or _is_true(fields.get("connector")) else Author.MANAGER


def _guest_id(fields: Fields) -> str | None:
    """Return who the line was opened for: `connector|line|external chat|user`."""
    parts = fields.get("entity_id", "").split("|")
    return parts[3] if len(parts) == _ENTITY_PARTS else None


def _attachments(tree: Tree, *, version: int) -> Iterator[Attachment]:
    data = event_data(tree)
    if version == 1:
        yield from _files(branch(data, "PARAMS", "FILES"))
        return
    described = branch(data, "message", "files") or branch(data, "files")
    # Without descriptions a file is known by its id alone.
    yield from _files(described or branch(data, "message", "params", "FILE_ID"))


def _files(files: Tree) -> Iterator[Attachment]:
    for file in list(files.values())[:_ATTACHMENTS_READ]:
        values = file if isinstance(file, dict) else {}
        name = _text(values, "name")
        suffix = PurePath(name).suffix or f".{_text(values, 'extension')}"
        yield Attachment(_kind(suffix.lower(), _text(values, "type").lower()), name)


def _text(values: Tree, name: str) -> str:
    value = values.get(name, "")
    return value[:_NAME_LIMIT] if isinstance(value, str) else ""


def _kind(suffix: str, declared: str) -> AttachmentKind:
    return _KIND_BY_TYPE.get(declared) or _KIND_BY_SUFFIX.get(suffix, "document")


def _is_forwarded(tree: Tree, *, version: int) -> bool:
    block, name = ("PARAMS", "FORWARD") if version == 1 else ("message", "forward")
    forward = branch(event_data(tree), block).get(name)
    if isinstance(forward, dict):
        return bool(forward)
    return bool(forward) and forward not in {_NOBODY, "N"}


def _bound_id(kind: str, texts: tuple[str, ...]) -> int | None:
    """Return the first positive number after the kind: `LEAD|0|COMPANY|0|DEAL|3`, zero is none."""
    for text in texts:
        parts = text.split("|")
        for name, value in pairwise(parts):
            if name == kind and _is_id(value):
                return int(value)
    return None


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= _ID_DIGITS and int(value) > 0


def _is_true(value: str | None) -> bool:
    return value is not None and value.upper() in _TRUE
