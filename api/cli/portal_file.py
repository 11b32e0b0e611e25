"""Reads a portal with its secrets from a file or standard input: no process list shows them."""

from pathlib import Path
from typing import Any

import orjson

from api.cli.surroundings import Surroundings
from engine.errors import InvalidInput

_STANDARD_INPUT = Path("-")
_LONGEST_BYTES = 64 * 1024


def read_document(path: Path, surroundings: Surroundings) -> Any:
    """Return the JSON of a file; raises InvalidInput without repeating anything of it."""
    try:
        return orjson.loads(_content(path, surroundings))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidInput(f"{path} cannot be read: {reason}", code="FILE_UNREADABLE") from error
    except orjson.JSONDecodeError:
        # Without its cause, which holds the whole text.
        raise InvalidInput("the file is not JSON", code="JSON_MALFORMED") from None


def _content(path: Path, surroundings: Surroundings) -> bytes:
    if path == _STANDARD_INPUT:
        return surroundings.standard_input().read(_LONGEST_BYTES)
    with path.open("rb") as file:
        return file.read(_LONGEST_BYTES)
