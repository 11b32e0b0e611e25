"""Rules that are fine alone may contradict, hide or tie with each other."""

from collections.abc import Mapping

from engine.rulesets.disjuncts import MAX_ALTERNATIVES
from engine.rulesets.model import GroupStrategy
from tests.unit.engine.rule_builders import (
    STAGES,
    a_condition,
    a_count,
    a_rule,
    a_ruleset,
    a_schema,
    holds,
    lint_codes,
    lint_faults,
)

TWO_GROUPS: Mapping[str, GroupStrategy] = {"main": "first", "flags": "all"}


def test_rules_of_one_group_with_distinct_priorities_are_fine() -> None:
    first = a_rule("test.a", priority=1, every=[holds("greeting")], intent="LOST")
    second = a_rule("test.b", priority=2, every=[holds("asks_price")], intent="OEM_QUERY")

    assert lint_codes(a_ruleset(first, second)) == []


def test_a_tie_in_an_exclusive_group_is_found() -> None:
    first = a_rule("test.a", every=[holds("greeting")])
    second = a_rule("test.b", every=[holds("asks_price")], line=9)

    faults = lint_faults(a_ruleset(first, second))

    assert [(fault.code, fault.line) for fault in faults] == [("TIE_IN_GROUP", 9)]


def test_a_tie_between_two_files_of_one_phase_is_found() -> None:
    one = a_ruleset(a_rule("one.a", every=[holds("greeting")]), name="one")
    two = a_ruleset(a_rule("two.a", every=[holds("asks_price")]), name="two")

    assert lint_codes(one, two) == ["TIE_IN_GROUP"]


def test_equal_priorities_are_fine_where_all_rules_count() -> None:
    rules = [
        a_rule(f"test.{fact}", group="flags", every=[holds(fact)])
        for fact in ("greeting", "asks_price")
    ]

    assert lint_codes(a_ruleset(*rules, groups=TWO_GROUPS)) == []


def test_an_id_used_in_two_files_is_found() -> None:
    one = a_ruleset(a_rule("test.a", every=[holds("greeting")]), name="one")
    two = a_ruleset(a_rule("test.a", priority=2, every=[holds("asks_price")]), phase="act")

    assert "DUPLICATE_RULE_ID" in lint_codes(one, two)


def test_an_output_set_by_two_groups_is_found() -> None:
    first = a_rule("test.a", every=[holds("greeting")], intent="LOST")
    second = a_rule("test.b", group="flags", every=[holds("asks_price")], intent="LOST")

    assert lint_codes(a_ruleset(first, second, groups=TWO_GROUPS)) == ["OUTPUT_CONFLICT"]


def test_rules_that_fire_together_may_not_disagree() -> None:
    first = a_rule("test.a", group="flags", every=[holds("greeting")], topic="GREETING")
    second = a_rule("test.b", group="flags", every=[holds("asks_price")], topic="OTHER")

    assert lint_codes(a_ruleset(first, second, groups=TWO_GROUPS)) == ["OUTPUT_CONFLICT"]


def test_vetoes_belong_into_a_group_where_all_count() -> None:
    rule = a_rule("test.a", every=[holds("greeting")], veto=("reply",))

    assert lint_codes(a_ruleset(rule, phase="harden")) == ["VETO_GROUP"]


def test_one_group_name_with_two_meanings_is_found() -> None:
    one = a_ruleset(a_rule("one.a", every=[holds("greeting")]), name="one")
    two = a_ruleset(name="two", groups={"main": "all"})

    assert lint_codes(one, two) == ["GROUP_CONFLICT"]


def test_two_partitions_of_one_phase_are_found() -> None:
    one = a_ruleset(name="one", partition_by="stage")
    two = a_ruleset(name="two", partition_by="number_kind")

    assert lint_codes(one, two) == ["PARTITION_CONFLICT"]


