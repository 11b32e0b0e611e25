"""imbot.v2.*: bots, commands, messages, typing and the fetching of events, version 2."""

import re
from collections.abc import Mapping
from uuid import UUID

from integrations.emulators.bitrix24.bots import Bot, BotBook, EventMode, bot_as_json
from integrations.emulators.bitrix24.chats import Chat, ChatBook, Shown
from integrations.emulators.bitrix24.event_queue import EventQueue
from integrations.emulators.bitrix24.keyboard import KeyboardRefused, keyboard_from
from integrations.emulators.bitrix24.message_text import cut
from integrations.emulators.bitrix24.rest_call import Params, RestError, RestMethod, positive_id
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, mapping

_DIALOG = re.compile(r"^chat(\d+)$")
_LONGEST_TOKEN = 40
_TYPES = frozenset({"bot", "openline", "supervisor", "personal"})
_MODES: Mapping[str, EventMode] = {"webhook": "webhook", "fetch": "fetch"}
_LONGEST_TYPING_SECONDS = 600
_MOST_EVENTS, _USUAL_EVENTS = 1000, 100


class ImbotV2Methods:
    """Bot methods of API version 2, called with an incoming webhook: botToken in each call."""

    def __init__(
        self, bots: BotBook, chats: ChatBook, queue: EventQueue, *, dedupes_by_template: bool
    ) -> None:
        self._bots = bots
        self._chats = chats
        self._queue = queue
        self._dedupes_by_template = dedupes_by_template

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "imbot.v2.Bot.register": self.register,
            "imbot.v2.Bot.update": self.update,
            "imbot.v2.Bot.get": self.get,
            "imbot.v2.Command.register": self.register_command,
            "imbot.v2.Command.answer": self.answer_command,
            "imbot.v2.Chat.Message.send": self.send,
            "imbot.v2.Chat.InputAction.notify": self.notify,
            "imbot.v2.Event.get": self.events,
            "imbot.v2.Revision.get": self.revision,
        }

    def register(self, params: Params) -> Json:
        fields = _fields(params)
        token, code = _token(fields), str(fields.get("code") or "")
        if not code:
            raise RestError(400, "BOT_CODE_REQUIRED", "Bot code is required")
        name = str(_mapping(fields, "properties").get("name") or "")
        if not name:
            raise RestError(400, "BOT_PROPERTIES_REQUIRED", "Bot properties are required")
        known = self._bots.by_code(code)
        if known is not None and known.client_id != token:
            raise RestError(400, "BOT_CODE_ALREADY_TAKEN", "Bot code is already taken")
        bot = known or self._bots.add(_new_bot(fields, code=code, token=token, name=name))
        return {"bot": bot_as_json(bot), "users": []}

    def update(self, params: Params) -> Json:
        """Change what is named; a webhook bot without an address would hear nothing."""
        bot, fields = self._own_bot(params), _fields(params)
        mode = _event_mode(fields, usual=bot.event_mode)
        told = {
            "handler": fields.get("webhookUrl"),
            "name": _mapping(fields, "properties").get("name"),
        }
        changes = {name: str(value) for name, value in told.items() if value}
        if mode == "webhook" and bot.event_mode == "fetch" and "handler" not in changes:
            raise RestError(400, "BOT_WEBHOOK_URL_REQUIRED", "webhookUrl is required")
        changed = self._bots.change(bot, event_mode=mode, **changes)
        return {"bot": bot_as_json(changed), "users": []}

    def get(self, params: Params) -> Json:
        return {"bot": bot_as_json(self._own_bot(params)), "users": []}

    def register_command(self, params: Params) -> Json:
        bot, fields = self._own_bot(params), _fields(params)
        name = str(fields.get("command") or "")
        if not name or not _mapping(fields, "title"):
            raise RestError(400, "COMMAND_REQUIRED", "Command and its title are required")
        command = self._bots.add_command(bot, name)
        return {"command": {"id": command.command_id, "command": f"/{command.name}"}}

    def answer_command(self, params: Params) -> Json:
        self._own_bot(params)
        chat, text = self._chat(params), str(_fields(params).get("message") or "").strip()
        for name in ("commandId", "messageId"):
            if positive_id(params.get(name)) is None:
                raise RestError(400, "COMMAND_NOT_FOUND", f"{name} is required")
        if not text:
            raise RestError(400, "EMPTY_MESSAGE", "Message can't be empty")
        self._chats.write(chat, "bot", cut(text))
        return {"result": True}

    def send(self, params: Params) -> Json:
        bot, fields = self._own_bot(params), _fields(params)
        chat = self._chat(params, bot)
        text = str(fields.get("message") or "").strip()
        if not text and not fields.get("attach"):
            raise RestError(400, "EMPTY_MESSAGE", "Message can't be empty")
        template_id = _template_id(fields)
        known = self._chats.by_template(chat.chat_id, template_id)
        if known is not None and self._dedupes_by_template:
            return {"id": known.message_id, "uuidMap": {template_id: known.message_id}}
        try:
            keyboard = keyboard_from(fields.get("keyboard"), bot)
        except KeyboardRefused as refused:
            raise RestError(400, "SENDING_FAILED", refused.description) from refused
        message = self._chats.write(
            chat,
            "system" if fields.get("system") in (True, "Y", "1") else "bot",
            cut(text),
            shown=Shown(
                keyboard,
                delivered=fields.get("skipConnector") not in (True, "Y", "1"),
                template_id=template_id,
            ),
        )
        # PHP writes an empty map as an empty list.
        uuids: Json = {template_id: message.message_id} if template_id else []
        return {"id": message.message_id, "uuidMap": uuids}

    def notify(self, params: Params) -> Json:
        self._chat(params, self._own_bot(params))
        duration = params.get("duration")
        if (
            duration is not None
            and not 1 <= (positive_id(duration) or 0) <= _LONGEST_TYPING_SECONDS
        ):
            raise RestError(400, "INVALID_DURATION", "duration is 1 to 600 seconds")
        return {"result": True}

    def events(self, params: Params) -> Json:
        bot = self._own_bot(params)
        limit = positive_id(params.get("limit", _USUAL_EVENTS)) or 0
        if not 1 <= limit <= _MOST_EVENTS:
            raise RestError(400, "INVALID_LIMIT", "limit is 1 to 1000")
        offset = params.get("offset")
        if offset is not None and positive_id(offset) is None:
            raise RestError(400, "INVALID_OFFSET", "offset is a positive number")
        return self._queue.fetch(bot.bot_id, offset=positive_id(offset), limit=limit).as_json()

    def revision(self, _: Params) -> Json:
        return {"rest": 1, "web": 1, "mobile": 1, "desktop": 1}

    def _own_bot(self, params: Params) -> Bot:
        bot_id = positive_id(params.get("botId"))
        if bot_id is None:
            raise RestError(400, "BOT_ID_REQUIRED", "Bot ID is required")
        token, bot = _token(params), self._bots.find(bot_id)
        if bot is None:
            raise RestError(400, "BOT_NOT_FOUND", "Bot not found")
        if bot.client_id != token:
            raise RestError(403, "BOT_OWNERSHIP_ERROR", "Bot was installed by another application")
        return bot

    def _chat(self, params: Params, bot: Bot | None = None) -> Chat:
        match = _DIALOG.match(str(params.get("dialogId") or ""))
        chat = self._chats.find(int(match[1])) if match else None
        outside = bot is not None and bot.bot_id != self._bots.line_bot.bot_id
        if chat is None or outside:
            raise RestError(403, "ACCESS_DENIED", "The bot is not in the chat")
        return chat


