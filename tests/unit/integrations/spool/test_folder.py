"""The files of the spool: whose they are, how large, what a torn write or a full disk leaves."""

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.errors import SpoolUnavailable
from integrations.spool.box_file import append_line
from integrations.spool.folder import MOST_BYTES_OF_A_DIALOG, SpoolFolder, Standing
from integrations.spool.line import read_line
from tests.unit.integrations.spool.desk import FIRST, SECOND, THIRD, Clock, Desk, a_message


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "spool")


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let the kernel cut writes short as a full disk does."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def the_box(desk: Desk) -> Path:
    [box] = desk.folder.boxes()
    return box


def taken(desk: Desk, start: int = 0) -> list[str]:
    lines = [read_line(line).spooled for line in desk.folder.take(the_box(desk), start=start)]
    return [line.event_key for line in lines if not hasattr(line, "lead_id")]


def test_only_their_owner_may_read_what_waits(desk: Desk) -> None:
    desk.folder.keep(a_message("one"))
    desk.folder.set_aside(b"line\n", "broken")

    made = [desk.folder.directory, *sorted(desk.folder.directory.rglob("*"))]

    rights = {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()}
    assert (len(made), rights) == (5, {0o700})
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}


def test_the_name_of_a_file_does_not_tell_its_dialog(desk: Desk) -> None:
    desk.folder.keep(a_message("one"))

    assert "chat1" not in the_box(desk).name
    assert (desk.folder.holds(FIRST), desk.folder.holds(SECOND)) == (True, False)


def test_lines_come_back_in_the_order_they_were_added(desk: Desk) -> None:
    for text in ("one", "two", "three"):
        desk.folder.keep(a_message(text))

    assert taken(desk) == ["one", "two", "three"]


def test_a_file_is_gone_when_nothing_is_left_to_take(desk: Desk) -> None:
    desk.folder.keep(a_message("one"))
    box = the_box(desk)
    reached = box.stat().st_size
    desk.folder.keep(a_message("two"))

    [line] = desk.folder.take(box, start=reached)
    assert desk.folder.holds(FIRST)

    assert desk.folder.take(box, start=reached + len(line)) == ()
    assert not desk.folder.holds(FIRST)


def test_a_line_after_a_torn_one_is_whole(desk: Desk) -> None:
    desk.folder.keep(a_message("one"))
    box = the_box(desk)
    with box.open("ab") as file:
        file.write(b'{"v":1,"at"')

    desk.folder.keep(a_message("two"))

    first, torn, second = desk.folder.take(box, start=0)
    assert (torn, read_line(second).spooled) == (b'{"v":1,"at"\n', a_message("two"))
    assert read_line(first).spooled == a_message("one")


def test_a_torn_end_is_kept_for_a_person_when_its_file_goes(desk: Desk) -> None:
    desk.folder.keep(a_message("one"))
    box = the_box(desk)
    reached = box.stat().st_size
    with box.open("ab") as file:
        file.write(b"torn")

    desk.folder.take(box, start=reached)

    aside = desk.folder.directory / "set-aside" / "broken.jsonl"
    assert (aside.read_bytes(), box.exists()) == (b"torn\n", False)


def test_the_spool_grows_no_further_than_its_limit(tmp_path: Path) -> None:
    desk = Desk(tmp_path, limit_bytes=8192)
    desk.folder.keep(a_message("one"))
    desk.folder.keep(a_message("two", SECOND))
    desk.clock.seconds += 1

    with pytest.raises(SpoolUnavailable) as caught:
        desk.folder.keep(a_message("three"))

    assert caught.value.code == "SPOOL_FULL"
    assert desk.results() == ["kept", "kept", "refused"]


def test_one_dialog_cannot_fill_the_spool(tmp_path: Path) -> None:
    desk = Desk(tmp_path, limit_bytes=16 * MOST_BYTES_OF_A_DIALOG)
    desk.folder.keep(a_message("x" * (MOST_BYTES_OF_A_DIALOG // 2 - 200)))
    size = the_box(desk).stat().st_size

    with pytest.raises(SpoolUnavailable):
        desk.folder.keep(a_message("y" * (MOST_BYTES_OF_A_DIALOG // 2)))

    desk.folder.keep(a_message("z", SECOND))
    assert size in {box.stat().st_size for box in desk.folder.boxes()}


def test_a_folder_that_is_gone_is_told(desk: Desk) -> None:
    (desk.folder.directory / "waiting").rmdir()

    with pytest.raises(SpoolUnavailable) as caught:
        desk.folder.keep(a_message("one"))

    assert caught.value.code == "SPOOL_UNAVAILABLE"


def test_a_disk_that_is_full_in_the_middle_of_a_line_leaves_the_file_as_it_was(
    tmp_path: Path,
) -> None:
    file = tmp_path / "box"
    append_line(file, b"one\n", most_bytes=100)

    with no_file_above(6), pytest.raises(OSError, match="cut short"):
        append_line(file, b"two\n", most_bytes=100)

    assert file.read_bytes() == b"one\n"


def test_what_is_set_aside_stays_bounded(tmp_path: Path) -> None:
    desk = Desk(tmp_path, limit_bytes=4000)

    for _ in range(50):
        desk.folder.set_aside(b"x" * 99 + b"\n", "expired")

    aside = sorted((tmp_path / "set-aside").iterdir())
    assert [file.name for file in aside] == ["expired.jsonl", "expired.old"]
    assert sum(file.stat().st_size for file in aside) <= 2200


def test_how_the_spool_stands_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path, limit_bytes=3 * 4096)
    empty = desk.folder.standing()
    desk.folder.keep(a_message("one"))
    desk.folder.keep(a_message("two"))
    one = desk.folder.standing()
    desk.folder.keep(a_message("three", SECOND))
    desk.folder.keep(a_message("four", THIRD))
    desk.folder.set_aside(b"line\n", "broken")

    assert empty == Standing(dialogs=0, used_bytes=0, full=False, set_aside=False)
    assert one == Standing(dialogs=1, used_bytes=4096, full=False, set_aside=False)
    assert desk.folder.standing() == Standing(3, 3 * 4096, full=True, set_aside=True)


def test_two_processes_add_to_one_file(desk: Desk) -> None:
    other = SpoolFolder(
        desk.folder.directory, limit_bytes=10**6, clock=Clock(), metrics=desk.metrics
    )
    desk.folder.keep(a_message("one"))
    other.keep(a_message("two"))
    desk.folder.keep(a_message("three"))

    assert taken(desk) == ["one", "two", "three"]
