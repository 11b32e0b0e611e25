"""How other commands find a running stack."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.run_file import RunFile, read_run_file, write_run_file
from engine.errors import InvalidInput

RUN = RunFile(os.getpid(), "http://a", "http://a/bitrix/events/s", "http://b", "http://c", "token")
NO_SUCH_PROCESS = 2**22 + 1


def test_a_running_stack_is_found(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write_run_file(RUN, path)

    assert read_run_file(path) == RUN


def test_the_file_holds_a_token_so_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("left over by an earlier run", encoding="utf-8")
    path.chmod(0o644)

    write_run_file(RUN, path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_token_is_not_shown_when_the_description_is_printed() -> None:
    assert RUN.api_token not in repr(RUN)


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"pid": 1}'])
def test_without_a_readable_file_nothing_is_running(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(InvalidInput) as refused:
        read_run_file(path)

    assert refused.value.code == "NOT_RUNNING"
    assert "make run" in refused.value.message


def test_a_file_left_by_a_dead_process_is_not_a_running_stack(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write_run_file(replace(RUN, pid=NO_SUCH_PROCESS), path)

    with pytest.raises(InvalidInput) as refused:
        read_run_file(path)

    assert refused.value.code == "NOT_RUNNING"