def _fields(params: Params) -> Params:
    return _mapping(params, "fields")


def _mapping(params: Params, name: str) -> Params:
    try:
        return mapping(params, name)
    except FieldError as error:
        raise RestError(400, "INVALID_ARG_VALUE", str(error)) from error


def _token(params: Params) -> str:
    token = str(params.get("botToken") or "")
    if not token:
        raise RestError(400, "BOT_TOKEN_NOT_SPECIFIED", "botToken is required with a webhook")
    if len(token) > _LONGEST_TOKEN:
        raise RestError(400, "BOT_TOKEN_TOO_LONG", "botToken is 40 characters at most")
    return token


def _template_id(fields: Params) -> str:
    given = str(fields.get("templateId") or "")
    try:
        return str(UUID(given)) if given else ""
    except ValueError as error:
        raise RestError(400, "INVALID_ARG_VALUE", "templateId must be a UUID") from error


def _new_bot(fields: Params, *, code: str, token: str, name: str) -> Bot:
    kind = str(fields.get("type") or "bot")
    if kind not in _TYPES:
        raise RestError(400, "BOT_INVALID_TYPE", "Unknown type of bot")
    mode, handler = _event_mode(fields, usual="webhook"), str(fields.get("webhookUrl") or "")
    if mode == "webhook" and not handler:
        raise RestError(400, "BOT_WEBHOOK_URL_REQUIRED", "webhookUrl is required")
    lines = kind == "openline" or fields.get("isSupportOpenline") in (True, "Y", "1")
    return Bot(0, code, token, name, 2, mode, kind, lines, handler=handler)


def _event_mode(fields: Params, *, usual: EventMode) -> EventMode:
    mode = _MODES.get(str(fields.get("eventMode") or usual))
    if mode is None:
        raise RestError(400, "BOT_INVALID_EVENT_MODE", "eventMode is fetch or webhook")
    return mode
