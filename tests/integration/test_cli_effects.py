"""`cortex effects` over a real Redis: what waits is shown and settled by people who say how."""

from collections.abc import Iterator

import pytest

from engine.effects import ChatReply
from engine.messages import decode_incoming
from engine.order_effects import PlaceOrder
from integrations.pii import mask_dialog
from tests.integration.operator_shell import CANARY, OperatorShell, an_operator_shell, dialog

ABCP = {
    "CORTEX_ABCP_URL": "https://shop.abcp.ru",
    "CORTEX_ABCP_LOGIN": "bot",
    "CORTEX_ABCP_PASSWORD_MD5": "0" * 32,
}
REPLY = ChatReply("m1", "chat1", 1, CANARY, after_message_id=100)
ORDER = PlaceOrder("m1", "chat1", 1, "BOT-AAAA", (), "Марина", "+79123456789", "Пермь")


@pytest.fixture
def shell(redis_url: str) -> Iterator[OperatorShell]:
    with an_operator_shell(redis_url, ABCP) as opened:
        yield opened


def test_a_list_names_what_waits_without_words_and_people(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")

    code, shown = shell.cortex("effects", "list")

    assert code == 0
    words = shown.split()
    assert [words[0], *words[2:]] == [
        *(mask_dialog(key), "chat_reply", "attempts", "1", "ACCESS_DENIED")
    ]
    assert CANARY not in shown


def test_one_effect_is_shown_masked_or_in_full(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")

    masked = shell.cortex("effects", "show", mask_dialog(key))
    revealed = shell.cortex("effects", "show", key, "--reveal")

    assert (masked[0], revealed[0]) == (0, 0)
    assert CANARY not in masked[1]
    assert dialog(1) not in masked[1]
    assert CANARY in revealed[1]
    assert key in revealed[1]


def test_an_order_is_shown_with_what_to_look_for_in_the_shop(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, ORDER, "ORDER_UNCLEAR")
    shell.sends_to_the_shop("BOT-AAAA")

    code, shown = shell.cortex("effects", "show", mask_dialog(key))

    assert code == 0
    assert "BOT-AAAA" in shown
    assert "request unclear" in shown
    assert "79123456789" not in shown


def test_an_order_that_was_found_is_told_to_its_dialog(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, ORDER, "ORDER_UNCLEAR")
    shell.sends_to_the_shop("BOT-AAAA")

    code, shown = shell.cortex(
        "effects", "settle", mask_dialog(key), "--as", "done:102123458", "--note", "в магазине"
    )

    assert (code, shown.split()[0]) == (0, "settled")
    assert shell.cortex("effects", "list") == (0, "")
    told = decode_incoming(shell.takes(1).mail[0].document).message
    assert (told.happening, told.order_number) == ("order_placed", "102123458")
    assert "request placed" in shell.cortex("effects", "show", key)[1]
    assert "settled by anna: в магазине" in shell.cortex("effects", "show", key, "--reveal")[1]
    assert "магазине" not in shell.cortex("effects", "show", key)[1]


def test_a_reply_is_said_once_more_when_a_person_wants_it(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")

    code, _ = shell.cortex("effects", "settle", key, "--as", "resend", "--note", "rights given")

    assert code == 0
    assert [effect.key for effect in shell.takes(1).effects] == [key]
    assert shell.days_left(key) is None


def test_what_is_settled_is_kept_a_month_longer_at_most(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")
    assert shell.days_left(key) == 400

    shell.cortex("effects", "settle", key, "--as", "not-done", "--note", "called the client")

    assert shell.days_left(key) == 30


@pytest.mark.parametrize(
    ("finding", "code"),
    [("resend", "EFFECT_NOT_RESENT"), ("done", "ORDER_NUMBER_MISSING"), ("done:", "USAGE")]
    + [(wrong, "USAGE") for wrong in ("", "Done:1", "not-done:1", "resend:1", "done:1\n2")],
)
def test_what_may_not_be_said_of_an_order_is_refused(
    shell: OperatorShell, finding: str, code: str
) -> None:
    key = shell.leaves_to_a_person(1, ORDER, "ORDER_UNCLEAR")

    refused, shown = shell.cortex("effects", "settle", key, "--as", finding, "--note", "why")

    assert (refused, shown.split()[0]) == (3, code)
    assert mask_dialog(key) in shell.cortex("effects", "list")[1]


def test_nothing_is_settled_without_a_word_of_how_that_is_known(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")

    refused, shown = shell.cortex("effects", "settle", key, "--as", "not-done")

    assert (refused, shown.split()[0]) == (3, "USAGE")


def test_a_name_that_nothing_has_is_bad_input(shell: OperatorShell) -> None:
    assert shell.cortex("effects", "show", "4f1c0d9e2a77.12.1")[1].split()[0] == "EFFECT_UNKNOWN"


def test_an_effect_that_was_forgotten_is_not_listed(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")
    shell.forgets(key)

    assert shell.cortex("effects", "list") == (0, "")
    assert shell.rows_waiting() == 0


def test_all_effects_are_listed_with_what_came_of_them_and_who_said_so(
    shell: OperatorShell,
) -> None:
    settled, waits = (shell.leaves_to_a_person(n, REPLY, "ACCESS_DENIED") for n in (1, 2))
    shell.cortex(
        *("effects", "settle", settled, "--as", "not-done", "--note", CANARY, "--by", "boris")
    )

    code, shown = shell.cortex("effects", "list", "--all")

    assert code == 0
    rows = {line.split()[0]: line for line in shown.splitlines()}
    assert rows.keys() == {mask_dialog(settled), mask_dialog(waits)}
    assert "chat_reply  failed" in rows[mask_dialog(settled)]
    assert rows[mask_dialog(settled)].endswith("settled by boris")
    assert "chat_reply  manual" in rows[mask_dialog(waits)]
    assert CANARY not in shown
    assert len(shell.cortex("effects", "list", "--all", "--limit", "1")[1].splitlines()) == 1
    assert settled in shell.cortex("effects", "list", "--all", "--reveal")[1]


def test_what_waits_for_nobody_is_shown_by_its_short_name_too(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")
    shell.cortex("effects", "settle", key, "--as", "not-done", "--note", "seen")

    code, shown = shell.cortex("effects", "show", mask_dialog(key))

    assert (code, "state failed" in shown) == (0, True)


def test_who_did_what_is_told_with_reasons_only_when_asked_for(shell: OperatorShell) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")
    letter = shell.puts_aside(2)
    shell.cortex("effects", "settle", key, "--as", "resend", "--note", CANARY)
    shell.cortex("dead", "retry", letter, "--by", "boris")

    masked, revealed = shell.cortex("deeds")[1], shell.cortex("deeds", "--reveal")[1]

    assert sorted(line.split("  ")[1:3] for line in masked.splitlines()) == [
        ["retried", letter],
        ["settled retry", mask_dialog(key)],
    ]
    assert ("  anna: " in masked, "  boris" in masked) == (True, True)
    assert (CANARY in masked, CANARY in revealed, key in revealed) == (False, True, True)


@pytest.mark.parametrize("name", ["", "two words", "a" * 65, "x\ny"])
def test_who_does_not_say_who_they_are_settles_nothing(shell: OperatorShell, name: str) -> None:
    key = shell.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")
    del shell.environment["USER"]
    words = ("effects", "settle", key, "--as", "not-done", "--note", "seen", "--by", name)

    code, shown = shell.cortex(*words)

    assert (code, shown.split()[0]) == (3, "USAGE")
    assert mask_dialog(key) in shell.cortex("effects", "list")[1]
