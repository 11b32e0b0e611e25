"""Lines of JSON in, one answer line each out, in order: nothing is kept between two lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import orjson

from engine.errors import FieldFault, InvalidInput, RequestInvalid

LINE_LIMIT_BYTES = 256 * 1024

BLOCK_BYTES = 16 * 1024

Answer = Mapping[str, Any] | InvalidInput
Decider = Callable[[Sequence[bytes]], Sequence[Answer]]
"""From requests to an answer document for each, or what is wrong with it."""

_TOO_LONG = RequestInvalid(
    f"the line is longer than {LINE_LIMIT_BYTES} bytes", code="LINE_TOO_LONG"
)


class SupportsRead1(Protocol):
    """A stream that gives what is there without waiting for more."""

    def read1(self, size: int, /) -> bytes: ...


@dataclass
class Tally:
    """How many lines were answered, and how many of them by an error."""

    lines: int = 0
    errors: int = 0


def answer_lines(source: SupportsRead1, sink: BinaryIO, decide: Decider) -> Tally:
    """Answer lines as soon as they are there, so that a program may wait for each answer."""
    tally = Tally()
    for block in blocks_of_lines(source):
        answers = iter(decide([line for line in block if line is not None]))
        for line in block:
            answer = _TOO_LONG if line is None else next(answers)
            if isinstance(answer, InvalidInput):
                tally.errors += 1
                answer = error_document(answer)
            sink.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
        tally.lines += len(block)
        sink.flush()
    return tally


def blocks_of_lines(
    source: SupportsRead1, limit: int = LINE_LIMIT_BYTES
) -> Iterator[Sequence[bytes | None]]:
    """Yield the lines that came together, without their ends.

    None stands for a line over the limit, of which nothing is kept.
    """
    begun, is_over = b"", False
    while chunk := source.read1(BLOCK_BYTES):
        first, *others = chunk.split(b"\n")
        begun += first
        if others:
            *whole, rest = others
            yield [None if is_over else _line(begun, limit), *(_line(one, limit) for one in whole)]
            begun, is_over = rest, False
        if len(begun) > limit + 1:  # one more may be the first of a line's two end signs
            begun, is_over = b"", True
    if is_over or begun:
        yield [None if is_over else _line(begun, limit)]


def _line(read: bytes, limit: int) -> bytes | None:
    line = read.removesuffix(b"\r")
    return line if len(line) <= limit else None


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
