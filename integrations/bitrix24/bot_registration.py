"""Registers the bot of a portal, or finds the one that was registered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import OutcomeUnknown
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.secret import Secret

_LIST, _REGISTER = "imbot.bot.list", "imbot.register"
_REGISTER_V2 = "imbot.v2.Bot.register"


@dataclass(frozen=True)
class BotToRegister:
    """What a portal is told of its bot."""

    code: str
    name: str
    handler_url: Secret
    """Where its events go; the path holds the secret of the webhook."""


def register_bot(client: Bitrix24Client, portal: Portal, bot: BotToRegister) -> int:
    """Return the BOT_ID, of the same bot when it is asked for again; raises as a call does."""
    if portal.chat.api == 1:
        return _registered_v1(client, portal, bot)
    result = client.call(portal, _REGISTER_V2, {"fields": _fields_v2(portal, bot)})
    described = result.get("bot") if isinstance(result, dict) else None
    return _bot_id(described.get("id") if isinstance(described, dict) else None, _REGISTER_V2)


def _registered_v1(client: Bitrix24Client, portal: Portal, bot: BotToRegister) -> int:
    # Whether registering twice makes two bots is not documented, so the code is looked for first.
    owner = _owner_v1(portal)
    listed = client.call(portal, _LIST, owner)
    # PHP writes an empty map as an empty list.
    rows = listed.values() if isinstance(listed, dict) else listed
    for row in rows if rows is not None else ():
        if isinstance(row, dict) and row.get("CODE") == bot.code:
            return _bot_id(row.get("ID"), _LIST)
    params = {
        **owner,
        "CODE": bot.code,
        "TYPE": "O",
        "OPENLINE": "Y",
        "EVENT_HANDLER": bot.handler_url.reveal(),
        "PROPERTIES": {"NAME": bot.name},
    }
    return _bot_id(client.call(portal, _REGISTER, params), _REGISTER)


def _owner_v1(portal: Portal) -> Mapping[str, object]:
    return {"CLIENT_ID": portal.client_id.reveal()} if portal.client_id else {}


def _fields_v2(portal: Portal, bot: BotToRegister) -> Mapping[str, object]:
    mode = portal.chat.events
    delivered = {"webhookUrl": bot.handler_url.reveal()} if mode == "webhook" else {}
    owner = {"botToken": portal.client_id.reveal()} if portal.client_id else {}
    return {
        **owner,
        **delivered,
        "code": bot.code,
        "type": "openline",
        "eventMode": mode,
        "properties": {"name": bot.name},
    }


def _bot_id(value: Any, operation: str) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    message = f"{SYSTEM} {operation}: the answer has another shape than documented"
    raise OutcomeUnknown(message, system=SYSTEM, operation=operation, remote_code="ANSWER_SHAPE")
