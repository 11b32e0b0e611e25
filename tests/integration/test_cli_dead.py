"""`cortex dead` over a real Redis: what was put aside is shown, given back or dropped."""

from collections.abc import Iterator

import pytest

from tests.integration.operator_shell import CANARY, OperatorShell, an_operator_shell, dialog


@pytest.fixture
def shell(redis_url: str) -> Iterator[OperatorShell]:
    with an_operator_shell(redis_url) as opened:
        yield opened


def test_a_list_names_messages_without_their_words_and_people(shell: OperatorShell) -> None:
    shell.puts_aside(1)
    shell.puts_aside(2)

    code, shown = shell.cortex("dead", "list")

    assert code == 0
    assert [line.split()[3:] for line in shown.splitlines()] == [["KeyError", "failures", "0"]] * 2
    assert CANARY not in shown
    assert "portal.bitrix24.ru" not in shown
    assert len(shell.cortex("dead", "list", "--limit", "1")[1].splitlines()) == 1


def test_words_and_the_chat_are_shown_only_when_asked_for(shell: OperatorShell) -> None:
    letter = shell.puts_aside(1)

    masked, revealed = (
        shell.cortex("dead", "show", letter),
        shell.cortex("dead", "show", letter, "--reveal"),
    )

    assert (masked[0], revealed[0]) == (0, 0)
    assert CANARY not in masked[1]
    assert dialog(1) not in masked[1]
    assert CANARY in revealed[1]
    assert dialog(1) in revealed[1]


def test_a_message_given_back_waits_in_its_dialog(shell: OperatorShell) -> None:
    letter = shell.puts_aside(1)

    code, shown = shell.cortex("dead", "retry", letter)

    assert (code, shown.split()) == (0, ["retried", letter])
    assert shell.cortex("dead", "list") == (0, "")
    [ready] = shell.store.dialogs.ready(consumer="w", count=1, wait_seconds=0)
    assert ready.dialog == dialog(1)


def test_a_dropped_message_waits_nowhere(shell: OperatorShell) -> None:
    letter = shell.puts_aside(1)

    code, shown = shell.cortex("dead", "drop", letter)

    assert (code, shown.split()) == (0, ["dropped", letter])
    assert shell.cortex("dead", "list") == (0, "")
    assert not shell.store.dialogs.ready(consumer="w", count=1, wait_seconds=0)


@pytest.mark.parametrize("deed", ["show", "retry", "drop"])
def test_a_name_that_nothing_has_is_bad_input(shell: OperatorShell, deed: str) -> None:
    code, shown = shell.cortex("dead", deed, "p00-1-0")

    assert (code, shown.split()[0]) == (3, "DEAD_LETTER_UNKNOWN")


def test_what_one_operator_dropped_another_cannot_give_back(shell: OperatorShell) -> None:
    letter = shell.puts_aside(1)
    shell.cortex("dead", "drop", letter)

    assert shell.cortex("dead", "retry", letter)[0] == 3


@pytest.mark.parametrize("numbers", ["7", "7:100"])
def test_a_message_is_given_back_whether_or_not_it_had_a_place_in_the_chat(
    shell: OperatorShell, numbers: str
) -> None:
    letter = shell.puts_aside_as(1, f'{numbers}|{{"text": "1|2\n3"}}', failures=4)
    listed = shell.cortex("dead", "list")[1]

    shell.cortex("dead", "retry", letter)

    assert listed.split()[-2:] == ["failures", "4"]
    [mail] = shell.takes(1).mail
    assert (mail.sequence, mail.document) == (1, '{"text": "1|2\n3"}')
