"""What arrives: one chat message in the form every later step understands."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NewType

DialogKey = NewType("DialogKey", str)
"""`<portal domain>|<dialog id>`: the unit of ordering, locking and memory."""

_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?")
_DIALOG_ID = re.compile(r"(?:chat|sg)?\d{1,18}")


class Author(StrEnum):
    """Who wrote a message."""

    CLIENT = "client"
    MANAGER = "manager"
    SYSTEM = "system"
    BOT = "bot"


AttachmentKind = Literal["image", "voice", "video", "document"]


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message; only its kind matters to rules."""

    kind: AttachmentKind
    name: str = ""


@dataclass(frozen=True)
class Message:
    """The text and its surroundings, free of any transport."""

    text: str
    author: Author = Author.CLIENT
    attachments: tuple[Attachment, ...] = ()
    forwarded: bool = False


@dataclass(frozen=True)
class IncomingMessage:
    """A message placed in its portal, dialog and CRM context."""

    member_id: str
    dialog: DialogKey
    dialog_id: str
    chat_id: int
    message_id: int
    message: Message
    lead_id: int | None = None
    deal_id: int | None = None


def dialog_key(*, domain: str, dialog_id: str) -> DialogKey:
    """Build the key of a dialog.

    Raises ValueError for a domain or dialog id of another alphabet: both become part of Redis
    key names, where braces would move keys to another cluster slot.
    """
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("portal domain is not a host name")
    if not _DIALOG_ID.fullmatch(dialog_id):
        raise ValueError("dialog id is not of the form chat<number>")
    return DialogKey(f"{domain}|{dialog_id}")
