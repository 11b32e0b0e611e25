"""`cortex diff` plays golden dialogs and recorded messages through two versions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from tests.unit.api.cli.edited_rules import RELEASED, edit

NEWER = "2999.1.1"
GOLDEN = """version: 1
title: a few messages
cases:
  - {id: few.greeting, say: "здравствуйте", expect: {intent: SMALL_TALK}}
  - {id: few.thanks, say: "спасибо", expect: {intent: SMALL_TALK}}
  - id: few.dialog
    shop: {06A115561B: {prices: [450]}}
    turns:
      - {say: "добрый день", expect: {intent: SMALL_TALK}}
      - {say: "нужен 06A115561B", expect: {intent: OEM_QUERY}}
"""
Diff = Callable[..., int]


@pytest.fixture
def newer(rules: Path) -> Path:
    main(["new-version", RELEASED, NEWER, "--rules", str(rules)])
    return rules / NEWER


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    (tmp_path / "golden" / "few").mkdir(parents=True)
    (tmp_path / "golden" / "few" / "cases.yaml").write_text(GOLDEN, encoding="utf-8")
    return tmp_path / "golden"


@pytest.fixture
def diff(newer: Path, golden: Path, capsys: pytest.CaptureFixture[str]) -> Diff:
    def run(*options: str) -> int:
        capsys.readouterr()
        given = ["--rules", str(newer.parent), "--golden", str(golden)]
        return main(["diff", RELEASED, NEWER, *given, *options])

    return run


def greet_otherwise(newer: Path) -> None:
    edit(newer / "respond.yaml", old="reply: respond.greeting", new="reply: respond.thanks")


def test_equal_versions_change_nothing(diff: Diff, capsys: pytest.CaptureFixture[str]) -> None:
    code = diff()

    assert code == ExitCode.OK
    assert capsys.readouterr().out == "5 messages compared, 0 decided otherwise\n"


def test_changed_messages_stand_under_the_rule_that_wins_now(
    diff: Diff, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greet_otherwise(newer)

    code = diff()

    assert code == ExitCode.FAILED
    assert capsys.readouterr().out.splitlines() == [
        "respond.greeting: 2  A greeting is answered with what the client should send.",
        "  few.greeting turn 1: 'здравствуйте'",
        "      reply_id: respond.greeting -> respond.thanks",
        "  few.dialog turn 1: 'добрый день'",
        "      reply_id: respond.greeting -> respond.thanks",
        "",
        "5 messages compared, 2 decided otherwise",
    ]


NEW_FACTS = """\
  good_day:
    means: A day is wished.
    phrases: [добрый день]
  hello_words:
    means: No rule asks for this.
    phrases: [здравствуйте]
  thanks:
"""


def add_facts(newer: Path) -> None:
    edit(newer / "lexicon.ru.yaml", old="  thanks:\n", new=NEW_FACTS)
    edit(
        newer / "qualify.yaml",
        old="[{greeting: true}, ",
        new="[{greeting: true}, {good_day: false}, ",
    )


def test_what_is_read_differently_and_asked_for_by_rules_is_told(
    diff: Diff, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(newer / "lexicon.ru.yaml", old="[здравствуйте, ", new="[")
    add_facts(newer)

    diff()

    read = [line for line in capsys.readouterr().out.splitlines() if "read: " in line]
    assert "      read: greeting: true -> false" in read


def test_a_fact_of_the_newer_version_alone_is_told_where_it_holds(
    diff: Diff, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_facts(newer)

    diff()

    told = capsys.readouterr().out
    assert "      read: good_day: unknown -> true\n" in told
    assert "few.greeting" not in told


def test_what_follows_the_answer_of_the_shop_is_compared_too(
    diff: Diff, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(newer / "quote.yaml", old="reply: quote.offers", new="reply: respond.thanks")

    diff()

    told = capsys.readouterr().out
    assert "  few.dialog turn 2, after the shop's answer: 'нужен 06A115561B'\n" in told


def test_rules_that_stop_and_start_firing_are_named(
    diff: Diff, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(
        newer / "qualify.yaml",
        old="all: [{part_numbers_count: {gte: 1}}]",
        new="all: [{part_numbers_count: {gte: 9}}]",
    )

    code = diff()

    told = capsys.readouterr().out
    assert code == ExitCode.FAILED
    assert "      intent: OEM_QUERY -> UNKNOWN\n" in told
    assert "-qualify.oem_query" in told
    assert "+qualify.unknown" in told


def test_programs_get_the_same_as_one_document(
    diff: Diff, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greet_otherwise(newer)

    code = diff("--json")

    document: dict[str, Any] = orjson.loads(capsys.readouterr().out)
    assert code == ExitCode.FAILED
    assert (document["compared"], len(document["changes"])) == (5, 2)
    assert document["after"]["version"] == NEWER
    first = document["changes"][0]
    assert (first["rule"], first["text"]) == ("respond.greeting", "здравствуйте")
    assert first["before"]["reply_id"] == "respond.greeting"
    assert first["after"]["reply_id"] == "respond.thanks"


def test_recorded_messages_are_compared_beside_the_golden_ones(
    diff: Diff, newer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greet_otherwise(newer)
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text(
        '{"message": {"text": "спасибо"}}\n'
        '{"message": {"text": "привет"}, "session": {"stage": "PRICING"}}\n',
        encoding="utf-8",
    )

    diff("--messages", str(recorded))

    told = capsys.readouterr().out
    assert f"  {recorded}:2: 'привет'\n" in told
    assert "7 messages compared, 3 decided otherwise" in told


@pytest.mark.parametrize(
    ("line", "code"),
    [("{", "MESSAGE_MALFORMED"), ('{"message": {"txt": "а"}}', "MESSAGE_MALFORMED"), (None, "")],
)
def test_recorded_messages_that_cannot_be_read_are_bad_input(
    diff: Diff, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str | None, code: str
) -> None:
    recorded = tmp_path / "recorded.jsonl"
    if line is not None:
        recorded.write_text('{"message": {"text": "спасибо"}}\n' + line, encoding="utf-8")

    ended = diff("--messages", str(recorded))

    assert ended == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith(code or "MESSAGES_NOT_FOUND ")


def test_with_nothing_to_compare_no_verdict_is_given(
    newer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = ["--golden", str(tmp_path / "nowhere"), "--rules", str(newer.parent)]

    code = main(["diff", RELEASED, NEWER, *nowhere])

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("NOTHING_TO_COMPARE ")


def test_a_version_that_is_not_there_is_bad_input(rules: Path) -> None:
    code = main(["diff", RELEASED, "2020.1.1", "--rules", str(rules)])

    assert code == ExitCode.BAD_INPUT
