"""Checks the keyboard under a message as strictly as its documentation describes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from integrations.emulators.bitrix24.bots import Bot
from integrations.emulators.exchange import Json

Button = Mapping[str, str]

_LARGEST_BYTES = 30 * 1024
_ACTIONS = frozenset({"PUT", "SEND", "COPY", "CALL", "DIALOG"})
_DEEDS = ("LINK", "COMMAND", "ACTION")
_VALUES: Mapping[str, frozenset[str]] = {
    "BLOCK": frozenset({"Y", "N"}),
    "DISABLED": frozenset({"Y", "N"}),
    "DISPLAY": frozenset({"LINE", "BLOCK"}),
    "BG_COLOR_TOKEN": frozenset({"primary", "secondary", "alert", "base"}),
    "TYPE": frozenset({"BUTTON", "NEWLINE"}),
}
_KNOWN = frozenset({"TEXT", "COMMAND_PARAMS", "ACTION_VALUE", "BOT_ID", *_DEEDS, *_VALUES})


@dataclass(frozen=True)
class KeyboardRefused(Exception):  # noqa: N818 - reads as the claim it makes
    """Raised for a keyboard the portal would not show."""

    code: str
    description: str


def keyboard_from(value: Json, bot: Bot) -> Sequence[Button]:
    """Read KEYBOARD; empty and 'N' mean that there is none."""
    if value in (None, "", "N", [], {}):
        return ()
    document = _parsed(value)
    if len(json.dumps(document, ensure_ascii=False).encode()) > _LARGEST_BYTES:
        raise KeyboardRefused("KEYBOARD_OVERSIZE", "You have exceeded the maximum allowable size")
    rows = document.get("BUTTONS") if isinstance(document, Mapping) else document
    rows = list(rows.values()) if isinstance(rows, Mapping) else rows
    if isinstance(rows, str) or not isinstance(rows, Sequence) or not rows:
        raise _wrong("no buttons")
    return tuple(_button(row, bot) for row in rows)


def _parsed(value: Json) -> Json:
    if not isinstance(value, str):
        return value
    try:
        parsed: Json = json.loads(value)
    except ValueError as error:
        raise _wrong("not JSON") from error
    return parsed


def _button(row: Json, bot: Bot) -> Button:
    if not isinstance(row, Mapping):
        raise _wrong("a button is an object")
    button = {name: str(value) for name, value in row.items()}
    unknown = button.keys() - _KNOWN
    if unknown:
        raise _wrong(f"unknown keys {', '.join(sorted(unknown))}")
    for name, allowed in _VALUES.items():
        if button.get(name, next(iter(allowed))) not in allowed:
            raise _wrong(f"{name} is none of {', '.join(sorted(allowed))}")
    if button.get("TYPE") == "NEWLINE":
        return button
    if not button.get("TEXT"):
        raise _wrong("a button needs TEXT")
    if sum(name in button for name in _DEEDS) != 1:
        raise _wrong(f"a button has one of {', '.join(_DEEDS)}")
    _check_deed(button, bot)
    return button


def _check_deed(button: Button, bot: Bot) -> None:
    if "ACTION" in button and (button["ACTION"] not in _ACTIONS or not button.get("ACTION_VALUE")):
        raise _wrong("ACTION needs a known name and ACTION_VALUE")
    if "COMMAND" in button and bot.command(button["COMMAND"]) is None:
        raise _wrong("COMMAND is not registered")


def _wrong(description: str) -> KeyboardRefused:
    return KeyboardRefused("KEYBOARD_ERROR", f"Incorrect keyboard params: {description}")
