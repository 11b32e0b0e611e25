"""The parts of the local stack over real sockets and processes: ports, children, settings, chat."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple
from io import StringIO
from pathlib import Path

import pytest

from api.cli import main
from api.cli.chat import Talk
from api.cli.child_process import ChildProcess
from api.cli.exit_codes import ExitCode
from api.cli.local_ports import claim_port
from api.cli.portal_control import PortalControl
from api.cli.stack_environment import StackTokens, emulated_portal, stack_environment
from api.cli.waiting import WaitedTooLong, wait_for
from api.settings import Settings
from engine.errors import CortexError
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, RunningEmulators, start_emulators

TOKENS = StackTokens.fresh()
CONFIGURATION = emulated_portal(TOKENS)


@pytest.fixture
def emulators() -> Iterator[RunningEmulators]:
    with start_emulators(CONFIGURATION, clock=SystemClock().now) as running:
        yield running


@pytest.fixture
def portal(emulators: RunningEmulators) -> Iterator[PortalControl]:
    with closing(PortalControl(emulators.bitrix_url)) as control:
        yield control


def a_child(folder: Path, code: str) -> ChildProcess:
    command = [sys.executable, "-c", code]
    return ChildProcess("child", command, environment={}, log=folder / "child.log")


def a_talk(portal: PortalControl, shown: list[str]) -> Talk:
    return Talk(portal, portal.open_chat(), clock=SystemClock(), show=shown.append)


def test_a_taken_port_is_told_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CortexError) as refused:
            claim_port(port)

    assert refused.value.code == "PORT_IN_USE"
    assert str(port) in refused.value.message


def test_port_zero_finds_a_free_one() -> None:
    port = claim_port(0)

    with socket.create_server(("127.0.0.1", port)) as free:
        assert free.getsockname()[1] == port


def test_a_command_whose_port_is_taken_ends_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code = main(["emulators", "--port-bitrix", str(taken.getsockname()[1])])

    assert code == ExitCode.FAILED
    assert capsys.readouterr().err.startswith("PORT_IN_USE ")


@pytest.mark.parametrize("written", ["65536", "99999", "-1", "web", "8080.5", "٣"])
@pytest.mark.parametrize("command", ["run", "emulators"])
def test_what_is_no_port_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], command: str, written: str
) -> None:
    code = main([command, f"--port-abcp={written}"])

    assert code == ExitCode.BAD_INPUT
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("USAGE ")
    assert "must be a port, 1 to 65535" in line


@pytest.mark.parametrize(
    "words",
    [
        ["emulators", "--port-bitrix=8091", "--port-abcp=8091"],
        ["run", "--port=8091", "--port-abcp=8091"],
    ],
)
def test_two_servers_of_one_port_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code = main(words)

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err == "PORT_IN_USE each server needs a port of its own\n"


def test_emulators_say_with_which_settings_they_can_be_served() -> None:
    command = [sys.executable, "-m", "api.cli", "emulators", "--port-bitrix=0", "--port-abcp=0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own command
        assert running.stdout is not None
        told = list(iter(running.stdout.readline, "Ctrl-C stops both.\n"))
        running.terminate()

    written = dict(line.strip().split("=", 1) for line in told if line.startswith("  CORTEX_"))
    settings = Settings.from_environment(written)
    assert settings.bitrix is not None
    assert settings.bitrix.rest_url.reveal().startswith("http://127.0.0.1:")
    assert settings.abcp is not None


def test_emulators_refuse_to_send_events_to_another_machine(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ports = ["--port-bitrix", "0", "--port-abcp", "0"]

    code = main(["emulators", *ports, "--webhook-url", "http://192.0.2.1/bitrix/events"])

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("WEBHOOK_URL_INVALID ")


def test_a_child_keeps_its_words_and_its_exit_code(tmp_path: Path) -> None:
    child = a_child(tmp_path, "print('first'); print('last words'); raise SystemExit(3)")

    child.start()
    code = wait_for(lambda: child.exit_code, what="the child ends", seconds=20)

    assert code == 3
    assert not child.alive
    assert child.last_line() == "last words"


def test_a_child_can_be_started_again_and_stopped(tmp_path: Path) -> None:
    child = a_child(tmp_path, "import signal; signal.pause()")
    child.start()
    first = child.pid
    child.kill()

    child.start()
    child.stop()

    assert child.pid != first
    assert child.exit_code == -15


def test_waiting_ends_when_time_is_up() -> None:
    with pytest.raises(WaitedTooLong) as late:
        wait_for(lambda: False, what="nothing happens", seconds=0.1)

    assert late.value.code == "WAITED_TOO_LONG"
    assert "nothing happens" in late.value.message


def test_the_settings_of_a_stack_are_ones_that_processes_accept(
    emulators: RunningEmulators, tmp_path: Path
) -> None:
    told = stack_environment(
        emulators,
        TOKENS,
        redis_url="redis://127.0.0.1:6379/0",
        bind="127.0.0.1:8080",
        web_workers=3,
        rules=tmp_path,
        metrics=tmp_path,
    )

    settings = Settings.from_environment(told)

    assert settings.bitrix is not None
    assert settings.bitrix.rest_url.reveal() == emulators.bitrix_webhook_url
    assert settings.bitrix.application_token.reveal() == TOKENS.application
    assert settings.redis_prefix == TOKENS.redis_prefix
    assert settings.web_workers == 3


def test_every_run_has_tokens_of_its_own_that_are_not_shown() -> None:
    other = StackTokens.fresh()

    assert {*astuple(TOKENS)}.isdisjoint(astuple(other))
    assert TOKENS.api not in repr(TOKENS)
    assert TOKENS.application != EmulatorConfiguration().portal.application_token


def test_chat_says_every_line_and_shows_replies_and_moves_of_the_lead(
    portal: PortalControl,
) -> None:
    shown: list[str] = []
    talk = a_talk(portal, shown)
    portal.say(talk.chat.chat_id, "Добрый день, я менеджер", author="manager", deliver=False)
    portal.change_lead(talk.chat.lead_id, STATUS_ID="UC_5SCNOB")

    talk.hold(StringIO("здравствуйте\n\n  \n"), patient=False)

    said = [message.text for message in portal.messages(talk.chat.chat_id)]
    assert said == ["Добрый день, я менеджер", "здравствуйте"]
    assert "manager> Добрый день, я менеджер" in shown
    assert f"lead {talk.chat.lead_id} is in UC_5SCNOB" in shown


def test_chat_says_a_line_for_the_manager_as_the_manager_and_shows_it_once(
    portal: PortalControl,
) -> None:
    shown: list[str] = []
    talk = a_talk(portal, shown)

    talk.hold(StringIO("/manager Добрый день\n/manager\n/managers\n"), patient=False)

    said = [(message.author, message.text) for message in portal.messages(talk.chat.chat_id)]
    assert said == [("manager", "Добрый день"), ("client", "/managers")]
    assert "manager> Добрый день" not in shown


def test_chat_says_so_when_the_webhook_does_not_take_a_message(portal: PortalControl) -> None:
    shown: list[str] = []

    a_talk(portal, shown).hold(StringIO("здравствуйте\n"), patient=False)

    assert any(line.startswith("(the webhook answered None") for line in shown)


def test_chat_shows_a_reply_once_however_often_it_looks(portal: PortalControl) -> None:
    shown: list[str] = []
    talk = a_talk(portal, shown)
    portal.say(talk.chat.chat_id, "Один раз", author="manager", deliver=False)

    looks = [talk.look() for _ in range(3)]

    assert looks == [1, 0, 0]
    assert shown.count("manager> Один раз") == 1


def test_an_emulator_that_is_gone_is_told_in_one_line(
    emulators: RunningEmulators, capsys: pytest.CaptureFixture[str]
) -> None:
    emulators.stop()

    code = main(["chat", "--url", emulators.bitrix_url])

    assert code == ExitCode.FAILED
    assert capsys.readouterr().err.startswith("EMULATOR_FAILED ")
