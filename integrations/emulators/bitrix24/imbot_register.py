"""imbot.register, .update, .bot.list and imbot.command.*: bots and commands of version 1."""

from collections.abc import Mapping
from dataclasses import replace

from integrations.emulators.bitrix24.bot_access import BotAccess
from integrations.emulators.bitrix24.bots import Bot, BotBook
from integrations.emulators.bitrix24.chats import ChatBook
from integrations.emulators.bitrix24.rest_call import (
    Params,
    RestError,
    RestMethod,
    positive_id,
    upper_keys,
)
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, mapping

_HANDLERS = ("EVENT_MESSAGE_ADD", "EVENT_WELCOME_MESSAGE", "EVENT_BOT_DELETE")
_TYPES = frozenset({"B", "O", "H", "S"})
_MOST_BOTS = 5


class ImbotRegistration:
    """What an installer does once; asking again for a code gives the same bot."""

    def __init__(self, bots: BotBook, access: BotAccess, chats: ChatBook) -> None:
        self._bots = bots
        self._access = access
        self._chats = chats

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "imbot.register": self.register,
            "imbot.update": self.update,
            "imbot.bot.list": self.list_bots,
            "imbot.command.register": self.register_command,
            "imbot.command.answer": self.answer_command,
        }

    def register(self, params: Params) -> Json:
        given = upper_keys(params)
        client_id, code = self._access.client_id(given), str(given.get("CODE") or "")
        if not code:
            raise RestError(400, "CODE_ERROR", "Bot code isn't specified")
        self._check_handlers(given)
        name = self._name(given)
        known = self._bots.by_code(code)
        if known is not None:
            return known.bot_id
        if sum(bot.client_id == client_id for bot in self._bots.all()) >= _MOST_BOTS:
            raise RestError(400, "MAX_COUNT_ERROR", "Has reached the maximum number of bots")
        kind = str(given.get("TYPE") or "B")
        lines = kind == "O" or given.get("OPENLINE") == "Y"
        new = Bot(0, code, client_id, name, bot_type=kind, serves_lines=lines)
        return self._bots.add(replace(new, handler=_handler(given))).bot_id

    def update(self, params: Params) -> Json:
        """Change what is named; TYPE and OPENLINE stay what they were registered as."""
        given = upper_keys(params)
        bot = self._access.own_bot(given)
        fields = upper_keys(_mapping(given, "FIELDS"))
        properties = upper_keys(_mapping(fields, "PROPERTIES"))
        told = {
            "code": fields.get("CODE"),
            "handler": _handler(fields),
            "name": properties.get("NAME") or properties.get("LAST_NAME"),
        }
        changes = {name: str(value) for name, value in told.items() if value}
        if not changes:
            raise RestError(400, "WRONG_REQUEST", "Update fields can't be empty")
        self._bots.change(bot, **changes)
        return True

    def list_bots(self, params: Params) -> Json:
        client_id = self._access.client_id(upper_keys(params))
        own = [bot for bot in self._bots.all() if bot.client_id == client_id and bot.version == 1]
        listed: Json = {
            str(bot.bot_id): {
                "ID": str(bot.bot_id),
                "NAME": bot.name,
                "CODE": bot.code,
                "OPENLINE": "Y" if bot.serves_lines else "N",
            }
            for bot in own
        }
        # PHP writes an empty map as an empty list.
        return listed or []

    def register_command(self, params: Params) -> Json:
        given = upper_keys(params)
        bot, name = self._access.own_bot(given), str(given.get("COMMAND") or "")
        if not name:
            raise RestError(400, "COMMAND_ERROR", "Command isn't specified")
        if not given.get("EVENT_COMMAND_ADD"):
            raise RestError(
                400, "EVENT_COMMAND_ADD", "Handler for event command add isn't specified"
            )
        if not given.get("LANG"):
            raise RestError(400, "LANG_ERROR", "Lang set can't be empty")
        return self._bots.add_command(bot, name).command_id

    def answer_command(self, params: Params) -> Json:
        given = upper_keys(params)
        self._access.own_bot(given)
        asked = self._chats.message(positive_id(given.get("MESSAGE_ID")) or 0)
        chat = self._chats.find(asked.chat_id) if asked else None
        text = str(given.get("MESSAGE") or "").strip()
        if chat is None or not (given.get("COMMAND_ID") or given.get("COMMAND")):
            raise RestError(400, "COMMAND_ID_ERROR", "Command not found")
        if not text:
            raise RestError(400, "MESSAGE_EMPTY", "Message can't be empty")
        return self._chats.write(chat, "bot", text).message_id

    def _check_handlers(self, given: Params) -> None:
        if str(given.get("TYPE") or "B") not in _TYPES:
            raise RestError(400, "WRONG_REQUEST", "Unknown type of bot")
        if given.get("EVENT_HANDLER"):
            return
        for handler in _HANDLERS:
            if not given.get(handler):
                raise RestError(400, f"{handler}_ERROR", f"Handler for {handler} isn't specified")

    def _name(self, given: Params) -> str:
        properties = upper_keys(_mapping(given, "PROPERTIES"))
        name = str(properties.get("NAME") or properties.get("LAST_NAME") or "")
        if not name:
            raise RestError(400, "NAME_ERROR", "Bot name isn't specified")
        return name


def _handler(given: Params) -> str:
    """One address for all events, or that for messages where each kind has its own."""
    return str(given.get("EVENT_HANDLER") or given.get("EVENT_MESSAGE_ADD") or "")


def _mapping(given: Params, name: str) -> Params:
    try:
        return mapping(given, name)
    except FieldError:
        return {}
