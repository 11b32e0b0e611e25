"""The one personal-data policy: what may leave the process through logs, traces and reports."""

import math
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

_SHOWN_PHONE_DIGITS = 2
_SHOWN_VIN_CHARACTERS = 4
_DEPTH_LIMIT = 5
_ITEMS_LIMIT = 50
_TEXT_LIMIT = 300

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(r"\b(https?|rediss?)://(?:[^\s/@]*@)?([^\s/?#@]+)\S*", re.IGNORECASE)
_VIN = re.compile(r"\b(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{17}\b", re.IGNORECASE)
_TOKEN = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{20,}\b")
_DIGITS = re.compile(r"\+?\d(?:[\s().-]{0,3}\d){6,}")
_VERSION_OR_DATE = re.compile(r"20\d\d[.-]\d{1,2}[.-]\d{1,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_CITY = re.compile(r"(?:\bг(?:ород)?\.?\s+)?([А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+){0,3})\s*(?:,|$)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:/-]{1,120}")
_EVENT = re.compile(r"[a-z][a-z0-9_]{0,79}")
_EFFECT_KEY = re.compile(r"(.+?\|[^.]+|[^.|]+)((?:\.\d+)*)", re.DOTALL)


def mask_phone(value: str) -> str:
    """Keep the last two digits."""
    digits = [character for character in value if character.isdecimal()]
    return "***" + "".join(digits[-_SHOWN_PHONE_DIGITS:])


def mask_name(value: str) -> str:
    """Keep the initials."""
    return " ".join(f"{word[0]}." for word in value.split() if word)


def mask_address(value: str) -> str:
    """Keep the city when the address opens with one, else nothing."""
    city = _CITY.match(value.strip())
    return f"{city.group(1)}, ***" if city else "***"


def mask_vin(value: str) -> str:
    """Keep the last four characters."""
    return "***" + value.strip()[-_SHOWN_VIN_CHARACTERS:]


def mask_secret(value: str) -> str:
    """Keep nothing, not even the length."""
    return "***" if value else ""


def mask_text(value: str) -> str:
    """Keep the length and a short digest.

    Twenty-four bits tell a repeated message from another one, and are too few to find
    a phone number by trying all of them.
    """
    return f"<{len(value)} chars {sha256(value.encode()).hexdigest()[:6]}>"


def mask_dialog(value: str) -> str:
    """Replace the dialog by a stable digest; the step numbers of an effect key stay."""
    key = _EFFECT_KEY.fullmatch(value)
    dialog, step = key.groups() if key else (value, "")
    return sha256(dialog.encode()).hexdigest()[:12] + step


def scrub(value: str) -> str:
    """Mask what may be personal data or a secret in free text, and keep it on one line.

    Cortex itself writes Latin text only, so Cyrillic is somebody's words: they go whole.
    """
    if _CYRILLIC.search(value):
        return mask_text(value)
    text = _URL.sub(lambda match: f"{match.group(1)}://{match.group(2)}/***", value[:_TEXT_LIMIT])
    text = _EMAIL.sub("***@***", text)
    text = _VIN.sub(lambda match: mask_vin(match.group(0)), text)
    text = _TOKEN.sub("***", text)
    text = _DIGITS.sub(lambda match: _mask_digits(match.group(0)), text)
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group(0)):02x}", text)


def _mask_digits(run: str) -> str:
    return run if _VERSION_OR_DATE.fullmatch(run) else mask_phone(run)


def keep_identifier(value: str) -> str:
    """Keep an identifier of ours as it is; anything else under its name is scrubbed."""
    return value if _IDENTIFIER.fullmatch(value) else scrub(value)


def keep_event(value: str) -> str:
    """Keep the name of a log event; prose of libraries is scrubbed."""
    return value if _EVENT.fullmatch(value) else scrub(value)


Mask = Callable[[str], str]

KEYS: Mapping[str, Mask] = {
    **dict.fromkeys(
        (
            *("action", "attempt", "backend", "code", "digest", "effect", "engine", "error_code"),
            *("error_type", "fallback_reason", "fired", "frames", "intent", "kind", "lead_id"),
            *("level", "logger", "message_id", "method", "operation", "outcome", "partition"),
            *("deal_id", "decision_id", "pid", "phase", "reason", "remote_code", "request_id"),
            *("result", "route", "rule_id", "ruleset", "sequence", "stage", "state", "status"),
            *("system", "timestamp", "use_case", "variant", "version", "worker"),
        ),
        keep_identifier,
    ),
    "event": keep_event,
    **dict.fromkeys(("dialog", "dialog_id", "chat_id", "effect_key"), mask_dialog),
    **dict.fromkeys(("phone", "phones"), mask_phone),
    **dict.fromkeys(("name", "last_name", "first_name", "middle_name", "client_name"), mask_name),
    **dict.fromkeys(("address", "delivery_address"), mask_address),
    **dict.fromkeys(("vin", "vins"), mask_vin),
    **dict.fromkeys(("text", "reply", "message_text", "history"), mask_text),
    **dict.fromkeys(
        (
            *("token", "secret", "password", "authorization", "application_token", "auth"),
            *("access_token", "refresh_token", "client_secret", "rest_url", "api_token"),
        ),
        mask_secret,
    ),
}
"""How the value under each known name is shown; any other name is scrubbed."""


def mask_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as they may be shown."""
    return {scrub(str(name)): _mask(name, value, depth=0) for name, value in fields.items()}


def _mask(name: str, value: Any, *, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if depth >= _DEPTH_LIMIT:
        return "***"
    if isinstance(value, Mapping):
        return {
            scrub(str(key)): _mask(_inherited(name, str(key)), item, depth=depth + 1)
            for key, item in list(value.items())[:_ITEMS_LIMIT]
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_mask(name, item, depth=depth + 1) for item in list(value)[:_ITEMS_LIMIT]]
    return _mask_scalar(name, value)


def _inherited(outer: str, inner: str) -> str:
    """A mapping under a masked name keeps that mask unless the inner name is masked itself."""
    return inner if inner in KEYS or outer not in KEYS else outer


def _mask_scalar(name: str, value: Any) -> Any:
    mask = KEYS.get(name, scrub)
    if not isinstance(value, int | float):
        return mask(str(value))
    # Only the whole part of a number can be a phone; fractions are durations.
    whole = str(int(value)) if math.isfinite(value) else ""
    shown = mask(whole)
    return value if shown == whole else shown
