"""imbot.message.add and imbot.chat.sendTyping: the bot speaks, version 1."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.bot_access import BotAccess
from integrations.emulators.bitrix24.chats import ChatBook, Shown
from integrations.emulators.bitrix24.keyboard import KeyboardRefused, keyboard_from
from integrations.emulators.bitrix24.message_text import cut
from integrations.emulators.bitrix24.rest_call import Params, RestError, RestMethod, upper_keys
from integrations.emulators.exchange import Json


class ImbotMethods:
    """Bot methods of API version 1, called with an incoming webhook."""

    def __init__(self, access: BotAccess, chats: ChatBook) -> None:
        self._access = access
        self._chats = chats

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "imbot.message.add": self.add_message,
            "imbot.chat.sendTyping": self.send_typing,
        }

    def add_message(self, params: Params) -> Json:
        given = upper_keys(params)
        bot = self._access.own_bot(given)
        chat = self._access.chat(given)
        text = str(given.get("MESSAGE") or "").strip()
        if not text and not given.get("ATTACH"):
            raise RestError(400, "MESSAGE_EMPTY", "Message can't be empty")
        try:
            keyboard = keyboard_from(given.get("KEYBOARD"), bot)
        except KeyboardRefused as refused:
            raise RestError(400, refused.code, refused.description) from refused
        return self._chats.write(
            chat,
            "system" if given.get("SYSTEM") == "Y" else "bot",
            cut(text),
            shown=Shown(keyboard, delivered=given.get("SKIP_CONNECTOR") != "Y"),
        ).message_id

    def send_typing(self, params: Params) -> Json:
        given = upper_keys(params)
        self._access.own_bot(given)
        self._access.chat(given)
        return True
