"""durable_rules, the reference and a third interpreter must agree on any rules and facts."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.decisions import EngineName
from engine.evaluation.evaluator import Evaluator
from engine.facts.schema import PHASES
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.limits import check_limits
from engine.rulesets.source import Faults
from tests.unit.engine.real_engine import needs_durable_rules
from tests.unit.engine.rule_builders import a_flag, compiled
from tests.unit.engine.rule_oracle import interpret
from tests.unit.engine.rule_strategies import RandomRules, random_rules

pytestmark = needs_durable_rules

THOROUGH = settings(
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
BRIEF = settings(THOROUGH, max_examples=150)


def within_limits(rules: RandomRules) -> CompiledRules:
    """Compile rules, and pass over those that the engine could not carry."""
    version = compiled(*rules.rulesets, schema=rules.schema)
    faults = Faults()
    for plans in version.plans.values():
        for plan in plans.values():
            check_limits(plan, faults)
    assume(not faults.found)
    return version


def an_evaluator(version: CompiledRules, *, engine: EngineName = "durable") -> Evaluator:
    return Evaluator(version, parity_every=0, engine=engine)


@THOROUGH
@given(random_rules())
def test_three_ways_of_evaluating_give_the_same_ordered_fired_list(rules: RandomRules) -> None:
    version = within_limits(rules)
    durable, reference = an_evaluator(version), an_evaluator(version, engine="reference")

    for facts in rules.facts:
        decided = durable.evaluate(facts, PHASES)
        expected = reference.evaluate(facts, PHASES)
        spoken = interpret(rules.rulesets, {**rules.schema.defaults, **facts}, phases=PHASES)

        assert decided.engine == "durable"
        assert (decided.fired, decided.lost) == spoken
        assert decided._replace(engine="reference") == expected


@BRIEF
@given(random_rules(facts_each=4))
def test_a_decision_leaves_nothing_for_the_next(rules: RandomRules) -> None:
    version = within_limits(rules)
    worn = an_evaluator(version)

    for facts in rules.facts:
        fresh = an_evaluator(version)

        assert worn.evaluate(facts, PHASES) == fresh.evaluate(facts, PHASES)


@BRIEF
@given(random_rules(unique_priorities=True), st.data())
def test_the_order_of_rules_in_a_file_changes_nothing(
    rules: RandomRules, data: st.DataObject
) -> None:
    shuffled = tuple(
        replace(ruleset, rules=tuple(data.draw(st.permutations(ruleset.rules))))
        for ruleset in rules.rulesets
    )
    straight = an_evaluator(within_limits(rules))
    mixed = an_evaluator(within_limits(replace(rules, rulesets=shuffled)))

    for facts in rules.facts:
        assert straight.evaluate(facts, PHASES) == mixed.evaluate(facts, PHASES)


@BRIEF
@given(random_rules(), st.booleans())
def test_a_fact_no_rule_reads_changes_nothing(rules: RandomRules, value: bool) -> None:  # noqa: FBT001 - drawn
    schema = type(rules.schema)([*rules.schema.specs.values(), a_flag("unread")])
    evaluator = an_evaluator(within_limits(replace(rules, schema=schema)))

    for facts in rules.facts:
        with_it = evaluator.evaluate({**facts, "unread": value}, PHASES)

        assert with_it.fired == evaluator.evaluate(facts, PHASES).fired
