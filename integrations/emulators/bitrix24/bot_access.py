"""Who may speak as which bot in which chat, by the rules of API version 1."""

import re

from integrations.emulators.bitrix24.bots import Bot, BotBook
from integrations.emulators.bitrix24.chats import Chat, ChatBook
from integrations.emulators.bitrix24.rest_call import Params, RestError, positive_id

_DIALOG = re.compile(r"^chat(\d+)$")


class BotAccess:
    """Checks a call against the registered bots and the open chats."""

    def __init__(self, bots: BotBook, chats: ChatBook) -> None:
        self._bots = bots
        self._chats = chats

    def client_id(self, given: Params) -> str:
        client_id = given.get("CLIENT_ID")
        if not client_id:
            raise RestError(403, "ACCESS_DENIED", "Access denied! Client ID not specified")
        return str(client_id)

    def own_bot(self, given: Params) -> Bot:
        """With a webhook the CLIENT_ID of the registration names the bot's owner."""
        client_id = self.client_id(given)
        named = "BOT_ID" in given
        bot = self._bots.find(positive_id(given["BOT_ID"]) or 0) if named else self._bots.line_bot
        if bot is None:
            raise RestError(400, "BOT_ID_ERROR", "Bot not found")
        if client_id != bot.client_id:
            raise RestError(400, "APP_ID_ERROR", "Bot was installed by another rest application")
        return bot

    def chat(self, given: Params) -> Chat:
        dialog_id = str(given.get("DIALOG_ID") or "")
        if not dialog_id:
            raise RestError(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty")
        match = _DIALOG.match(dialog_id)
        chat = self._chats.find(int(match[1])) if match else None
        if chat is None:
            raise RestError(400, "WRONG_REQUEST", "Message isn't added")
        return chat
