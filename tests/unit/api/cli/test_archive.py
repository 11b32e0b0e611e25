"""`cortex archive verify` tells whole files from broken ones."""

import gzip
from pathlib import Path

import pytest

from api.cli import main
from engine.ports.archive_queue import Ended
from integrations.archive.line import line_of

LINE = line_of(Ended("effect", "portal|chat1.1.0", 1795671493.0, {"state": "succeeded"})) + b"\n"


def test_whole_files_packed_or_not_are_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(LINE + LINE))

    code = main(["archive", "verify", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl.gz")])

    told = [line.split()[1:] for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert told == [
        ["effects", "1", "sessions", "0", "deeds", "0", "repeated", "0", "broken", "0"],
        ["effects", "1", "sessions", "0", "deeds", "0", "repeated", "1", "broken", "0"],
    ]


def test_a_broken_line_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE[:40] + b"\n" + LINE)

    assert main(["archive", "verify", str(tmp_path / "a.jsonl")]) == 1
    assert "broken 1" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"not packed", gzip.compress(LINE)[:-12]])
def test_a_file_that_cannot_be_read_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(content)

    assert main(["archive", "verify", str(tmp_path / "a.jsonl.gz")]) == 3
    assert capsys.readouterr().err.split()[0] == "FILE_UNREADABLE"
    assert main(["archive", "verify", str(tmp_path / "none.jsonl")]) == 3
