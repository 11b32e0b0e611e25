"""Two who touch a file at the same time: no line is lost with it, none is cut."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TypeVar

import pytest

from api.cli.waiting import wait_for
from integrations.spool.box_file import append_line, take_lines

T = TypeVar("T")

ROOM = 1000


@pytest.fixture
def box(tmp_path: Path) -> Path:
    file = tmp_path / "box"
    append_line(file, b"one\n", most_bytes=ROOM)
    return file


@contextmanager
def meanwhile(box: Path, work: Callable[[], T]) -> Iterator[Future[T]]:
    """Have another one open the file and wait for its lock, which we hold in the block."""
    with ThreadPoolExecutor(1) as pool, box.open("ab", buffering=0) as held:
        flock(held, LOCK_EX)
        begun = pool.submit(work)
        wait_for(lambda: _handles(box) > 1 or begun.done(), what="it is opened", seconds=10)
        yield begun
        held.close()
        begun.result(10)


def _handles(box: Path) -> int:
    opened = 0
    for handle in Path("/proc/self/fd").iterdir():
        try:
            opened += os.readlink(handle) == str(box)  # noqa: PTH115 - a name that may be gone
        except FileNotFoundError:
            continue
    return opened


def test_a_line_for_a_file_that_is_just_removed_goes_into_a_new_one(box: Path) -> None:
    with meanwhile(box, lambda: append_line(box, b"two\n", most_bytes=ROOM)):
        box.unlink()

    assert box.read_bytes() == b"two\n"


def test_a_file_to_which_a_line_is_just_added_is_not_removed(box: Path) -> None:
    with meanwhile(box, lambda: take_lines(box, start=4)) as taken, box.open("ab") as file:
        file.write(b"two\n")

    assert (taken.result(), box.exists()) == (([b"two\n"], b""), True)


def test_a_file_without_another_line_is_removed_with_its_torn_end(box: Path) -> None:
    with box.open("ab") as file:
        file.write(b"torn")

    assert (take_lines(box, start=4), box.exists()) == (((), b"torn"), False)


def test_lines_are_taken_before_a_torn_end_is_looked_at(box: Path) -> None:
    with box.open("ab") as file:
        file.write(b"torn")

    assert (take_lines(box, start=0), box.exists()) == (([b"one\n"], b""), True)


def test_taking_from_no_file_leaves_none(tmp_path: Path) -> None:
    assert take_lines(tmp_path / "box", start=0) == ((), b"")
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_no_more_room_than_it_was_given(box: Path) -> None:
    append_line(box, b"two\n", most_bytes=8)

    with pytest.raises(OSError, match="no room"):
        append_line(box, b"x\n", most_bytes=8)
