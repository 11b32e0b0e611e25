"""Registers the bot of a portal, or tells the one there is where its events go from now on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import CallRefused, OutcomeUnknown
from integrations.bitrix24.bot_owner import owner_v1, owner_v2
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.secret import Secret

USUAL_CODE = "cortex"
"""What our bot is called on a portal when nobody says otherwise."""

_LIST, _REGISTER, _UPDATE = "imbot.bot.list", "imbot.register", "imbot.update"
_REGISTER_V2, _UPDATE_V2 = "imbot.v2.Bot.register", "imbot.v2.Bot.update"


@dataclass(frozen=True)
class BotToRegister:
    """What a portal is told of its bot."""

    name: str
    """What clients see; a bot that is there keeps the name people gave it."""
    handler_url: Secret
    """Where its events go; the path holds the secret of the webhook."""
    code: str | None = None
    """None stands for the bot that the portal is kept with, else the usual code."""


@dataclass(frozen=True)
class RegisteredBot:
    """A bot whose events now go where they should."""

    bot_id: int
    made: bool
    """False when it was there and has only been told."""


def register_bot(client: Bitrix24Client, portal: Portal, bot: BotToRegister) -> RegisteredBot:
    """Find the bot and tell it the address, else register it; repeating changes nothing.

    A portal does not say where a bot's events go, so a bot that is there is told every time.
    Raises CallFailed as a call does.
    """
    register = _registered_v1 if portal.chat.api == 1 else _registered_v2
    return register(client, portal, bot)


def _registered_v1(client: Bitrix24Client, portal: Portal, bot: BotToRegister) -> RegisteredBot:
    # Whether registering twice makes two bots is not documented, so the bot is looked for first.
    owner = owner_v1(portal)
    handler = {"EVENT_HANDLER": bot.handler_url.reveal()}
    known = _known_v1(client.call(portal, _LIST, owner), portal, bot)
    if known is not None:
        client.call(portal, _UPDATE, {**owner, "BOT_ID": known, "FIELDS": handler})
        return RegisteredBot(known, made=False)
    params = {
        **owner,
        **handler,
        "CODE": bot.code or USUAL_CODE,
        "TYPE": "O",
        "OPENLINE": "Y",
        "PROPERTIES": {"NAME": bot.name},
    }
    return RegisteredBot(_bot_id(client.call(portal, _REGISTER, params), _REGISTER), made=True)


def _known_v1(listed: Any, portal: Portal, bot: BotToRegister) -> int | None:
    # PHP writes an empty map as an empty list.
    values = listed.values() if isinstance(listed, dict) else listed
    rows: Iterable[Any] = values if isinstance(values, Iterable) else ()
    codes = {_bot_id(row.get("ID"), _LIST): row.get("CODE") for row in map(_as_map, rows) if row}
    if bot.code is None and portal.bot_id in codes:
        return portal.bot_id
    wanted = bot.code or USUAL_CODE
    return next((bot_id for bot_id, code in codes.items() if code == wanted), None)


def _registered_v2(client: Bitrix24Client, portal: Portal, bot: BotToRegister) -> RegisteredBot:
    if bot.code is None and portal.bot_id:
        try:
            _update_v2(client, portal, bot, portal.bot_id)
        except CallRefused as error:
            if error.remote_code != "BOT_NOT_FOUND":
                raise
        else:
            return RegisteredBot(portal.bot_id, made=False)
    fields = {
        **owner_v2(portal),
        **_events_v2(portal, bot),
        "code": bot.code or USUAL_CODE,
        "type": "openline",
        "properties": {"name": bot.name},
    }
    result = client.call(portal, _REGISTER_V2, {"fields": fields})
    bot_id = _bot_id(_as_map(_as_map(result).get("bot")).get("id"), _REGISTER_V2)
    # Registering gives the bot of a code that there is, but leaves its address as it was.
    _update_v2(client, portal, bot, bot_id)
    return RegisteredBot(bot_id, made=bot_id != portal.bot_id)


def _update_v2(client: Bitrix24Client, portal: Portal, bot: BotToRegister, bot_id: int) -> None:
    fields = _events_v2(portal, bot)
    client.call(portal, _UPDATE_V2, {**owner_v2(portal), "botId": bot_id, "fields": fields})


def _events_v2(portal: Portal, bot: BotToRegister) -> Mapping[str, object]:
    mode = portal.chat.events
    address = {"webhookUrl": bot.handler_url.reveal()} if mode == "webhook" else {}
    return {"eventMode": mode, **address}


def _as_map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _bot_id(value: Any, operation: str) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    message = f"{SYSTEM} {operation}: the answer has another shape than documented"
    raise OutcomeUnknown(message, system=SYSTEM, operation=operation, remote_code="ANSWER_SHAPE")
