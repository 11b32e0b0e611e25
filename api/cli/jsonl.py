"""Lines of JSON in, one answer line each out, in order: nothing is kept between two lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

from engine.errors import FieldFault, InvalidInput, RequestInvalid

LINE_LIMIT_BYTES = 256 * 1024

Decider = Callable[[bytes], Mapping[str, Any]]
"""From one request to its answer document; raises InvalidInput."""


@dataclass
class Tally:
    """How many lines were answered, and how many of them by an error."""

    lines: int = 0
    errors: int = 0


def answer_lines(source: BinaryIO, sink: BinaryIO, decide: Decider) -> Tally:
    """Answer every line at once, so that a program may wait for each answer."""
    tally = Tally()
    for line in bounded_lines(source):
        tally.lines += 1
        try:
            answer = decide(_whole(line))
        except InvalidInput as error:
            tally.errors += 1
            answer = error_document(error)
        sink.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
        sink.flush()
    return tally


def bounded_lines(source: BinaryIO, limit: int = LINE_LIMIT_BYTES) -> Iterator[bytes | None]:
    """Yield lines without their end; None for one over the limit, of which nothing is kept."""
    while chunk := source.readline(limit + 2):
        line = chunk.removesuffix(b"\n").removesuffix(b"\r")
        if len(line) <= limit:
            yield line
            continue
        while chunk and not chunk.endswith(b"\n"):
            chunk = source.readline(limit)
        yield None


def error_document(error: InvalidInput) -> Mapping[str, Any]:
    """Say what was wrong in the form that HTTP uses."""
    faults: tuple[FieldFault, ...] = error.faults if isinstance(error, RequestInvalid) else ()
    return {
        "code": error.code,
        "message": error.message,
        "errors": [
            {"code": fault.code, "message": fault.message, "location": fault.location}
            for fault in faults
        ],
    }


def _whole(line: bytes | None) -> bytes:
    if line is None:
        raise RequestInvalid(
            f"the line is longer than {LINE_LIMIT_BYTES} bytes", code="LINE_TOO_LONG"
        )
    return line
