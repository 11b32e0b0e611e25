"""One layout for rule files: no meaning and no comment is lost, a second run finds nothing."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.rulesets.rule_format import formatted
from engine.rulesets.yaml_meaning import meaning

RULE = """ruleset: test
phase: classify
groups: {main: first}
rules:
  - id: test.a
    priority: 1
    group: main
    why: Because, surely.
    when: {all: [{greeting: true}]}
    then: {intent: LOST}
"""
FILES = sorted(Path("rules").glob("*/*.yaml"))


def with_lines(*lines: str) -> str:
    return RULE + "".join(f"{line}\n" for line in lines)


def test_a_file_in_the_layout_stays_as_it_is() -> None:
    assert formatted(RULE) == RULE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    priority: 1\n    group: main\n", "    group: main\n    priority: 1\n"),
        ("ruleset: test\nphase: classify\n", "phase: classify\nruleset: test\n"),
        ("  - id: test.a\n    priority: 1\n", "  - priority: 1\n    id: test.a\n"),
        ("priority: 1\n", "priority:   1   \n"),
        ("main: first", " main:  first "),
        ("{intent: LOST}\n", "\n      intent: LOST\n"),
        ("{all: [{greeting: true}]}", "\n      all:\n        - greeting: true"),
        ("rules:\n", "\n\nrules:\n\n"),
        ("    why", "\n    why"),
    ],
)
def test_what_is_laid_out_otherwise_comes_into_the_layout(old: str, new: str) -> None:
    assert old in RULE

    assert formatted(RULE.replace(old, new)) == RULE


def test_deeper_or_flatter_indentation_comes_into_the_layout() -> None:
    head, rules = RULE.split("  - id", 1)
    flat = head + "- id" + rules.replace("\n    ", "\n  ")
    deep = head + "      - id" + rules.replace("\n    ", "\n        ")

    assert formatted(flat) == formatted(deep) == RULE


def test_rules_stand_one_blank_line_apart() -> None:
    second = RULE.split("rules:\n")[1].replace("test.a", "test.b")

    assert formatted(RULE + second) == formatted(RULE + "\n\n\n" + second) == f"{RULE}\n{second}"


def test_single_quotes_become_double_unless_a_sign_inside_would_need_care() -> None:
    quoted = with_lines("    examples:", """      match: ['привет', 'он сказал "да"', '\\d']""")

    assert """match: ["привет", 'он сказал "да"', '\\d']""" in formatted(quoted)


def test_a_long_list_of_examples_has_one_a_line_and_a_short_one_shares_a_line() -> None:
    long = ", ".join(f'"это пример номер {n}"' for n in range(9))
    listed = with_lines(
        "    examples:", f"      match: [{long}]", "      no_match:", '      - "нет"'
    )

    told = formatted(listed)

    assert '      match:\n        - "это пример номер 0"\n' in told
    assert told.endswith('      no_match: ["нет"]\n')


def test_conditions_of_two_kinds_stand_on_lines_of_their_own() -> None:
    both = RULE.replace("true}]}", "true}], any: [{thanks: true}]}")

    assert "    when:\n      all: [{greeting: true}]\n      any: [{thanks: true}]\n" in formatted(
        both
    )


def test_words_with_commas_get_quotes_when_they_come_between_brackets() -> None:
    listed = with_lines("    examples:", "      match:", "        - нет, спасибо")

    assert '      match: ["нет, спасибо"]\n' in formatted(listed)


REMARKED = """# yaml-language-server: $schema=../../schemas/ruleset.schema.json
# What this file is for.
ruleset: test   # as the file
# phases come in order
phase: classify
groups: {main: first}
rules:
  # about the first rule
  - id: test.a
    group: main
    # why it is so early
    priority: 1
    why: x
    when:
      all:
        - {greeting: true}   # the client greets
    then: {intent: LOST}
      # about what it says

  # about the second rule
  - id: test.b
    priority: 2
    group: main
    why: x
    when: always
    then: {intent: LOST}
