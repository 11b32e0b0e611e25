"""The chat message inside an event: who wrote it, what came with it, which lead it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from engine.messages import Attachment, AttachmentKind, Author, Message
from integrations.bitrix24.event_body import Tree
from integrations.bitrix24.event_fields import Fields, branch, event_data, message_fields

_TRUE = frozenset({"Y", "YES", "TRUE", "1"})
_OPEN_LINE = frozenset({"LINES", "L"})
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
class ChatMessage:
    """A message with its place in the chat and the CRM, before the portal is known."""

    dialog_id: str
    chat_id: int
    message_id: int
    message: Message
    lead_id: int | None
    deal_id: int | None


def chat_message(tree: Tree, *, version: int) -> ChatMessage:
    """Read the message of an event; MESSAGE_ORIGINAL, the text before edits, is ignored."""
    fields = message_fields(tree, version=version)
    dialog_id, chat_id = _place(fields)
    crm = (fields.get("entity_data_1", ""), fields.get("entity_data_2", ""))
    return ChatMessage(
        dialog_id=dialog_id,
        chat_id=chat_id,
        message_id=int(fields["message_id"]),
        message=Message(
            text=fields.get("text", "").strip(),
            author=_author(fields),
            attachments=tuple(_attachments(tree)),
            forwarded=_is_forwarded(tree, version=version),
        ),
        lead_id=_bound_id("LEAD", crm),
        deal_id=_bound_id("DEAL", crm),
    )


def _place(fields: Fields) -> tuple[str, int]:
    dialog_id = str(fields["dialog_id"])
    chat_id = fields.get("chat_id", _NOBODY)
    return dialog_id, int(dialog_id.lstrip("chatsg") if chat_id == _NOBODY else chat_id)


def _author(fields: Fields) -> Author:
    if _is_true(fields.get("system")) or fields.get("author_id") == _NOBODY:
        return Author.SYSTEM
    if _is_true(fields.get("bot")):
        return Author.BOT
    in_line = fields.get("chat_type", "").upper() in _OPEN_LINE
    if in_line and not _is_true(fields.get("connector")):
        return Author.MANAGER
    return Author.CLIENT


def _attachments(tree: Tree) -> Iterator[Attachment]:
    files = branch(event_data(tree), "PARAMS", "FILES")
    for file in list(files.values())[:_ATTACHMENTS_READ]:
        values = file if isinstance(file, dict) else {}
        name, kind = values.get("name", ""), values.get("type", "")
        name = name[:_NAME_LIMIT] if isinstance(name, str) else ""
        yield Attachment(_kind(name, kind if isinstance(kind, str) else ""), name)


def _kind(name: str, declared: str) -> AttachmentKind:
    by_type = _KIND_BY_TYPE.get(declared.lower())
    return by_type or _KIND_BY_SUFFIX.get(PurePath(name).suffix.lower(), "document")


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
    return value.isascii() and value.isdecimal() and int(value) > 0


def _is_true(value: str | None) -> bool:
    return value is not None and value.upper() in _TRUE
