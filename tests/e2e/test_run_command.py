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
from tests.unit.api.cli.sealed_rules import sealed_copy

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("needs_redis")]

START_SECONDS = 60.0
FREE_PORTS = ("--port", "0", "--port-bitrix", "0", "--port-abcp", "0")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a person stands: an empty folder beside the rules."""
    base = tmp_path_factory.mktemp("run")
    sealed_copy(base / "rules")
    return base


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


def cortex(folder: Path, *argv: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *argv]
    return subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, input=typed, capture_output=True, text=True, check=False
    )


def processes_under(pid: int) -> dict[int, str]:
    """Return the direct children of a process by their command lines."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    lines = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return {child: line.replace(b"\0", b" ").decode() for child, line in lines.items()}


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


def test_a_demo_told_to_stop_leaves_no_process_behind(folder: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "demo", "--rules", "rules"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as demo:  # noqa: S603 - our own command
        assert demo.stdout is not None
        next(line for line in demo.stdout if " you " in line)
        children = processes_under(demo.pid)
        demo.terminate()

    assert demo.returncode == 1
    assert len(children) == 3
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_chat_without_anything_running_says_what_to_start(tmp_path: Path) -> None:
    talk = cortex(tmp_path, "chat")

    assert talk.returncode == 3
    assert talk.stderr.startswith("NOT_RUNNING ")
    assert "make run" in talk.stderr


def test_the_demo_passes_and_shows_message_decision_rules_reply_and_effects(
    folder: Path,
) -> None:
    demo = cortex(folder, "demo", "--rules", "rules")

    assert demo.returncode == 0, demo.stdout + demo.stderr
    for words in (
        " you  61217726563",
        " bot  Подскажите",
        "decision  CLARIFY_NUMBER_TYPE, stage NEW, reply",
        "rules     qualify.number_is_part, quote.tell_offers",
        "effects   chat_reply succeeded, lead_update succeeded",
        "demo passed",
    ):
        assert words in demo.stdout


def test_a_demo_by_rules_that_do_not_price_fails(folder: Path, tmp_path: Path) -> None:
    rules = sealed_copy(tmp_path / "rules")
    quote = max(rules.glob("*/quote.yaml"))  # the newest version serves
    text = quote.read_text(encoding="utf-8")
    quote.write_text(text.replace("reply: quote.offers,", "reply: quote.searching,"), "utf-8")
    cortex(folder, "seal", "--rules", str(rules))

    demo = cortex(folder, "demo", "--rules", str(rules))

    assert demo.returncode == 1
    assert "demo FAILED" in demo.stdout
    assert "the reply does not say `1. BMW 61217726563" in demo.stdout
