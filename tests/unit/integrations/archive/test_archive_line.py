"""A line of the archive can be checked by itself."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ports.archive_queue import Ended
from integrations.archive.line import Verified, line_of, verified

EFFECT = Ended("effect", "portal|chat1.1.0", 1795671493.678, {"state": "succeeded"})
SESSION = Ended("session", "portal|chat1", 1795671493.0, {"version": "3", "session": "{}"})


def test_a_line_is_a_json_object_that_says_what_ended() -> None:
    read = orjson.loads(line_of(EFFECT))

    assert (read["kind"], read["name"], read["fields"]) == (
        *("effect", "portal|chat1.1.0", {"state": "succeeded"}),
    )


def test_whole_lines_are_counted_and_one_written_twice_once() -> None:
    lines = [line_of(EFFECT), line_of(SESSION), line_of(EFFECT)]

    assert verified(lines) == Verified(effects=1, sessions=1, repeated=1, broken=0)


@pytest.mark.parametrize(
    "line",
    [
        line_of(EFFECT)[:-5],
        line_of(EFFECT).replace(b"succeeded", b"failed"),
        line_of(EFFECT).replace(b'"v":1', b'"v":2'),
        *(b"", b"[]", b"{}", b'"', b"\xff"),
    ],
)
def test_a_line_that_is_not_what_was_written_is_broken(line: bytes) -> None:
    assert verified([line]) == Verified(broken=1)


@given(st.dictionaries(st.text(), st.text()), st.text(), st.floats(0, 4e9))
def test_whatever_ended_its_line_is_whole(fields: dict[str, str], name: str, at: float) -> None:
    line = line_of(Ended("session", name, at, fields))

    assert b"\n" not in line
    assert verified([line + b"\n"]) == Verified(sessions=1)


@given(st.binary())
def test_no_line_breaks_the_count(line: bytes) -> None:
    found = verified([line])

    assert found.effects + found.sessions + found.broken == 1
