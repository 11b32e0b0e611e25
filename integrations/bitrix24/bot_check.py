"""Says whether the bot that a portal is kept with is there."""

from engine.errors import CallRefused
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.wire_values import each, mapping, whole

_LIST, _GET_V2 = "imbot.bot.list", "imbot.v2.Bot.get"


def has_bot(client: Bitrix24Client, portal: Portal) -> bool:
    """Ask the portal for its bot; raises CallFailed as a call does."""
    if not portal.bot_id:
        return False
    if portal.chat.api == 1:
        owner = {"CLIENT_ID": portal.client_id.reveal()} if portal.client_id else {}
        listed = client.call(portal, _LIST, owner)
        rows = each(listed) if isinstance(listed, list | dict) else ()
        return portal.bot_id in {whole(mapping(row).get("ID")) for row in rows}
    token = {"botToken": portal.client_id.reveal()} if portal.client_id else {}
    try:
        client.call(portal, _GET_V2, {**token, "botId": portal.bot_id})
    except CallRefused as error:
        if error.remote_code in {"BOT_NOT_FOUND", "BOT_OWNERSHIP_ERROR"}:
            return False
        raise
    return True
