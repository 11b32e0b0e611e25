"""Fields of a multipart form, read strictly: what a browser or a proxy may make of an event."""

import re
from collections.abc import Iterator, Mapping

from engine.errors import RequestInvalid

MULTIPART = "multipart/form-data"

_HEADER_LIMIT_BYTES = 4096
# RFC 2046, 5.1.1.
_BOUNDARY = re.compile(
    r"""[;\s]boundary=("?)([0-9A-Za-z'()+_,\-./:=?]{1,70})\1\s*(?:;|\Z)""", re.IGNORECASE
)
_HEADER = re.compile(rb"([!-9;-~]+):(.*)", re.DOTALL)
_NAME = re.compile(rb'form-data;\s*name=(?:"([^"\\]+)"|([^\s";\\]+))\s*', re.IGNORECASE)
_CHARSET = re.compile(rb"charset=", re.IGNORECASE)
_UTF_8 = re.compile(rb'charset="?utf-?8"?\s*(?:;|\Z)', re.IGNORECASE)
_PLAIN_ENCODINGS = frozenset({b"7bit", b"8bit", b"binary"})


def multipart_fields(
    body: bytes, content_type: str, *, limit: int
) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and value of every part; `limit` is checked before anything is cut out.

    Raises RequestInvalid FORM_MALFORMED, TOO_MANY_FIELDS, or CONTENT_TYPE_UNSUPPORTED for a file.
    """
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise _malformed("the boundary is missing")
    delimiter = b"\r\n--" + found[2].encode()
    whole = b"\r\n" + body
    if whole.count(delimiter) > limit + 1:
        raise RequestInvalid(f"more than {limit} fields", code="TOO_MANY_FIELDS")
    before, *parts = whole.split(delimiter)
    if before or not parts or parts.pop() not in {b"--", b"--\r\n"}:
        raise _malformed("the parts are not between their boundaries")
    for part in parts:
        yield _field(part)


def _field(part: bytes) -> tuple[bytes, bytes]:
    head, separator, value = part.partition(b"\r\n\r\n")
    if not separator or not head.startswith(b"\r\n") or len(head) > _HEADER_LIMIT_BYTES:
        raise _malformed("a part has no headers of its own")
    headers = _headers(head[2:].split(b"\r\n"))
    encoding = headers.get(b"content-transfer-encoding", b"8bit").lower()
    kind = headers.get(b"content-type", b"")
    if encoding not in _PLAIN_ENCODINGS or (_CHARSET.search(kind) and not _UTF_8.search(kind)):
        raise _malformed("a part is not plain UTF-8")
    return _name(headers.get(b"content-disposition", b"")), value


def _headers(lines: list[bytes]) -> Mapping[bytes, bytes]:
    found = [header for header in map(_HEADER.fullmatch, lines) if header is not None]
    headers = {header[1].lower(): header[2].strip() for header in found}
    if len(headers) != len(lines):
        raise _malformed("a part has a header that is none, or one twice")
    return headers


def _name(disposition: bytes) -> bytes:
    found = _NAME.match(disposition)
    if found is None:
        raise _malformed("a part has no name")
    if found.end() != len(disposition):
        # What may follow the name is the name of a file.
        raise RequestInvalid("events carry no files", code="CONTENT_TYPE_UNSUPPORTED")
    return found[1] or found[2]


def _malformed(message: str) -> RequestInvalid:
    return RequestInvalid(f"multipart: {message}", code="FORM_MALFORMED")
