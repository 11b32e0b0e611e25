"""One answer per line, in order, whatever the lines are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.jsonl import (
    LINE_LIMIT_BYTES,
    Answer,
    SupportsRead1,
    answer_lines,
    blocks_of_lines,
)
from api.schemas import parse_json_object
from engine.errors import FieldFault, InvalidInput, RequestInvalid


@dataclass
class Trickle:
    """A stream whose bytes come in pieces; remembers what was answered before each came."""

    pieces: list[bytes]
    sink: BytesIO = field(default_factory=BytesIO)
    answered: list[int] = field(default_factory=list)

    def read1(self, _size: int, /) -> bytes:
        self.answered.append(len(self.sink.getvalue().splitlines()))
        return self.pieces.pop(0) if self.pieces else b""


def echo(lines: Sequence[bytes]) -> Sequence[Answer]:
    def one(line: bytes) -> Answer:
        try:
            return {"got": parse_json_object(line)}
        except InvalidInput as error:
            return error

    return [one(line) for line in lines]


def answers_to(source: bytes) -> list[dict[str, Any]]:
    sink = BytesIO()
    answer_lines(BytesIO(source), sink, echo)
    return [orjson.loads(line) for line in sink.getvalue().splitlines()]


def lines_of(source: SupportsRead1, *, limit: int) -> list[bytes | None]:
    return list(chain.from_iterable(blocks_of_lines(source, limit=limit)))


def test_what_has_come_is_answered_before_more_is_waited_for() -> None:
    source = Trickle([b'{"n":1}\n', b'{"n":2}\n{"n":3}\n{"n"', b":4}\n"])

    answer_lines(source, source.sink, echo)

    assert source.answered == [0, 1, 3, 4]


@given(
    raw=st.binary(max_size=60).map(lambda raw: raw.replace(b"0", b"\n")),
    cuts=st.lists(st.integers(min_value=1, max_value=9), max_size=30),
    limit=st.integers(min_value=1, max_value=12),
)
def test_lines_are_the_same_however_they_come(raw: bytes, cuts: list[int], limit: int) -> None:
    pieces, left = [], raw
    for cut in cuts:
        pieces.append(left[:cut])
        left = left[cut:]
    trickle = Trickle([piece for piece in (*pieces, left) if piece])

    assert lines_of(trickle, limit=limit) == lines_of(BytesIO(raw), limit=limit)


def test_answers_come_in_the_order_of_the_questions() -> None:
    answers = answers_to(b'{"n":1}\n{"n":2}\n{"n":3}')

    assert [answer["got"]["n"] for answer in answers] == [1, 2, 3]


@pytest.mark.parametrize("bad", [b"", b"   ", b"{", b"[1]", b'"text"', b"\xff\xfe", b"null"])
def test_a_bad_line_gets_an_error_in_its_place_and_the_run_goes_on(bad: bytes) -> None:
    answers = answers_to(b'{"n":1}\n' + bad + b'\n{"n":3}\n')

    assert answers[0]["got"] == {"n": 1}
    assert answers[1].keys() == {"code", "message", "errors"}
    assert answers[1]["code"] in {"JSON_MALFORMED", "JSON_NOT_AN_OBJECT"}
    assert answers[2]["got"] == {"n": 3}


def test_the_tally_counts_lines_and_errors() -> None:
    tally = answer_lines(BytesIO(b'{"n":1}\n\n{\n'), BytesIO(), echo)

    assert (tally.lines, tally.errors) == (3, 2)


def test_field_faults_of_a_request_are_told_with_their_paths() -> None:
    fault = FieldFault("FIELD_REQUIRED", "is required", "message.text")
    sink = BytesIO()

    def refuse(_: Sequence[bytes]) -> Sequence[Answer]:
        return [RequestInvalid("bad fields", faults=(fault,))]

    answer_lines(BytesIO(b"{}\n"), sink, refuse)

    assert orjson.loads(sink.getvalue())["errors"] == [
        {"code": "FIELD_REQUIRED", "message": "is required", "location": "message.text"}
    ]


def test_a_line_over_the_limit_is_skipped_whole_and_reported() -> None:
    oversized = b'{"n":"' + b"x" * (3 * LINE_LIMIT_BYTES) + b'"}'

    answers = answers_to(oversized + b'\n{"n":2}\n')

    assert answers[0]["code"] == "LINE_TOO_LONG"
    assert answers[1]["got"] == {"n": 2}
    assert len(answers) == 2


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
def test_a_line_exactly_at_the_limit_is_read(ending: bytes) -> None:
    lines = lines_of(BytesIO(b"x" * 100 + ending), limit=100)

    assert lines == [b"x" * 100]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
def test_a_line_one_byte_over_the_limit_is_not_read(ending: bytes) -> None:
    lines = lines_of(BytesIO(b"x" * 101 + ending), limit=100)

    assert lines == [None]


@given(lines=st.lists(st.binary(max_size=40).map(lambda raw: raw.replace(b"\n", b" ")), max_size=9))
def test_there_are_as_many_answers_as_lines(lines: list[bytes]) -> None:
    source = b"".join(line + b"\n" for line in lines)

    assert len(answers_to(source)) == len(lines)


@given(
    lengths=st.lists(st.integers(min_value=0, max_value=40), max_size=9),
    limit=st.integers(min_value=1, max_value=20),
)
def test_lines_over_the_limit_and_only_those_are_withheld(lengths: list[int], limit: int) -> None:
    source = b"".join(b"x" * length + b"\n" for length in lengths)

    read = lines_of(BytesIO(source), limit=limit)

    expected = [b"x" * length if length <= limit else None for length in lengths]
    assert read == expected
