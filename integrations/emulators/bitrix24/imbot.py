"""imbot.message.add and imbot.chat.sendTyping: the bot speaks."""

import re
from collections.abc import Mapping

from integrations.emulators.bitrix24.chats import Chat, ChatBook
from integrations.emulators.bitrix24.rest_call import (
    Params,
    RestError,
    RestMethod,
    positive_id,
    upper_keys,
)
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json

# Bitrix24 cuts longer messages and marks the cut.
_LONGEST_MESSAGE = 20_000
_CUT_MARK = " (...)"
_DIALOG = re.compile(r"^chat(\d+)$")


class ImbotMethods:
    """Bot methods of API version 1, called with an incoming webhook."""

    def __init__(self, portal: Portal, chats: ChatBook) -> None:
        self._portal = portal
        self._chats = chats

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "imbot.message.add": self.add_message,
            "imbot.chat.sendTyping": self.send_typing,
        }

    def add_message(self, params: Params) -> Json:
        given = upper_keys(params)
        self._require_own_bot(given)
        chat = self._chat(given)
        text = str(given.get("MESSAGE") or "").strip()
        if not text and not given.get("ATTACH"):
            raise RestError(400, "MESSAGE_EMPTY", "Message can't be empty")
        if len(text) > _LONGEST_MESSAGE:
            text = text[:_LONGEST_MESSAGE] + _CUT_MARK
        return self._chats.write(chat, "bot", text).message_id

    def send_typing(self, params: Params) -> Json:
        given = upper_keys(params)
        self._require_own_bot(given)
        self._chat(given)
        return True

    def _require_own_bot(self, given: Params) -> None:
        """With a webhook the CLIENT_ID of the registration names the bot's owner."""
        client_id = given.get("CLIENT_ID")
        if not client_id:
            raise RestError(403, "ACCESS_DENIED", "Access denied! Client ID not specified")
        if "BOT_ID" in given and positive_id(given["BOT_ID"]) != self._portal.bot_id:
            raise RestError(400, "BOT_ID_ERROR", "Bot not found")
        if client_id != self._portal.client_id:
            raise RestError(400, "APP_ID_ERROR", "Bot was installed by another rest application")

    def _chat(self, given: Params) -> Chat:
        dialog_id = str(given.get("DIALOG_ID") or "")
        if not dialog_id:
            raise RestError(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty")
        match = _DIALOG.match(dialog_id)
        chat = self._chats.find(int(match[1])) if match else None
        if chat is None:
            raise RestError(400, "WRONG_REQUEST", "Message isn't added")
        return chat