# at the end
"""


def test_a_comment_stays_with_what_it_stands_above() -> None:
    lines = [line.strip() for line in formatted(REMARKED).splitlines()]

    for remark, thing in {
        "# phases come in order": "phase: classify",
        "# about the first rule": "- id: test.a",
        "# why it is so early": "priority: 1",
        "# about the second rule": "- id: test.b",
    }.items():
        assert lines[lines.index(remark) + 1] == thing
    assert lines[0].startswith("# yaml-language-server")
    assert "ruleset: test  # as the file" in lines
    assert "- {greeting: true}   # the client greets" in lines
    assert lines.index("# about what it says") < lines.index("# about the second rule")
    assert lines[-1] == "# at the end"


def test_a_remarked_file_is_laid_out_once_and_for_all() -> None:
    once = formatted(REMARKED)

    assert formatted(once) == once
    assert meaning(once) == meaning(REMARKED)


def test_spaces_inside_words_of_several_lines_are_left_alone() -> None:
    text = (
        "replies: ru\ntexts:\n  a:\n    text: |\n      Да  \n\n\n      нет\n\n\n    again: x   \n"
    )

    told = formatted(text)

    assert "      Да  \n\n\n      нет\n" in told
    assert told.endswith("    again: x\n")


@pytest.mark.parametrize(
    "text",
    [
        "ruleset: [",
        "",
        "a: 1\na: 2\n",
        "rules: &x [1]\n",
        "\x07",
    ],
)
def test_what_is_no_rule_file_is_left_as_it_is(text: str) -> None:
    assert formatted(text) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_files_keep_their_meaning_and_come_to_rest(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    once = formatted(text)

    assert meaning(once) == meaning(text)
    assert formatted(once) == once


WORDS = st.text(st.sampled_from("аб :#,'\"[]{}-&*!|>%@\\n1?=^$.~"), min_size=1, max_size=9)
SCALARS = WORDS.map(lambda word: "'" + word.replace("'", "''") + "'") | st.sampled_from(
    ["true", "1", "a", "слово", "=да", "no", "2026-11-25", "x # remark", '"a: b"', "~"]
)
LINES = st.lists(
    st.one_of(
        SCALARS.map(lambda word: f"    why: {word}"),
        st.lists(SCALARS, max_size=12).map(lambda w: f"    unless: [{', '.join(w)}]"),
        SCALARS.map(lambda word: f"    examples:\n      match:\n      - {word}\n      -   {word}"),
        SCALARS.map(lambda word: f"    then:\n        intent: {word}\n        # remark"),
        st.sampled_from(
            [
                "",
                "   ",
                "# flat",
                "    # level",
                "        # deep",
                "    when: >-\n      a\n\n      b",
            ]
        ),
    ),
    max_size=8,
)


@given(LINES, LINES)
@example(["    when: >-\n      a\n\n      b"], [])
@example([], ["    unless: []", "    why: '1'", "# flat"])
def test_no_file_changes_its_meaning_or_is_ever_laid_out_twice(
    first: list[str], second: list[str]
) -> None:
    rules = [*first, "  - id: test.z", "    priority: 2", *second]
    text = "ruleset: t\nrules:\n  - id: test.a\n" + "\n".join(rules)

    once = formatted(text)

    assert meaning(once) == meaning(text)
    assert formatted(once) == once


@given(st.text(st.sampled_from("a:- \n#'\"[]{}|>&*,\t"), max_size=40))
def test_any_text_at_all_is_answered(text: str) -> None:
    assert meaning(formatted(text)) == meaning(text)


@pytest.mark.parametrize(
    "place", ["rules:", "  - id: test.a", "    when: {all: [{greeting: true}]}"]
)
def test_a_comment_at_the_end_of_a_line_is_never_lost(place: str) -> None:
    assert "# a remark" in formatted(RULE.replace(f"{place}\n", f"{place}  # a remark\n"))
