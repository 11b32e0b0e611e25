"""`cortex portal register-bot`: the bot is made once, moved, and remembered."""

import requests

from tests.integration.portal_shell import EMULATED, Shell, add_application, calls, register, word


def test_a_bot_is_registered_once_and_remembered(shell: Shell) -> None:
    root = add_application(shell)

    first = register(shell, "--code", "new", "--name", "Помощник")
    again = register(shell, "--code", "new")

    listed = shell.cortex("list")[1]
    assert (word(first), word(again)) == ((0, "registered"), (0, "unchanged"))
    assert "bot 0" not in listed
    assert first[1] == f"registered  {listed.removesuffix('  kept' + chr(10))}\n"
    assert calls(root) == [
        *("imbot.bot.list", "imbot.register", "event.get", "event.bind", "event.bind"),
        *("imbot.bot.list", "imbot.update", "event.get"),
    ]


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


def test_a_bot_is_remembered_when_its_portal_refuses_to_tell_of_other_events(shell: Shell) -> None:
    root = add_application(shell)
    fault = {"method": "event.bind", "mode": "access_denied"}
    requests.post(f"{root}/_emulator/faults", json=fault, timeout=5).raise_for_status()

    code, shown = register(shell, "--code", "new")
    listed = shell.cortex("list")[1]
    again = register(shell)

    assert (code, shown.split()[0]) == (1, "registered")
    assert "CALL_REFUSED" in shown
    assert "bot 0" not in listed
    assert word(again) == (0, "unchanged")
    assert calls(root)[-2:] == ["event.bind", "event.bind"]


def test_a_bot_of_a_stranger_or_at_no_address_is_bad_input(shell: Shell) -> None:
    shell.add()

    stranger = shell.cortex("register-bot", "stranger", "--url", "http://127.0.0.1:8080")
    nowhere = shell.cortex("register-bot", EMULATED.member_id, "--url", "127.0.0.1:8080")

    assert (stranger[0], stranger[1].split()[0]) == (3, "PORTAL_UNKNOWN")
    assert (nowhere[0], nowhere[1].split()[0]) == (3, "USAGE")


def test_the_bot_of_the_portal_of_the_environment_is_registered_and_to_be_remembered(
    shell: Shell,
) -> None:
    shell.environment |= {
        "CORTEX_BITRIX_MEMBER_ID": EMULATED.member_id,
        "CORTEX_BITRIX_DOMAIN": EMULATED.domain,
        "CORTEX_BITRIX_REST_URL": shell.webhook_url,
        "CORTEX_BITRIX_BOT_ID": "1",
        "CORTEX_BITRIX_CLIENT_ID": "canary-client",
        "CORTEX_BITRIX_APPLICATION_TOKEN": EMULATED.application_token,
    }
    del shell.environment["CORTEX_SEALING_KEYS"]

    made = register(shell, "--code", "new")
    bot_id = made[1].partition("CORTEX_BITRIX_BOT_ID=")[2].partition(":")[0]
    shell.environment["CORTEX_BITRIX_BOT_ID"] = bot_id
    again = register(shell)

    assert (word(made), word(again)) == ((0, "registered"), (0, "told"))
    assert "CORTEX_BITRIX_BOT_ID" not in again[1]
    assert shell.cortex("list") == (0, again[1].removeprefix("told  "))
