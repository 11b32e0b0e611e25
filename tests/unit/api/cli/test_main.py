"""The command line as a whole: finding a command, and how errors leave it."""

import pytest

from api.cli import COMMANDS, Command, main
from api.cli.exit_codes import ExitCode
from tests.unit.api.cli.broken_commands import FAULTS

BREAKING = {"break": Command("tests.unit.api.cli.broken_commands", "fail as told")}
# The worker's module makes sockets cooperative when imported: it is tested in a process of its own.
ASKABLE = sorted(COMMANDS.keys() - {"worker", "fetch-events"})


def test_the_overview_names_every_command_and_what_exit_codes_mean(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["--help"])

    told = capsys.readouterr().out
    assert code == ExitCode.OK
    assert all(command.purpose in told for command in COMMANDS.values())
    assert "2 gate not met" in told


def test_no_command_at_all_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    assert code == ExitCode.BAD_INPUT
    assert "usage: cortex" in capsys.readouterr().out


@pytest.mark.parametrize("name", ASKABLE)
def test_every_command_explains_itself_with_examples(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])

    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"usage: cortex {name}" in told
    assert f"examples:\n  cortex {name}" in told


@pytest.mark.parametrize(
    ("name", "words"), [("emulators", "Serve Bitrix24 and ABCP"), ("run", "until Ctrl-C.")]
)
def test_help_keeps_the_names_of_things(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([name, "--help"])

    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv", [["evaluate", "text"], ["eval", "text", "--stages", "NEW"], ["check", "--rules"]]
)
def test_bad_usage_is_one_line_that_says_where_help_is(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(argv)

    told = capsys.readouterr().err
    assert code == ExitCode.BAD_INPUT
    assert told.startswith("USAGE ")
    assert "--help" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("failure", "code", "line"),
    [
        ("input", ExitCode.BAD_INPUT, "WORDS_WRONG the words are wrong"),
        ("outside", ExitCode.FAILED, "NOBODY_ANSWERS nobody answers"),
        ("keyboard", ExitCode.FAILED, "INTERRUPTED stopped by the keyboard"),
    ],
)
def test_a_deliberate_error_is_one_line_with_its_code(
    failure: str, code: ExitCode, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = main(["break", failure], commands=BREAKING)

    assert ended == code
    assert capsys.readouterr().err == f"{line}\n"


def test_mistakes_in_files_are_one_line_each_with_their_places(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["break", "files"], commands=BREAKING)

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.splitlines() == [str(fault) for fault in FAULTS]


def test_a_fault_of_cortex_names_type_and_place_but_neither_traceback_nor_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["break", "bug"], commands=BREAKING)

    told = capsys.readouterr().err
    assert code == ExitCode.INTERNAL
    assert told.startswith("INTERNAL KeyError at api/cli/broken_commands.py:")
    assert "Traceback" not in told
    assert "79031234567" not in told
