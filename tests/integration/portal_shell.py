"""`cortex portal` as people type it, over a real Redis and an emulated portal."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from uuid import uuid4

import orjson
import requests
from structlog.testing import capture_logs

from api.cli import main
from api.cli.surroundings import Surroundings
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.sealing import new_key

EMULATED = EmulatorConfiguration().portal
SECRETS = ("canary-client", EMULATED.webhook_code, EMULATED.application_token)


@dataclass
class Shell:
    """A command line with the settings of one installation."""

    environment: dict[str, str]
    folder: Path
    webhook_url: str

    def cortex(self, *words: str, typed: bytes = b"") -> tuple[int, str]:
        """Run a command as a person does, though in this process: starting one takes a second."""
        surroundings = Surroundings(self.environment, lambda: BytesIO(typed))
        with (
            redirect_stdout(StringIO()) as told,
            redirect_stderr(StringIO()) as complained,
            capture_logs() as logged,
        ):
            code = main(["portal", *words], surroundings=surroundings)
        shown = told.getvalue() + complained.getvalue()
        assert not [secret for secret in SECRETS if secret in f"{shown}{logged}"]
        return code, shown

    def cortex_process(self, *words: str, typed: bytes = b"") -> tuple[int, str]:
        """Run a command in a process of its own."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "api.cli", "portal", *words],
            env=self.environment,
            input=typed,
            capture_output=True,
            timeout=60,
            check=False,
        )
        shown = (done.stdout + done.stderr).decode()
        assert not [secret for secret in SECRETS if secret in shown]
        return done.returncode, shown

    def document(self, **changes: object) -> bytes:
        return orjson.dumps(
            {
                "member_id": EMULATED.member_id,
                "domain": EMULATED.domain,
                "rest_url": self.webhook_url,
                "bot_id": 39,
                "client_id": "canary-client",
                "application_token": EMULATED.application_token,
                **changes,
            }
        )

    def add(self, *words: str, **changes: object) -> tuple[int, str]:
        file = self.folder / "portal.json"
        file.write_bytes(self.document(**changes))
        return self.cortex("add", *words, str(file))


@contextmanager
def a_shell(redis_url: str, folder: Path) -> Iterator[Shell]:
    """Open a command line with an installation and a portal of its own."""
    with start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as emulators:
        environment: Mapping[str, str] = {
            "REDIS_URL": redis_url,
            "CORTEX_REDIS_PREFIX": f"t{uuid4().hex[:12]}",
            "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
            "CORTEX_SEALING_KEYS": new_key().reveal(),
        }
        yield Shell(dict(environment), folder, emulators.bitrix_webhook_url)


def add_application(shell: Shell, **changes: object) -> str:
    """Keep the portal as one that has installed the application and has no bot yet."""
    root = shell.webhook_url.partition("/rest/")[0]
    tokens = requests.post(f"{root}/_emulator/oauth/install", timeout=5).json()
    application = {"app_id": EMULATED.app_id, "app_secret": EMULATED.app_secret}
    oauth = {**application, **tokens, "auth_url": f"{root}/oauth/token/"}
    usual = {"rest_url": f"{root}/rest/", "oauth": oauth, "client_id": "", "bot_id": 0}
    shell.add(**{**usual, **changes})
    return root


def calls(root: str) -> list[str]:
    told = requests.get(f"{root}/_emulator/calls", timeout=5).json()
    return [call["method"] for call in told["calls"]]


def register(shell: Shell, *words: str, url: str = "http://127.0.0.1:8080") -> tuple[int, str]:
    return shell.cortex("register-bot", EMULATED.member_id, "--url", url, *words)


def word(answer: tuple[int, str]) -> tuple[int, str]:
    """The exit code and what was done."""
    return answer[0], answer[1].split()[0]
