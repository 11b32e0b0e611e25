"""What the store keeps for people to see, as lines of text."""

from datetime import UTC, datetime

import orjson

from integrations.pii import mask_fields, mask_text


def moment(seconds: float) -> str:
    """Return a second of the store's clock as a person reads it."""
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")


def readable_document(document: str, *, reveal: bool) -> str:
    """Return a JSON document with one value a line; words and people masked unless revealed."""
    try:
        read = orjson.loads(document)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        return document if reveal else mask_text(document)
    shown = read if reveal else mask_fields(read)
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode()
