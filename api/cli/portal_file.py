"""Reads a portal with its secrets from a file or standard input: no process list shows them."""

import sys
from pathlib import Path
from typing import Any

import orjson

from engine.errors import InvalidInput
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_record import portal_from

_STANDARD_INPUT = Path("-")
_LONGEST_BYTES = 64 * 1024


def read_portal(path: Path, *, allow_local: bool) -> Portal:
    """Return the portal; raises InvalidInput that names what is wrong and repeats no value."""
    return portal_from(read_document(path), allow_local=allow_local)


def read_document(path: Path) -> Any:
    """Return the JSON of a file; raises InvalidInput without repeating anything of it."""
    try:
        return orjson.loads(_content(path))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidInput(f"{path} cannot be read: {reason}", code="FILE_UNREADABLE") from error
    except orjson.JSONDecodeError:
        # Without its cause, which holds the whole text.
        raise InvalidInput("the file is not JSON", code="JSON_MALFORMED") from None


def _content(path: Path) -> bytes:
    if path == _STANDARD_INPUT:
        return sys.stdin.buffer.read(_LONGEST_BYTES)
    with path.open("rb") as file:
        return file.read(_LONGEST_BYTES)
