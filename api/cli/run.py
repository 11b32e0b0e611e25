"""`cortex run`: everything on this machine, kept running until Ctrl-C."""

import fcntl
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from api.cli import complain
from api.cli.exit_codes import ExitCode
from api.cli.interruption import stop_in_order
from api.cli.local_ports import port, require_apart
from api.cli.run_file import RUN_FILE, RUNTIME, RunFile, write_run_file
from api.cli.stack import RULES, LocalStack, StackSettings, local_stack
from api.cli.supervisor import Supervisor
from api.settings.surroundings import environment_of_this_process
from engine.errors import CortexError
from integrations.clock import SystemClock

EXAMPLES = """  cortex run                  web on 8080, Bitrix24 emulator on 8081, ABCP on 8082
  cortex run --port 9080      web elsewhere; 0 takes a free port
  REDIS_URL=redis://127.0.0.1:6379/0 cortex run"""

_CHECK_SECONDS = 0.5


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8080, help="web")
    parser.add_argument("--port-bitrix", type=port, default=8081, metavar="PORT")
    parser.add_argument("--port-abcp", type=port, default=8082, metavar="PORT")
    parser.add_argument("--web-workers", type=int, default=2, metavar="N")
    parser.add_argument("--rules", type=Path, default=RULES, help="other rulesets")


def run(arguments: Namespace) -> int:
    require_apart(arguments.port, arguments.port_bitrix, arguments.port_abcp)
    stop_in_order()
    RUNTIME.mkdir(exist_ok=True, mode=0o700)
    with _alone(RUNTIME / "run.lock"):
        try:
            _run_stack(_settings(arguments))
        except KeyboardInterrupt:
            print("stopped")
        finally:
            RUN_FILE.unlink(missing_ok=True)
    return ExitCode.OK


def _run_stack(settings: StackSettings) -> None:
    with local_stack(settings, say=complain) as stack:
        write_run_file(_described(stack), RUN_FILE)
        print(_announcement(stack), flush=True)
        supervisor = Supervisor(list(stack.watched), clock=SystemClock(), say=complain)
        pause = Event()
        while not pause.wait(_CHECK_SECONDS):
            supervisor.check()


def _settings(arguments: Namespace) -> StackSettings:
    environment = environment_of_this_process()
    return StackSettings(
        folder=RUNTIME,
        environment=environment,
        rules=arguments.rules,
        redis_url=environment.get("REDIS_URL") or None,
        web_port=arguments.port,
        bitrix_port=arguments.port_bitrix,
        abcp_port=arguments.port_abcp,
        web_workers=arguments.web_workers,
    )


@contextmanager
def _alone(lock_path: Path) -> Iterator[None]:
    with lock_path.open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CortexError(
                "`cortex run` already runs here: stop it first, or use it with `cortex chat`",
                code="ALREADY_RUNNING",
            ) from error
        yield


def _described(stack: LocalStack) -> RunFile:
    return RunFile(
        pid=os.getpid(),
        web_url=stack.web_url,
        webhook_url=stack.webhook_url,
        bitrix_url=stack.emulators.bitrix_url,
        abcp_url=stack.emulators.abcp_url,
        api_token=stack.tokens.api,
    )


def _announcement(stack: LocalStack) -> str:
    return f"""
Cortex is running.
  chats and leads   {stack.emulators.bitrix_url}
  webhook           {stack.webhook_url}
  decide            POST {stack.web_url}/v1/decisions  (token: api_token in {RUN_FILE})
  status            {stack.web_url}/v1/status
  metrics           {stack.web_url}/metrics
  logs              {stack.logs}

Talk to it:  .venv/bin/cortex chat
Ctrl-C stops everything."""
