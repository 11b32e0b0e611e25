"""`cortex portal` over a real Redis and an emulated portal: what it keeps, shows and asks."""

from contextlib import closing

import orjson
import pytest
import requests
from redis import Redis

from api.bootstrap.store import open_store
from api.settings import Settings
from tests.integration.portal_shell import EMULATED, SECRETS, Shell, add_application, register, word


def test_a_portal_is_added_from_a_file_and_listed_without_its_secrets(shell: Shell) -> None:
    added = shell.add()

    code, shown = shell.cortex("list")

    assert added == (0, f"added  {shown.removesuffix('  kept' + chr(10))}\n")
    assert code == 0
    assert shown == f"{EMULATED.member_id}  {EMULATED.domain}  webhook  bot 39  kept\n"


def test_a_process_reads_a_portal_from_its_standard_input_and_settings_from_its_variables(
    shell: Shell,
) -> None:
    code, _ = shell.cortex_process("add", "-", typed=shell.document())

    assert code == 0
    assert EMULATED.member_id in shell.cortex("list")[1]


def test_a_process_that_refuses_says_why_and_ends_with_the_code(shell: Shell) -> None:
    code, shown = shell.cortex_process("add", "-", typed=b"{canary-client")

    assert (code, shown.split()[0]) == (3, "JSON_MALFORMED")


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


def test_a_check_asks_a_portal_that_was_stopped_and_lets_work_go_on_there(shell: Shell) -> None:
    shell.add(client_id=EMULATED.client_id)
    store = open_store(Settings.from_environment(shell.environment))
    with closing(store.connection):
        store.call_limits.stop(account=EMULATED.member_id, seconds=3600)

        code, shown = shell.cortex("check")

        admission = store.call_limits.admit(
            account=EMULATED.member_id, methods=["crm.item.get"], patience_seconds=0.0
        )
    assert (code, "PORTAL_STOPPED" in shown) == (0, False)
    assert admission.verdict == "admitted"


def test_a_check_of_an_application_renews_its_expired_token(shell: Shell) -> None:
    root = add_application(shell, bot_id=EMULATED.bot_id)
    unheard = shell.cortex("check")
    register(shell)
    requests.post(f"{root}/_emulator/oauth/expire", timeout=5).raise_for_status()

    code, shown = shell.cortex("check")

    assert (unheard[0], "EVENTS_UNHEARD" in unheard[1]) == (1, True)
    assert code == 0
    assert shown.splitlines()[0].endswith(f"application  bot {EMULATED.bot_id}")


def test_settings_are_shown_changed_and_heeded(shell: Shell) -> None:
    shell.add()
    fetch = b'{"chat": {"api": 2, "events": "fetch"}}'

    changed, _ = shell.cortex("set", EMULATED.member_id, "-", typed=fetch)
    code, shown = shell.cortex("show", EMULATED.member_id)
    refused, why = shell.cortex("set", EMULATED.member_id, "-", typed=b'{"bot_id": 1}')

    settings = orjson.loads(shown)
    assert (changed, code, settings["chat"]["events"]) == (0, 0, "fetch")
    assert (refused, why.split()[0]) == (3, "PORTAL_INVALID")
    assert "bot 39" in shell.cortex("list")[1]


def test_a_removed_portal_is_a_stranger(shell: Shell) -> None:
    shell.add()

    removed = shell.cortex("remove", EMULATED.member_id)
    again = shell.cortex("remove", EMULATED.member_id)

    assert (word(removed), word(again)) == ((0, "removed"), (3, "PORTAL_UNKNOWN"))
    assert shell.cortex("list") == (0, "")


def test_a_check_of_a_stranger_is_bad_input(shell: Shell) -> None:
    code, shown = shell.cortex("check", "stranger")

    assert (code, shown.split()[0]) == (3, "PORTAL_UNKNOWN")


def test_a_known_portal_is_opened_for_another_install_and_a_stranger_is_not(shell: Shell) -> None:
    shell.add()

    opened, told = shell.cortex("allow-install", EMULATED.member_id)
    refused, why = shell.cortex("allow-install", "stranger")

    assert (opened, told.split("  ")[0]) == (0, "may install again for 15 minutes")
    assert (refused, why.split()[0]) == (3, "PORTAL_UNKNOWN")
