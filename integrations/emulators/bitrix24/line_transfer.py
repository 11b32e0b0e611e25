"""imopenlines.bot.session.transfer: the bot names who takes the client over."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.bots import BotBook
from integrations.emulators.bitrix24.chats import ChatBook
from integrations.emulators.bitrix24.rest_call import (
    Params,
    RestError,
    RestMethod,
    positive_id,
    upper_keys,
)
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json

_IN_QUEUE = 0


class LineTransferMethods:
    """Moves a chat of the line's bot to a person or a queue."""

    def __init__(self, portal: Portal, bots: BotBook, chats: ChatBook) -> None:
        self._portal = portal
        self._bots = bots
        self._chats = chats

    def table(self) -> Mapping[str, RestMethod]:
        return {"imopenlines.bot.session.transfer": self.transfer}

    def transfer(self, params: Params) -> Json:
        given = upper_keys(params)
        chat_id = positive_id(given.get("CHAT_ID"))
        if chat_id is None or self._chats.find(chat_id) is None:
            raise RestError(400, "CHAT_ID_EMPTY", "Chat ID can't be empty")
        if given.get("CLIENT_ID") != self._bots.line_bot.client_id:
            raise RestError(400, "BOT_ID_ERROR", "Bot not found")
        operator_id = self._receiver(given)
        # LEAVE=N keeps the bot in the chat until the receiver answers.
        if given.get("LEAVE") == "Y":
            self._chats.seat(chat_id, operator_id)
        return True

    def _receiver(self, given: Params) -> int:
        transfer_id = str(given.get("TRANSFER_ID") or "")
        named = {
            "USER_ID": given.get("USER_ID"),
            "QUEUE_ID": given.get("QUEUE_ID") or transfer_id.removeprefix("queue") or None,
        }
        asked = {name: value for name, value in named.items() if value is not None}
        if len(asked) != 1:
            raise RestError(400, "TRANSFER_ID_EMPTY", "Exactly one receiver must be named")
        ((name, value),) = asked.items()
        number = positive_id(value)
        if number is None:
            raise RestError(400, f"{name}_EMPTY", f"{name} can't be empty")
        known = (self._portal.manager_id,) if name == "USER_ID" else self._portal.queue_ids
        if number not in known:
            raise RestError(400, "OPERATOR_WRONG", "Wrong operator")
        return number if name == "USER_ID" else _IN_QUEUE
