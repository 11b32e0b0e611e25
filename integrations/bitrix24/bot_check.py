"""Finds out whether the bot that a portal is kept with is there and tells us what it hears."""

from typing import Any

from engine.errors import CallRefused
from integrations.bitrix24.bot_owner import owner_v1, owner_v2
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_fault import PortalFault
from integrations.bitrix24.wire_values import each, mapping, whole

_LIST, _GET_V2 = "imbot.bot.list", "imbot.v2.Bot.get"


def bot_fault(client: Bitrix24Client, portal: Portal) -> PortalFault | None:
    """Say what is wrong with the bot, None for nothing; raises CallFailed as a call does."""
    register = f"cortex portal register-bot {portal.member_id} --url ADDRESS"
    mode = _event_mode(client, portal)
    if mode is None:
        return PortalFault(
            "BOT_MISSING",
            "the portal has no such bot of ours, so no chat is heard",
            f"{register}, then add the bot to the open line",
        )
    if mode != portal.chat.events:
        return PortalFault(
            "BOT_EVENTS_ELSEWHERE",
            f"the events of the bot go the way `{mode}`, and `{portal.chat.events}` is set",
            register,
        )
    return None


def _event_mode(client: Bitrix24Client, portal: Portal) -> Any:
    """Return which way the bot's events go; None when there is no bot of ours."""
    if not portal.bot_id:
        return None
    if portal.chat.api == 1:
        listed = client.call(portal, _LIST, owner_v1(portal))
        rows = each(listed) if isinstance(listed, list | dict) else ()
        is_there = portal.bot_id in {whole(mapping(row).get("ID")) for row in rows}
        # Bots of version 1 know no other way.
        return "webhook" if is_there else None
    try:
        found = client.call(portal, _GET_V2, {**owner_v2(portal), "botId": portal.bot_id})
    except CallRefused as error:
        if error.remote_code in {"BOT_NOT_FOUND", "BOT_OWNERSHIP_ERROR"}:
            return None
        raise
    return mapping(mapping(found).get("bot")).get("eventMode", "webhook")
