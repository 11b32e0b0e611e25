"""`cortex portal` over a real Redis and an emulated portal: what it keeps, shows and asks."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
import requests
from redis import Redis

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


@pytest.fixture
def shell(redis_url: str, tmp_path: Path) -> Iterator[Shell]:
    with start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as emulators:
        environment: Mapping[str, str] = {
            "REDIS_URL": redis_url,
            "CORTEX_REDIS_PREFIX": f"t{uuid4().hex[:12]}",
            "CORTEX_API_TOKEN": "0123456789abcdef",
            "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
            "CORTEX_SEALING_KEYS": new_key().reveal(),
        }
        yield Shell(dict(environment), tmp_path, emulators.bitrix_webhook_url)


def test_a_portal_is_added_from_a_file_and_listed_without_its_secrets(shell: Shell) -> None:
    added = shell.add()

    code, shown = shell.cortex("list")

    assert added == (0, f"added  {shown.removesuffix('  kept' + chr(10))}\n")
    assert code == 0
    assert shown == f"{EMULATED.member_id}  {EMULATED.domain}  webhook  bot 39  kept\n"


def test_a_portal_is_added_from_standard_input(shell: Shell) -> None:
    code, _ = shell.cortex("add", "-", typed=shell.document())

    assert code == 0
    assert EMULATED.member_id in shell.cortex("list")[1]


def test_a_known_portal_is_overwritten_only_when_that_is_said(shell: Shell) -> None:
    shell.add()

    refused, told = shell.add(bot_id=40)
    listed = shell.cortex("list")[1]
    replaced, _ = shell.add("--replace", bot_id=41)

    assert (refused, told.split()[0]) == (3, "PORTAL_KNOWN")
    assert "bot 39" in listed
    assert replaced == 0
    assert "bot 41" in shell.cortex("list")[1]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (b"{canary-client", "JSON_MALFORMED"),
        (b'{"client_id": "canary-client"}', "PORTAL_INVALID"),
        (b"[]", "PORTAL_INVALID"),
    ],
)
def test_a_bad_file_is_refused_without_repeating_it(shell: Shell, typed: bytes, error: str) -> None:
    code, shown = shell.cortex("add", "-", typed=typed)

    assert (code, shown.split()[0]) == (3, error)


def test_nothing_of_a_kept_portal_is_readable_in_redis(shell: Shell) -> None:
    shell.add()

    with Redis.from_url(shell.environment["REDIS_URL"]) as client:
        kept = client.hgetall(f"{shell.environment['CORTEX_REDIS_PREFIX']}:portals")

    assert list(kept) == [EMULATED.member_id.encode()]
    sealed = b"".join(kept.values())
    assert not [word for word in (*SECRETS, EMULATED.domain) if word.encode() in sealed]


def test_without_the_key_nothing_is_shown_and_with_a_new_first_key_all_is_resealed(
    shell: Shell,
) -> None:
    shell.add()
    old, new = shell.environment["CORTEX_SEALING_KEYS"], shell.cortex("new-key")[1].strip()

    shell.environment["CORTEX_SEALING_KEYS"] = new
    closed, told = shell.cortex("list")
    shell.environment["CORTEX_SEALING_KEYS"] = f"{new},{old}"
    resealed, _ = shell.cortex("reseal")
    shell.environment["CORTEX_SEALING_KEYS"] = new

    assert (closed, told.split()[0]) == (1, "SEAL_BROKEN")
    assert resealed == 0
    assert shell.cortex("list")[0] == 0


def test_portals_are_kept_only_where_there_is_a_key(shell: Shell) -> None:
    del shell.environment["CORTEX_SEALING_KEYS"]

    code, shown = shell.add()

    assert (code, shown.split()[0]) == (3, "SETTING_INVALID")


def test_a_check_asks_for_everything_and_does_nothing(shell: Shell) -> None:
    shell.add(client_id=EMULATED.client_id)

    code, shown = shell.cortex("check")

    assert code == 0
    assert "ok       crm.item.update" in shown
    calls = requests.get(
        f"{shell.webhook_url.partition('/rest/')[0]}/_emulator/calls", timeout=5
    ).json()["calls"]
    assert [call["method"] for call in calls] == ["batch", "imbot.bot.list", "batch"]


def test_a_check_says_what_is_missing_and_what_to_do(shell: Shell) -> None:
    shell.add(
        bot_id=77,
        client_id=EMULATED.client_id,
        statuses={"PRICING": "UC_GONE"},
        lead_part_number_field="UF_CRM_GONE",
    )

    code, shown = shell.cortex("check")

    faults = [line.split()[0] for line in shown.splitlines() if line.split()[0].isupper()]
    assert (code, faults) == (1, ["BOT_MISSING", "STATUS_UNKNOWN", "FIELD_UNKNOWN"])


def test_a_check_with_a_dead_webhook_fails_with_the_portals_word(shell: Shell) -> None:
    shell.add(rest_url=shell.webhook_url.replace(EMULATED.webhook_code, "revoked"))

    code, shown = shell.cortex("check", EMULATED.member_id)

    assert code == 1
    assert "CALL_REFUSED NO_AUTH_FOUND" in shown


def test_a_check_of_an_application_renews_its_expired_token(shell: Shell) -> None:
    root = add_application(shell, bot_id=EMULATED.bot_id)
    requests.post(f"{root}/_emulator/oauth/expire", timeout=5).raise_for_status()

    code, shown = shell.cortex("check")

    assert code == 0
    assert shown.splitlines()[0].endswith(f"application  bot {EMULATED.bot_id}")


def test_a_check_of_a_stranger_is_bad_input(shell: Shell) -> None:
    code, shown = shell.cortex("check", "stranger")

    assert (code, shown.split()[0]) == (3, "PORTAL_UNKNOWN")


def test_a_known_portal_is_opened_for_another_install_and_a_stranger_is_not(shell: Shell) -> None:
    shell.add()

    opened, told = shell.cortex("allow-install", EMULATED.member_id)
    refused, why = shell.cortex("allow-install", "stranger")

    assert (opened, told.split("  ")[0]) == (0, "may install again for 15 minutes")
    assert (refused, why.split()[0]) == (3, "PORTAL_UNKNOWN")


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


def test_a_bot_is_registered_once_and_remembered(shell: Shell) -> None:
    root = add_application(shell)

    first = register(shell, "--code", "new", "--name", "Помощник")
    again = register(shell, "--code", "new")

    listed = shell.cortex("list")[1]
    assert (word(first), word(again)) == ((0, "registered"), (0, "unchanged"))
    assert "bot 0" not in listed
    assert first[1] == f"registered  {listed.removesuffix('  kept' + chr(10))}\n"
    assert calls(root) == ["imbot.bot.list", "imbot.register", "imbot.bot.list", "imbot.update"]


def test_the_bot_that_a_portal_is_kept_with_is_moved_whatever_its_code(shell: Shell) -> None:
    shell.add(client_id=EMULATED.client_id)

    moved = register(shell)

    root = shell.webhook_url.partition("/rest/")[0]
    told = requests.get(f"{root}/_emulator/bots", timeout=5).json()["bots"]
    assert word(moved) == (0, "moved")
    assert [bot["handler"] for bot in told] == ["http://127.0.0.1:8080/bitrix/events"]


def test_a_bot_that_fetches_is_told_so(shell: Shell) -> None:
    root = add_application(shell, chat={"api": 2, "events": "fetch"})

    first = register(shell, "--code", "new")
    again = register(shell, "--code", "new", url="http://127.0.0.1:9090")

    mode = requests.get(f"{root}/_emulator/bots", timeout=5).json()["bots"][-1]["eventMode"]
    assert (word(first), word(again), mode) == ((0, "registered"), (0, "unchanged"), "fetch")


def test_a_move_that_fails_is_not_remembered_as_done(shell: Shell) -> None:
    root = add_application(shell)
    register(shell, "--code", "new")
    fault = {"method": "imbot.update", "mode": "access_denied"}
    requests.post(f"{root}/_emulator/faults", json=fault, timeout=5).raise_for_status()

    failed = register(shell, "--code", "new", url="http://127.0.0.1:9090")
    moved = register(shell, "--code", "new", url="http://127.0.0.1:9090")

    assert (word(failed), word(moved)) == ((1, "CALL_REFUSED"), (0, "moved"))


def test_a_webhook_portal_registers_its_bot_under_its_own_name(shell: Shell) -> None:
    shell.add(bot_id=1)

    code, shown = register(shell, "--code", "new")

    assert code == 0
    assert "bot 1\n" not in shown


def test_a_registration_that_fails_changes_nothing(shell: Shell) -> None:
    root = add_application(shell)
    fault = {"method": "imbot.register", "mode": "error_500"}
    requests.post(f"{root}/_emulator/faults", json=fault, timeout=5).raise_for_status()

    code, shown = register(shell, "--code", "new")

    assert (code, shown.split()[0]) == (1, "OUTCOME_UNKNOWN")
    assert "bot 0" in shell.cortex("list")[1]


def test_a_bot_of_a_stranger_or_at_no_address_is_bad_input(shell: Shell) -> None:
    shell.add()

    stranger = shell.cortex("register-bot", "stranger", "--url", "http://127.0.0.1:8080")
    nowhere = shell.cortex("register-bot", EMULATED.member_id, "--url", "127.0.0.1:8080")

    assert (stranger[0], stranger[1].split()[0]) == (3, "PORTAL_UNKNOWN")
    assert (nowhere[0], nowhere[1].split()[0]) == (3, "USAGE")