def test_the_same_conditions_twice_in_an_exclusive_group_are_found() -> None:
    first = a_rule("test.a", priority=1, every=[holds("greeting"), holds("asks_price")])
    second = a_rule("test.b", priority=2, every=[holds("asks_price"), holds("greeting")])

    assert lint_codes(a_ruleset(first, second)) == ["DUPLICATE_RULE"]


def test_a_rule_hidden_by_a_wider_one_is_found() -> None:
    wide = a_rule("test.a", priority=1, every=[holds("greeting")])
    narrow = a_rule("test.b", priority=2, every=[holds("greeting"), holds("asks_price")])

    assert lint_codes(a_ruleset(wide, narrow)) == ["UNREACHABLE_RULE"]


def test_a_narrow_rule_before_a_wider_one_is_fine() -> None:
    narrow = a_rule("test.a", priority=1, every=[holds("greeting"), holds("asks_price")])
    wide = a_rule("test.b", priority=2, every=[holds("greeting")])

    assert lint_codes(a_ruleset(narrow, wide)) == []


def test_a_rule_that_contradicts_itself_is_found() -> None:
    rule = a_rule("test.a", every=[holds("greeting")], unless=[holds("greeting")])

    assert lint_codes(a_ruleset(rule)) == ["NEVER_FIRES"]


def test_too_many_combinations_of_alternatives_are_refused() -> None:
    stages = a_condition("stage", "in", STAGES)
    counts = [a_condition("part_numbers_count", "eq", n) for n in range(MAX_ALTERNATIVES // 4)]
    at_limit = a_rule("test.a", every=[stages], some=counts)
    over = a_rule("test.a", every=[stages], some=[*counts, holds("greeting")])

    assert "TOO_MANY_ALTERNATIVES" not in lint_codes(a_ruleset(at_limit))
    assert lint_codes(a_ruleset(over)) == ["TOO_MANY_ALTERNATIVES"]


def test_a_513th_condition_is_refused_at_its_place() -> None:
    schema = a_schema(a_count("n"))
    rules = [
        a_rule(f"test.r{n}", priority=n, every=[a_condition("n", "eq", n)]) for n in range(513)
    ]

    faults = lint_faults(a_ruleset(*rules), schema=schema)

    assert [(f.code, f.file) for f in faults] == [("TOO_MANY_CONDITIONS", "rules/test.yaml")]


def test_a_rule_hidden_by_several_together_is_found_with_all_of_them() -> None:
    few = a_rule("test.few", priority=1, every=[a_condition("part_numbers_count", "lt", 2)])
    many = a_rule("test.many", priority=2, every=[a_condition("part_numbers_count", "gte", 2)])
    greeting = a_rule("test.greeting", priority=3, every=[holds("greeting")], line=9)

    (fault,) = lint_faults(a_ruleset(few, many, greeting))

    assert (fault.code, fault.line) == ("UNREACHABLE_RULE", 9)
    assert "`test.few` or `test.many`" in fault.message


def test_a_rule_that_says_the_same_in_other_words_is_a_duplicate() -> None:
    first = a_rule("test.a", priority=1, every=[a_condition("part_numbers_count", "gte", 1)])
    second = a_rule("test.b", priority=2, every=[a_condition("part_numbers_count", "gt", 0)])

    assert lint_codes(a_ruleset(first, second)) == ["DUPLICATE_RULE"]


def test_numbers_that_contradict_each_other_are_found() -> None:
    over = a_condition("part_numbers_count", "gte", 3)
    under = a_condition("part_numbers_count", "lte", 2)

    assert lint_codes(a_ruleset(a_rule("test.a", every=[over, under]))) == ["NEVER_FIRES"]


def test_rules_where_all_count_hide_nobody() -> None:
    wide = a_rule("test.a", group="flags", every=[holds("greeting")])
    narrow = a_rule("test.b", group="flags", every=[holds("greeting"), holds("asks_price")])

    assert lint_codes(a_ruleset(wide, narrow, groups=TWO_GROUPS)) == []
