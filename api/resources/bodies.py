"""Reads request bodies: at most so much, of the expected type, in plain encoding."""

from collections.abc import Container

import falcon
from gunicorn.http.errors import NoMoreData, ParseException

from engine.errors import RequestInvalid

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def read_body(request: falcon.Request, *, limit: int, types: Container[str]) -> bytes:
    """Return the body.

    Raises RequestInvalid: CONTENT_TYPE_UNSUPPORTED, CONTENT_ENCODING_UNSUPPORTED,
    BODY_TOO_LARGE, also when no length was announced, or BODY_INCOMPLETE: what came of a body
    that breaks off may read like a shorter message.
    """
    _require_type(request, types)
    announced = request.content_length or 0
    if announced > limit:
        raise _too_large(limit)
    body = _read(request, limit + 1)
    if len(body) > limit:
        raise _too_large(limit)
    if len(body) < announced:
        raise _incomplete()
    return body


def media_type(request: falcon.Request) -> str:
    """Return the content type without its parameters."""
    return (request.content_type or "").partition(";")[0].strip().lower()


def _require_type(request: falcon.Request, types: Container[str]) -> None:
    if media_type(request) not in types:
        raise RequestInvalid(
            "the content type is not accepted here", code="CONTENT_TYPE_UNSUPPORTED"
        )
    if request.get_header("Content-Encoding", default="identity").lower() != "identity":
        raise RequestInvalid(
            "compressed bodies are not accepted", code="CONTENT_ENCODING_UNSUPPORTED"
        )


def _read(request: falcon.Request, size: int) -> bytes:
    """Read at most `size` bytes.

    A body in chunks has no length; gunicorn ends such a stream itself and says so. Chunks that are
    none are its ParseException, those that break off its NoMoreData.
    """
    if not request.env.get("wsgi.input_terminated"):
        return bytes(request.bounded_stream.read(size))
    try:
        return bytes(request.stream.read(size))
    except (ParseException, NoMoreData) as error:
        raise _incomplete() from error


def _incomplete() -> RequestInvalid:
    return RequestInvalid("the body breaks off before its end", code="BODY_INCOMPLETE")


def _too_large(limit: int) -> RequestInvalid:
    return RequestInvalid(f"the body is over {limit} bytes", code="BODY_TOO_LARGE")
