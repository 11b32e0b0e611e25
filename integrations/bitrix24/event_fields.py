"""Where an event keeps what Cortex needs, in both versions of the bot API, and its limits."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from integrations.bitrix24.event_body import Path, Tree
from integrations.bitrix24.event_limits import EventLimits, TextLimit

Paths = Mapping[str, tuple[Path, ...]]
Fields = Mapping[str, Any]
"""Texts by our own names, checked against the schema; only event_message.py reads further."""

_NUMBER = TextLimit(form=r"[0-9]{1,18}")
_NEEDED_NUMBER = TextLimit(required=True, form=r"[0-9]{1,18}")
ENVELOPE_PATHS: Paths = MappingProxyType(
    {
        "name": (("event",),),
        "member_id": (("auth", "member_id"), ("data", "bot", "auth", "member_id")),
        "sent_at": (("ts",),),
    }
)
_V1_PATHS: Paths = MappingProxyType(
    {
        "dialog_id": (("PARAMS", "DIALOG_ID"),),
        "chat_id": (("PARAMS", "CHAT_ID"), ("PARAMS", "TO_CHAT_ID")),
        "message_id": (("PARAMS", "MESSAGE_ID"), ("PARAMS", "ID")),
        "text": (("PARAMS", "MESSAGE"), ("PARAMS", "TEXT")),
        "author_id": (("PARAMS", "FROM_USER_ID"), ("PARAMS", "AUTHOR_ID")),
        "user_id": (("USER", "ID"),),
        "system": (("PARAMS", "SYSTEM"),),
        "chat_type": (("PARAMS", "CHAT_ENTITY_TYPE"), ("PARAMS", "MESSAGE_TYPE")),
        "entity_id": (("PARAMS", "CHAT_ENTITY_ID"),),
        "entity_data_1": (("PARAMS", "CHAT_ENTITY_DATA_1"),),
        "entity_data_2": (("PARAMS", "CHAT_ENTITY_DATA_2"),),
        "bot": (("USER", "IS_BOT"),),
        "connector": (("USER", "IS_CONNECTOR"),),
    }
)
_V2_PATHS: Paths = MappingProxyType(
    {
        "dialog_id": (("chat", "dialogId"),),
        "chat_id": (("message", "chatId"), ("chat", "id")),
        "message_id": (("message", "id"), ("messageId",)),
        "text": (("message", "text"),),
        "author_id": (("message", "authorId"),),
        "user_id": (("user", "id"),),
        "system": (("message", "isSystem"),),
        "chat_type": (("chat", "entityType"), ("chat", "type")),
        "entity_id": (("chat", "entityId"),),
        "entity_data_1": (("chat", "entityData1"),),
        "entity_data_2": (("chat", "entityData2"),),
        "bot": (("user", "bot"),),
        "connector": (("user", "connector"),),
    }
)
_V1_COMMAND_PATHS: Paths = MappingProxyType(
    {
        "command": (("COMMAND",),),
        "command_id": (("COMMAND_ID",),),
        "command_params": (("COMMAND_PARAMS",),),
        "command_context": (("COMMAND_CONTEXT",),),
    }
)
_V2_COMMAND_PATHS: Paths = MappingProxyType(
    {
        "command": (("command",),),
        "command_id": (("id",),),
        "command_params": (("params",),),
        "command_context": (("context",),),
    }
)
_READ_NAMES = frozenset(
    place[-1]
    for paths in (ENVELOPE_PATHS, _V1_PATHS, _V2_PATHS, _V1_COMMAND_PATHS, _V2_COMMAND_PATHS)
    for places in paths.values()
    for place in places
) | {"application_token", "BOT_ID", "FIELDS", "FILES", "FORWARD", "files", "forward"}
# `data.params` in lower case has been seen in place of `data.PARAMS`.
_SYNONYMS = (("params", "PARAMS"), ("user", "USER"))


ENVELOPE_LIMITS = EventLimits(
    {
        "name": TextLimit(required=True, maxlength=64),
        "member_id": TextLimit(required=True, form=r"[0-9A-Za-z_-]{1,64}"),
        "sent_at": TextLimit(form=r"[0-9]{1,12}"),
    }
)
MESSAGE_LIMITS = EventLimits(
    {
        "dialog_id": TextLimit(required=True, form=r"(chat|sg)?[1-9][0-9]{0,17}"),
        "chat_id": _NUMBER,
        "message_id": _NEEDED_NUMBER,
        # Bitrix24 itself cuts a message at 20 000 characters; markup may add to it.
        "text": TextLimit(maxlength=40_000),
        "author_id": _NUMBER,
        "user_id": _NUMBER,
        "system": TextLimit(maxlength=8),
        "chat_type": TextLimit(maxlength=64),
        "entity_id": TextLimit(maxlength=512),
        "entity_data_1": TextLimit(maxlength=512),
        "entity_data_2": TextLimit(maxlength=512),
        "bot": TextLimit(maxlength=8),
        "connector": TextLimit(maxlength=8),
    }
)
COMMAND_LIMITS = EventLimits(
    {
        "command": TextLimit(maxlength=255),
        "command_id": _NEEDED_NUMBER,
        "command_params": TextLimit(maxlength=40_000),
        "command_context": TextLimit(maxlength=32),
    }
)
_LEAD_PATHS: Paths = MappingProxyType({"lead_id": (("FIELDS", "ID"),)})
LEAD_LIMITS = EventLimits({"lead_id": TextLimit(required=True, form=r"[1-9][0-9]{0,17}")})


def is_read(path: Path) -> bool:
    """Say whether anything at or under this path is ever looked at."""
    return not _READ_NAMES.isdisjoint(path)


def envelope_fields(tree: Tree) -> Fields:
    """Return which event it is, whose, and when it was sent."""
    return ENVELOPE_LIMITS.require(_pick(tree, ENVELOPE_PATHS))


def message_fields(tree: Tree, *, version: int) -> Fields:
    """Return what a message event says of its message."""
    fields = _pick(event_data(tree), _V1_PATHS if version == 1 else _V2_PATHS)
    if "dialog_id" not in fields and "chat_id" in fields:
        fields["dialog_id"] = f"chat{fields['chat_id']}"
    return MESSAGE_LIMITS.require(fields)


def command_fields(tree: Tree, *, version: int) -> Fields:
    """Return what a command event says of its command; v1 keys the block by the command's id."""
    if version == 1:
        blocks = branch(event_data(tree), "COMMAND")
        block = branch(blocks, min(blocks, default=""))
        return COMMAND_LIMITS.require(_pick(block, _V1_COMMAND_PATHS))
    block = branch(event_data(tree), "command")
    return COMMAND_LIMITS.require(_pick(block, _V2_COMMAND_PATHS))


def lead_fields(tree: Tree) -> Fields:
    """Return what a CRM event says of its lead: nothing but which one it is."""
    return LEAD_LIMITS.require(_pick(event_data(tree), _LEAD_PATHS))


def event_data(tree: Tree) -> Tree:
    """Return the block `data`, its synonyms put right."""
    data = branch(tree, "data")
    missing = {name: data[other] for other, name in _SYNONYMS if other in data and name not in data}
    return {**data, **missing} if missing else data


def branch(tree: Tree, *path: str) -> Tree:
    """Return the subtree at a path, an empty one when there is none."""
    node: Tree | str | None = tree
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def _pick(tree: Tree, paths: Paths) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, places in paths.items():
        for place in places:
            node: Tree | str | None = tree
            for step in place:
                node = node.get(step) if isinstance(node, dict) else None
            if node:
                found[name] = node
                break
    return found
