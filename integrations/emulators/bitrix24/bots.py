"""The bots of the portal: the version of its registration decides what form a bot's events have."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock
from typing import Any, Literal, TypeAlias

from integrations.emulators.configuration import Portal

EventMode: TypeAlias = Literal["webhook", "fetch"]
_FIRST_COMMAND_ID = 14


@dataclass(frozen=True)
class Command:
    """A command that a bot understands, typed with a slash or given by a button."""

    command_id: int
    name: str


@dataclass(frozen=True)
class Bot:
    """One registered bot; `client_id` is also its botToken."""

    bot_id: int
    code: str
    client_id: str = field(repr=False)
    name: str
    version: int = 1
    event_mode: EventMode = "webhook"
    bot_type: str = "O"
    serves_lines: bool = True
    commands: tuple[Command, ...] = ()
    handler: str = field(default="", repr=False)
    """Where its events are posted; empty for the address the whole portal is aimed at."""

    def command(self, name: str) -> Command | None:
        wanted = name.removeprefix("/").lower()
        return next((known for known in self.commands if known.name == wanted), None)


class BotBook:
    """Starts with the bot of the line; whoever registers later is in no line yet."""

    def __init__(self, portal: Portal) -> None:
        line_bot = Bot(
            bot_id=portal.bot_id,
            code=portal.bot_code,
            client_id=portal.client_id,
            name="Cortex",
            version=portal.bot_api,
            event_mode=portal.bot_event_mode,
            bot_type="O" if portal.bot_api == 1 else "openline",
        )
        self._line_bot_id = portal.bot_id
        self._bots: dict[int, Bot] = {line_bot.bot_id: line_bot}
        self._ids = count(portal.bot_id + 1)
        self._command_ids = count(_FIRST_COMMAND_ID)
        self._lock = Lock()

    @property
    def line_bot(self) -> Bot:
        """The bot that serves the open line."""
        with self._lock:
            return self._bots[self._line_bot_id]

    def find(self, bot_id: int) -> Bot | None:
        with self._lock:
            return self._bots.get(bot_id)

    def by_code(self, code: str) -> Bot | None:
        with self._lock:
            return next((bot for bot in self._bots.values() if bot.code == code), None)

    def all(self) -> list[Bot]:
        with self._lock:
            return list(self._bots.values())

    def add(self, new: Bot) -> Bot:
        """Register a bot under the next id."""
        with self._lock:
            bot = replace(new, bot_id=next(self._ids))
            self._bots[bot.bot_id] = bot
            return bot

    def change(self, bot: Bot, **values: Any) -> Bot:
        """Change a registered bot."""
        with self._lock:
            changed = replace(self._bots[bot.bot_id], **values)
            self._bots[bot.bot_id] = changed
            return changed

    def add_command(self, bot: Bot, name: str) -> Command:
        """Register a command, once however often it is asked for."""
        with self._lock:
            current = self._bots[bot.bot_id]
            wanted = name.removeprefix("/").lower()
            known = current.command(wanted)
            if known is not None:
                return known
            command = Command(next(self._command_ids), wanted)
            commands = (*current.commands, command)
            self._bots[bot.bot_id] = replace(current, commands=commands)
            return command


def bot_as_json(bot: Bot) -> Mapping[str, str | int | bool]:
    """Lay a bot out as imbot.v2 shows it."""
    return {
        "id": bot.bot_id,
        "code": bot.code,
        "type": bot.bot_type,
        "isHidden": False,
        "isSupportOpenline": bot.serves_lines,
        "isReactionsEnabled": False,
        "backgroundId": "",
        "language": "ru",
        "moduleId": "rest",
        "eventMode": bot.event_mode,
        "countMessage": 0,
        "countCommand": len(bot.commands),
        "countChat": 0,
        "countUser": 0,
    }
