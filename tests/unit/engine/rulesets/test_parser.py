"""Every mistake in a ruleset file has a stable code and the place where the author made it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulesets.model import Condition, Ruleset
from tests.unit.engine.rule_builders import parsed

GOOD = """\
ruleset: qualify
phase: classify
groups: {intent: first}
partition_by: stage
rules:
  - id: qualify.oem_query
    priority: 300
    group: intent
    why: A number of a part is a question for its price.
    when:
      all: [{part_numbers_count: {gte: 1}}, {number_kind: part}]
      any: [{asks_price: true}, {stage: {in: [NEW, PRICING]}}]
    unless: [{lost_phrase: true}]
    then: {intent: OEM_QUERY, confidence: 0.95}
    examples: {match: ["нужен 06A115561B"], no_match: [{text: "деталь", session: {stage: PRICING}}]}
"""
CONDITIONS = """\
      all: [{part_numbers_count: {gte: 1}}, {number_kind: part}]
      any: [{asks_price: true}, {stage: {in: [NEW, PRICING]}}]
"""


def good_ruleset() -> Ruleset:
    ruleset, faults = parsed(GOOD)
    assert not faults
    assert ruleset is not None
    return ruleset


def broken(old: str, new: str) -> list[tuple[str, int, int]]:
    assert GOOD.count(old) == 1
    _, faults = parsed(GOOD.replace(old, new))
    return [(fault.code, fault.line, fault.column) for fault in faults]


def test_a_rule_is_read_with_all_its_parts() -> None:
    rule = good_ruleset().rules[0]

    assert (rule.id, rule.priority, rule.group) == ("qualify.oem_query", 300, "intent")
    assert [c.key for c in rule.all] == [
        ("part_numbers_count", "gte", 1),
        ("number_kind", "eq", "part"),
    ]
    assert rule.any[1].key == ("stage", "in", ("NEW", "PRICING"))
    assert [(o.name, o.value) for o in rule.outputs] == [
        ("intent", "OEM_QUERY"),
        ("confidence", 0.95),
    ]


def test_a_condition_remembers_where_it_stands() -> None:
    condition: Condition = good_ruleset().rules[0].all[1]

    assert (condition.place.line, condition.place.column) == (11, 46)


def test_examples_are_read_with_the_dialog_around_them() -> None:
    match, no_match = good_ruleset().rules[0].examples

    assert (match.matches, match.situation.message.text) == (True, "нужен 06A115561B")
    assert (no_match.matches, no_match.situation.session.stage) == (False, "PRICING")


def test_always_is_a_rule_without_conditions() -> None:
    text = GOOD[: GOOD.index("    when:")] + "    when: always\n    then: {intent: LOST}\n"

    ruleset, faults = parsed(text)

    assert not faults
    assert ruleset is not None
    assert ruleset.rules[0].conditions == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("{lost_phrase: true}", "{lost_frase: true}", "UNKNOWN_FACT", (13, 15)),
        ("partition_by: stage", "partition_by: stages", "UNKNOWN_FACT", (4, 15)),
        ("intent: OEM_QUERY", "intent: OEM_QUERRY", "UNKNOWN_INTENT", (14, 20)),
        ("number_kind: part", "number_kind: parts", "UNKNOWN_VALUE", (11, 59)),
        ("[NEW, PRICING]", "[NEW, PRICE]", "UNKNOWN_VALUE", (12, 52)),
        ("{gte: 1}", '{gte: "1"}', "TYPE_MISMATCH", (11, 40)),
        ("asks_price: true", "asks_price: 1", "TYPE_MISMATCH", (12, 26)),
        ("{gte: 1}", "{gte: 9007199254740992}", "VALUE_OUT_OF_RANGE", (11, 40)),
        ("{gte: 1}", "{in: []}", "EMPTY_LIST", (11, 39)),
        ("asks_price: true", "asks_price: {gte: 1}", "UNKNOWN_OPERATOR", (12, 27)),
        ("{gte: 1}", "{gte: 1, lt: 3}", "BAD_CONDITION", (11, 34)),
        ("{lost_phrase: true}", "{lost_phrase: true, greeting: true}", "BAD_CONDITION", (13, 14)),
        ("{lost_phrase: true}", "{intent: LOST}", "FACT_NOT_YET_SET", (13, 15)),
        ("{lost_phrase: true}", "{action: reply}", "FACT_NOT_YET_SET", (13, 15)),
        ("group: intent", "group: intents", "UNKNOWN_GROUP", (8, 12)),
        ("phase: classify", "phase: clasify", "UNKNOWN_PHASE", (2, 8)),
        ("intent: first", "intent: best", "UNKNOWN_STRATEGY", (3, 18)),
        ("partition_by: stage", "partition_by: greeting", "BAD_PARTITION", (4, 15)),
        ("partition_by: stage", "partition_by: gate", "BAD_PARTITION", (4, 15)),
        ("id: qualify.oem_query", "id: quote.oem_query", "BAD_ID", (6, 9)),
        ("id: qualify.oem_query", "id: qualify.OEM", "BAD_ID", (6, 9)),
        ("id: qualify.oem_query", "id: qualify.", "BAD_ID", (6, 9)),
        ("priority: 300", "priority: 60001", "BAD_PRIORITY", (7, 15)),
        ("priority: 300", "priority: -1", "BAD_PRIORITY", (7, 15)),
        ("confidence: 0.95", "confidence: 1.5", "VALUE_OUT_OF_RANGE", (14, 43)),
        ("confidence: 0.95", "stage: NEW", "UNKNOWN_KEY", (14, 31)),
        ("{intent: OEM_QUERY, confidence: 0.95}", "{}", "EMPTY_LIST", (14, 11)),
        ("unless: [{lost_phrase: true}]", "unless: []", "EMPTY_LIST", (13, 13)),
        ("    why: A number", "    because: A number", "UNKNOWN_KEY", (9, 5)),
        ("session: {stage: PRICING}", "session: {stage: PRICE}", "UNKNOWN_VALUE", (15, 90)),
        ("no_match:", "no_matches:", "UNKNOWN_KEY", (15, 45)),
    ],
)
def test_a_mistake_is_reported_where_it_was_made(
    old: str, new: str, code: str, place: tuple[int, int]
) -> None:
    assert (code, *place) in broken(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{intent: OEM_QUERY, confidence: 0.95}", "{intnt: OEM_QUERY}"),
        (CONDITIONS, "      al: [{asks_price: true}]\n"),
    ],
)
def test_a_misspelt_key_is_the_only_mistake_that_is_told(old: str, new: str) -> None:
    assert [code for code, *_ in broken(old, new)] == ["UNKNOWN_KEY"]


def test_a_missing_key_is_reported_at_its_rule() -> None:
    text = GOOD.replace("    why: A number of a part is a question for its price.\n", "")

    _, faults = parsed(text)

    assert [(f.code, f.line) for f in faults] == [("MISSING_KEY", 6)]


def test_a_rule_without_conditions_must_say_always() -> None:
    _, faults = parsed(GOOD[: GOOD.index("      all:")] + "    then: {intent: LOST}\n")

    assert [fault.code for fault in faults] == ["TYPE_MISMATCH"]


def test_the_nearest_fact_is_suggested() -> None:
    _, faults = parsed(GOOD.replace("lost_phrase", "lost_frase"))

    assert "`lost_phrase`" in faults[0].message


def test_a_reply_must_be_a_known_template() -> None:
    text = GOOD.replace("classify", "act").replace(
        "{intent: OEM_QUERY, confidence: 0.95}", "{reply: helo}"
    )

    _, faults = parsed(text)

    assert [(f.code, f.line, f.column) for f in faults] == [("UNKNOWN_REPLY", 14, 19)]


def test_all_mistakes_of_a_file_are_found_at_once() -> None:
    text = GOOD.replace("lost_phrase", "lost_frase").replace("OEM_QUERY", "OEM").replace("300", "x")

    _, faults = parsed(text)

    assert {f.code for f in faults} == {"UNKNOWN_FACT", "UNKNOWN_INTENT", "TYPE_MISMATCH"}


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 8), st.sampled_from(["", "{", "]", ": ", "5"]))
def test_no_damage_to_a_file_escapes_as_an_exception(position: int, length: int, junk: str) -> None:
    ruleset, faults = parsed(GOOD[:position] + junk + GOOD[position + length :])

    assert ruleset is not None or faults
