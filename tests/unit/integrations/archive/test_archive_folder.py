"""Lines of the archive are whole, private and durable; a full file is closed and packed."""

import gzip
import stat
from pathlib import Path

import pytest

from integrations.archive.folder import ArchiveFolder


class Ticks:
    """A clock that shows another moment every time."""

    def __init__(self) -> None:
        self.seconds = 1_795_671_493.0

    def __call__(self) -> float:
        self.seconds += 1
        return self.seconds


def a_folder(tmp_path: Path, *, megabytes: int = 1) -> ArchiveFolder:
    return ArchiveFolder(tmp_path / "archive", megabytes=megabytes, now=Ticks())


def test_lines_follow_each_other_in_one_private_file(tmp_path: Path) -> None:
    a_folder(tmp_path).append([b"one", b"two"])
    a_folder(tmp_path).append([b"three"])

    file = tmp_path / "archive" / "archive.jsonl"
    assert file.read_bytes() == b"one\ntwo\nthree\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_line_that_was_cut_off_spoils_only_itself(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    folder.append([b"one"])
    file = tmp_path / "archive" / "archive.jsonl"
    file.write_bytes(file.read_bytes() + b"tw")

    folder.append([b"two"])

    assert file.read_bytes() == b"one\ntw\ntwo\n"


def test_a_full_file_is_closed_and_packed_and_a_new_one_begun(tmp_path: Path) -> None:
    folder, line = a_folder(tmp_path), b"x" * 600_000
    folder.append([line])
    folder.append([line])
    folder.append([line])

    packed = sorted((tmp_path / "archive").glob("*.gz"))

    assert [gzip.decompress(file.read_bytes()) for file in packed] == [(line + b"\n") * 2]
    assert stat.S_IMODE(packed[0].stat().st_mode) == 0o600
    assert (tmp_path / "archive" / "archive.jsonl").read_bytes() == line + b"\n"
    assert sorted(file.name for file in (tmp_path / "archive").iterdir()) == [
        packed[0].name,
        "archive.jsonl",
        "archive.lock",
    ]


def test_every_closed_file_has_a_name_of_its_own(tmp_path: Path) -> None:
    folder, line = a_folder(tmp_path), b"x" * 1_100_000
    folder.append([line])
    folder.append([line])

    assert len(list((tmp_path / "archive").glob("*.gz"))) == 2


def test_a_file_that_a_crash_left_unpacked_is_packed_with_the_next(tmp_path: Path) -> None:
    folder, line = a_folder(tmp_path), b"x" * 1_100_000
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "archive-20250101T000000000000.jsonl").write_bytes(b"left\n")
    (tmp_path / "archive" / "archive-20250101T000000000000.jsonl.gz.part").write_bytes(b"half")

    folder.append([line])

    packed = sorted((tmp_path / "archive").glob("archive-*"))
    assert [file.suffix for file in packed] == [".gz", ".gz"]
    assert gzip.decompress(packed[0].read_bytes()) == b"left\n"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")

    with pytest.raises(OSError, match="File exists"):
        a_folder(tmp_path).append([b"one"])
