"""What arrives: one chat message in the form every later step understands."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Literal, NewType, get_args

import orjson

from engine.errors import InvalidInput
from engine.order_effects import OrderContents
from engine.session import Contact, ProductRow

DialogKey = NewType("DialogKey", str)
"""`<portal domain>|<dialog id>`: the unit of ordering, locking and memory."""

_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?")
_DIALOG_ID = re.compile(r"(?:chat|sg)?\d{1,18}")
_DOCUMENT_VERSION = 1


class Author(StrEnum):
    """Who wrote a message."""

    CLIENT = "client"
    MANAGER = "manager"
    SYSTEM = "system"
    BOT = "bot"


AttachmentKind = Literal["image", "voice", "video", "document"]
Happening = Literal[
    "none", "lead_updated", "order_placed", "order_partial", "order_failed", "order_unclear"
]
Change = Literal["written", "edited", "deleted"]
"""What its author did to a message in the chat."""


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
    happening: Happening = "none"
    """What took place outside the chat, when nobody wrote; the text is then empty."""
    order_number: str | None = None
    """The shop's number of the order, when one was placed."""
    reason: str | None = None
    """The code of why an order was not placed as confirmed."""
    order: OrderContents | None = field(default=None, repr=False)
    """What the order consists of that this is the news of."""


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
    change: Change = "written"
    late: bool = False
    """It waited so long for the store that its writer may want something else by now."""


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


class DocumentInvalid(InvalidInput):
    """Raised when a stored message cannot be read back; never repairs or guesses."""

    code = "MESSAGE_DOCUMENT_INVALID"


def encode_incoming(incoming: IncomingMessage) -> str:
    """Write a message as the document the inbox keeps."""
    document = {"v": _DOCUMENT_VERSION, **vars(incoming)}
    # What people write stays readable for workers of the version before.
    said = {
        name: value
        for name, value in vars(incoming.message).items()
        if name not in _ADDED_LATER or value != _ADDED_LATER[name]
    }
    document["message"] = said
    if incoming.message.order is not None:
        said["order"] = asdict(incoming.message.order)
        if not said["order"]["missing"]:
            del said["order"]["missing"]
    for name, usual in _USUAL.items():
        if document[name] == usual:
            del document[name]
    return orjson.dumps(document).decode()


def marked_late(document: str) -> str:
    """Return the document of the same message, late; raises DocumentInvalid."""
    return encode_incoming(replace(decode_incoming(document), late=True))


def decode_incoming(document: str) -> IncomingMessage:
    """Read a document of the inbox; DocumentInvalid for anything this version did not write."""
    try:
        values = _exactly(_with_usual(orjson.loads(document)), _INCOMING_TYPES)
        read = {**values, "message": _message(values["message"])}
        del read["v"]
        return IncomingMessage(**read)
    except (ValueError, TypeError) as error:
        # The cause stays out: it may quote what the client wrote.
        fault = type(error).__name__
    raise DocumentInvalid(f"a stored message is not of version {_DOCUMENT_VERSION} ({fault})")


_INCOMING_TYPES: Mapping[str, tuple[type, ...]] = {
    "v": (int,),
    "member_id": (str,),
    "dialog": (str,),
    "dialog_id": (str,),
    "chat_id": (int,),
    "message_id": (int,),
    "message": (dict,),
    "lead_id": (int, type(None)),
    "deal_id": (int, type(None)),
    "change": (str,),
    "late": (bool,),
}
_MESSAGE_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "author": (str,),
    "attachments": (list,),
    "forwarded": (bool,),
}
_LATER_TYPES: Mapping[str, tuple[type, ...]] = {
    "happening": (str,),
    "order_number": (str, type(None)),
    "reason": (str, type(None)),
    "order": (dict, type(None)),
}
_ADDED_LATER: Mapping[str, Any] = {
    "happening": "none",
    "order_number": None,
    "reason": None,
    "order": None,
}
"""Keys of a message that documents of the version before do not have, with what they mean."""
_ORDER_TYPES: Mapping[str, tuple[type, ...]] = {
    "rows": (list,),
    "contact": (dict,),
    "address": (str, type(None)),
    "missing": (list,),
}
_ROW_TYPES: Mapping[str, tuple[type, ...]] = {"name": (str,), "price": (str,), "quantity": (int,)}
_CONTACT_TYPES: Mapping[str, tuple[type, ...]] = {
    part.name: (str, type(None)) for part in fields(Contact)
}
_USUAL: Mapping[str, Any] = {"change": "written", "late": False}
"""Keys that are left out where they say nothing."""
_ATTACHMENT_TYPES: Mapping[str, tuple[type, ...]] = {"kind": (str,), "name": (str,)}


def _with_usual(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    whole = {**_USUAL, **document}
    if whole["change"] not in get_args(Change):
        raise ValueError("unknown change")
    return whole


def _exactly(values: Any, types: Mapping[str, tuple[type, ...]]) -> Mapping[str, Any]:
    if not isinstance(values, dict) or values.keys() != types.keys():
        raise TypeError("other keys than written")
    if any(type(values[name]) not in kinds for name, kinds in types.items()):
        raise TypeError("a value of another type than written")
    if values.get("v", _DOCUMENT_VERSION) != _DOCUMENT_VERSION:
        raise ValueError("another version")
    return values


def _message(written: Any) -> Message:
    whole = {**_ADDED_LATER, **written} if isinstance(written, dict) else written
    said = _exactly(whole, {**_MESSAGE_TYPES, **_LATER_TYPES})
    if said["happening"] not in get_args(Happening):
        raise ValueError("unknown happening")
    read = {
        "author": Author(said["author"]),
        "attachments": tuple(_attachment(row) for row in said["attachments"]),
        "order": None if said["order"] is None else _order(said["order"]),
    }
    return Message(**{**said, **read})


def _order(written: Any) -> OrderContents:
    whole = {"missing": [], **written} if isinstance(written, dict) else written
    values = _exactly(whole, _ORDER_TYPES)
    return OrderContents(
        rows=_rows(values["rows"]),
        contact=Contact(**_exactly(values["contact"], _CONTACT_TYPES)),
        address=values["address"],
        missing=_rows(values["missing"]),
    )


def _rows(written: list[Any]) -> tuple[ProductRow, ...]:
    return tuple(ProductRow(**_exactly(row, _ROW_TYPES)) for row in written)


def _attachment(row: Any) -> Attachment:
    values = _exactly(row, _ATTACHMENT_TYPES)
    if values["kind"] not in get_args(AttachmentKind):
        raise ValueError("unknown kind of attachment")
    return Attachment(values["kind"], values["name"])
