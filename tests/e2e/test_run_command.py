"""`cortex run` as a person uses it: start, talk, break something, stop, start again."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from api.cli.run_file import RunFile, read_run_file
from api.cli.waiting import wait_for
from engine.errors import InvalidInput
from tests.e2e.command_line import cortex, processes_under

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("needs_redis")]

START_SECONDS = 60.0
FREE_PORTS = ("--port", "0", "--port-bitrix", "0", "--port-abcp", "0")


class Command:
    """`cortex run` in a folder, which may be stopped and started again."""

    process: subprocess.Popen[str]
    described: RunFile

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self) -> None:
        words = [sys.executable, "-m", "api.cli", "run", *FREE_PORTS, "--rules", "rules"]
        with (self._folder / "told.txt").open("a") as told:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                words, cwd=self._folder, stdout=told, stderr=told, text=True
            )
        self.described = wait_for(
            lambda: described(self._folder), what="it runs", seconds=START_SECONDS
        )

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(START_SECONDS)


@pytest.fixture(scope="module")
def command(folder: Path) -> Iterator[Command]:
    command = Command(folder)
    try:
        command.start()
        yield command
    finally:
        code = command.stop()
    assert code == 0


@pytest.fixture
def running(command: Command) -> RunFile:
    return command.described


def described(folder: Path) -> RunFile | None:
    try:
        return read_run_file(folder / "_runtime" / "run.json")
    except InvalidInput:
        return None


def test_a_customer_may_talk_to_it_from_another_terminal(running: RunFile, folder: Path) -> None:
    talk = cortex(folder, "chat", typed="здравствуйте\n61217726563\nдеталь\n")

    assert running.pid
    assert talk.returncode == 0
    assert "you> 61217726563\nbot> " in talk.stdout
    assert "1. BMW 61217726563" in talk.stdout
    assert talk.stdout.rstrip().endswith("is in UC_5SCNOB")


def test_a_manager_who_speaks_there_silences_the_bot(running: RunFile, folder: Path) -> None:
    talk = cortex(folder, "chat", typed="здравствуйте\n/manager Сейчас посмотрю\n61217726563\n")

    assert running.pid
    assert "manager> Сейчас посмотрю" in talk.stdout
    assert talk.stdout.count("bot> ") == 1


def test_it_tells_where_everything_is_and_keeps_its_tokens_to_the_owner(
    running: RunFile, folder: Path
) -> None:
    told = (folder / "told.txt").read_text(encoding="utf-8")
    mode = (folder / "_runtime" / "run.json").stat().st_mode

    for address in (running.bitrix_url, running.webhook_url, f"{running.web_url}/metrics"):
        assert address in told
    assert "cortex chat" in told
    assert running.api_token not in told
    assert stat.S_IMODE(mode) == 0o600


def test_a_second_one_in_the_same_folder_is_refused_in_one_line(
    running: RunFile, folder: Path
) -> None:
    second = cortex(folder, "run", *FREE_PORTS)

    assert running.pid
    assert second.returncode == 1
    assert second.stderr.startswith("ALREADY_RUNNING ")
    assert second.stderr.count("\n") == 1


def test_a_worker_that_dies_is_started_again_and_says_so(running: RunFile, folder: Path) -> None:
    worker = next(
        pid for pid, line in processes_under(running.pid).items() if "api.cli worker" in line
    )

    os.kill(worker, signal.SIGKILL)
    talk = cortex(folder, "chat", typed="здравствуйте\n")

    assert "bot> " in talk.stdout
    told = (folder / "told.txt").read_text(encoding="utf-8")
    assert "worker ended with exit code -9; starting it again in 1 s" in told


def test_it_stops_everything_and_starts_again_on_the_data_it_left(
    command: Command, folder: Path
) -> None:
    stopped, children = command.described, processes_under(command.process.pid)
    before = cortex(folder, "chat", typed="здравствуйте\n")

    code, left = command.stop(), described(folder)
    command.start()
    after = cortex(folder, "chat", typed="здравствуйте\n")

    assert "bot> Здравствуйте" in before.stdout
    assert (code, left) == (0, None)
    assert len(children) == 3
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    with pytest.raises(requests.ConnectionError):
        requests.get(stopped.web_url, timeout=5)
    assert command.described.pid != stopped.pid
    assert "bot> Здравствуйте" in after.stdout


def test_chat_without_anything_running_says_what_to_start(tmp_path: Path) -> None:
    talk = cortex(tmp_path, "chat")

    assert talk.returncode == 3
    assert talk.stderr.startswith("NOT_RUNNING ")
    assert "make run" in talk.stderr
