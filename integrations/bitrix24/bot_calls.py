"""What the bot does in a chat, as calls of the API version that its portal uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from engine.effects import ChatReply
from integrations.bitrix24.bot_owner import owner_v1, owner_v2
from integrations.bitrix24.chat_text import plain
from integrations.bitrix24.portal import Portal

_REPLIES = UUID("4f9ad2b5-7a5c-5d6e-9c0b-0d1d6a2f3c41")
_TYPING_SECONDS = 30


@dataclass(frozen=True)
class BotCall:
    """One REST call."""

    method: str
    params: Mapping[str, object]


def say(portal: Portal, reply: ChatReply) -> BotCall:
    """Say a reply in the name of the bot."""
    text = plain(reply.text)
    if portal.chat.api == 1:
        message = {"DIALOG_ID": reply.dialog_id, "MESSAGE": text, "URL_PREVIEW": "N"}
        keyboard = _keyboard(portal, reply, name="KEYBOARD")
        return BotCall("imbot.message.add", {**_bot_v1(portal), **message, **keyboard})
    said = {"message": text, "urlPreview": False, "templateId": template_id(reply)}
    fields = {**said, **_keyboard(portal, reply, name="keyboard")}
    call = {**_bot_v2(portal), "dialogId": reply.dialog_id, "fields": fields}
    return BotCall("imbot.v2.Chat.Message.send", call)


def show_typing(portal: Portal, dialog_id: str) -> BotCall:
    """Show the three dots."""
    if portal.chat.api == 1:
        return BotCall("imbot.chat.sendTyping", {**_bot_v1(portal), "DIALOG_ID": dialog_id})
    call = {**_bot_v2(portal), "dialogId": dialog_id, "duration": _TYPING_SECONDS}
    return BotCall("imbot.v2.Chat.InputAction.notify", call)


def template_id(reply: ChatReply) -> str:
    """Return the uuid of a reply, the same for every attempt to send it.

    The portal may know a message by it (unproven), and shows it in the chat's history.
    """
    return str(uuid5(_REPLIES, f"{reply.member_id}|{reply.tag}"))


def _keyboard(portal: Portal, reply: ChatReply, *, name: str) -> Mapping[str, object]:
    """Lay buttons out that send their words: the client then says them as if they were typed.

    Commands would have to be registered; words are understood wherever they come from.
    """
    if not portal.chat.buttons or not reply.buttons:
        return {}
    buttons = [
        {"TEXT": words, "ACTION": "SEND", "ACTION_VALUE": words, "DISPLAY": "LINE"}
        for words in map(plain, reply.buttons)
    ]
    return {name: {"BOT_ID": portal.bot_id, "BUTTONS": buttons}}


def _bot_v1(portal: Portal) -> Mapping[str, object]:
    return {"BOT_ID": portal.bot_id, **owner_v1(portal)}


def _bot_v2(portal: Portal) -> Mapping[str, object]:
    return {"botId": portal.bot_id, **owner_v2(portal)}
