"""Reads JSON bodies with limits, so that nothing oversized or bottomless goes further."""

from typing import Any

import orjson

from engine.errors import FieldFault, RequestInvalid

BODY_LIMIT_BYTES = 256 * 1024
DEPTH_LIMIT = 16
_CONTAINERS = (dict, list)


def parse_json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body.

    Raises RequestInvalid: JSON_MALFORMED, JSON_NOT_AN_OBJECT or JSON_TOO_DEEP.
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        place = FieldFault("JSON_MALFORMED", error.msg, f"line {error.lineno} column {error.colno}")
        raise RequestInvalid(
            "the body is not JSON", code="JSON_MALFORMED", faults=(place,)
        ) from error
    if not isinstance(document, dict):
        raise RequestInvalid("the body is not a JSON object", code="JSON_NOT_AN_OBJECT")
    if _deeper_than(document, DEPTH_LIMIT):
        raise RequestInvalid(f"nesting over {DEPTH_LIMIT} levels", code="JSON_TOO_DEEP")
    return document


def _deeper_than(document: dict[str, Any], limit: int) -> bool:
    level: list[Any] = [document]
    for _ in range(limit):
        level = [child for node in level for child in _containers(node)]
        if not level:
            return False
    return True


def _containers(node: dict[str, Any] | list[Any]) -> list[Any]:
    children = node.values() if isinstance(node, dict) else node
    return [child for child in children if isinstance(child, _CONTAINERS)]
