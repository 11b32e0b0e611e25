"""A decision is told so that a rule author sees what happened and what nearly did."""

from dataclasses import replace

from api.cli.readable_decision import readable_decision
from api.cli.readable_trace import rule_lines
from engine.decisions import ConditionTrace, Decision, DecisionRecord, FactValue, RuleTrace, Trace
from engine.session import PendingClarification

HELD = ConditionTrace(
    fact="part_numbers_count", operator="gte", expected=1, actual=2, held=True, set_by="facts"
)
FAILED = ConditionTrace(
    fact="lookup",
    operator="in",
    expected=("found", "empty"),
    actual="none",
    held=False,
    set_by="facts",
)
RECORD = DecisionRecord(
    decision_id="dec_1",
    ruleset_version="2026.11.1",
    ruleset_digest="abcdef0123456789",
    engine="durable",
    decision=Decision(
        stage="PRICING",
        action="abcp_lookup",
        intent="OEM_QUERY",
        reply="Первая строка\nВторая строка\n",
        confidence=0.95,
        part_numbers=("06A115561B", "61217726563"),
    ),
    fired=("qualify.oem_query",),
    facts={"part_numbers_count": 2, "lookup": "none", "part_context": True},
    trace=Trace(
        fired=(RuleTrace("qualify.oem_query", "classify", "A number is a request.", (HELD,)),),
        lost_by_group=(RuleTrace("qualify.unknown", "classify", "Nothing else.", ()),),
        near_misses=(RuleTrace("quote.tell_offers", "act", "Offers are told.", (HELD, FAILED)),),
    ),
)
DEFAULTS: dict[str, FactValue] = {"part_numbers_count": 0, "lookup": "none", "part_context": False}


def told(record: DecisionRecord = RECORD) -> list[str]:
    return readable_decision(record, stage_before="NEW", defaults=DEFAULTS).splitlines()


def test_intent_stage_action_and_numbers_come_first() -> None:
    assert told()[:3] == [
        "intent     OEM_QUERY (0.95)",
        "stage      NEW -> PRICING",
        "action     abcp_lookup, reply",
    ]
    assert "numbers    06A115561B, 61217726563" in told()


def test_a_reply_of_several_lines_keeps_its_margin() -> None:
    lines = told()

    start = lines.index("reply      Первая строка")
    assert lines[start + 1] == "           Вторая строка"


def test_a_fired_rule_is_told_with_its_why_and_the_facts_it_met() -> None:
    lines = told()

    start = lines.index("fired")
    assert lines[start + 1 : start + 3] == [
        "  qualify.oem_query  A number is a request.",
        "      as part_numbers_count is 2",
    ]


def test_a_fact_that_several_conditions_are_about_is_told_once() -> None:
    rule = RuleTrace("a.b", "gate", "It is so.", (HELD, replace(HELD, expected=2)))

    assert list(rule_lines(rule))[1:] == ["      as part_numbers_count is 2"]


def test_a_near_miss_names_only_the_condition_that_failed() -> None:
    lines = told()

    start = lines.index("near misses")
    assert lines[start + 1 : start + 3] == [
        "  quote.tell_offers  Offers are told.",
        "      needs lookup: in [found, empty] (is none)",
    ]


def test_of_many_near_misses_the_nearest_are_told_and_the_rest_counted() -> None:
    unsaid = ConditionTrace(
        fact="lookup", operator="eq", expected="none", actual="none", held=True, set_by="facts"
    )
    said = [RuleTrace(f"quote.said_{n}", "act", "Told.", (*[HELD] * n, FAILED)) for n in range(9)]
    lacked = RuleTrace("quote.lacked", "act", "Told.", (*[unsaid] * 20, FAILED))
    trace = Trace(fired=(), lost_by_group=(), near_misses=(lacked, *said))

    lines = told(RECORD._replace(trace=trace))

    start = lines.index("near misses")
    assert [line.split()[0] for line in lines[start + 1 : start + 15 : 2]] == [
        f"quote.said_{n}" for n in range(8, 1, -1)
    ]
    assert lines[start + 15] == "  and 3 that were further off (--json has them)"


def test_rules_lost_by_group_are_told_apart_from_near_misses() -> None:
    lines = told()

    start = lines.index("lost to a better rule of its group")
    assert lines[start + 1] == "  qualify.unknown  Nothing else."


def test_only_facts_that_differ_from_their_default_are_listed() -> None:
    lines = told()

    start = lines.index("facts that differ from their default")
    assert lines[start + 1 :] == ["  part_context: true", "  part_numbers_count: 2"]


def test_a_remembered_question_and_a_fallback_are_told() -> None:
    pending = PendingClarification("number_type", "61217726563")
    decision = RECORD.decision._replace(pending_clarification=pending, stage="NEW")

    lines = told(RECORD._replace(decision=decision, fallback_reason="contract:stage"))

    assert "stage      NEW" in lines
    assert "remembers  number_type 61217726563" in lines
    assert "fallback   contract:stage" in lines


def test_a_decision_without_a_trace_is_told_without_why() -> None:
    lines = told(RECORD._replace(trace=None))

    assert "fired" not in lines
    assert "intent     OEM_QUERY (0.95)" in lines
