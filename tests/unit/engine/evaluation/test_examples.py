"""Examples beside rules are run as they would be in a conversation."""

from dataclasses import replace

from engine.decisions import FactValue
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.examples import failed_examples, try_examples
from engine.facts.schema import PHASES
from engine.facts.situation import Situation
from engine.messages import Message
from engine.rulesets.model import Example, Rule
from engine.rulesets.source import Place
from engine.session import Session
from tests.unit.engine.rule_builders import a_condition, a_rule, a_ruleset, compiled, holds


def facts_of(situation: Situation) -> dict[str, FactValue]:
    return {"greeting": "привет" in situation.message.text, "stage": situation.session.stage}


def an_example(text: str, *, matches: bool, line: int = 1, **facts: FactValue) -> Example:
    situation = Situation(Message(text), Session())
    return Example(situation, facts, matches, Place("rules/test.yaml", line, 7))


def failures(*rules: Rule, **rule_sets: Rule) -> list[tuple[str, int]]:
    later = [
        a_ruleset(rule, name=phase, phase=phase)
        for phase in PHASES
        if (rule := rule_sets.get(phase))
    ]
    evaluator = Evaluator(compiled(a_ruleset(*rules), *later))
    return [(fault.code, fault.line) for fault in failed_examples(evaluator, facts_of)]


def greeting_with(*examples: Example) -> Rule:
    return replace(a_rule("test.greeting", every=[holds("greeting")]), examples=examples)


def test_examples_that_hold_give_no_fault() -> None:
    rule = greeting_with(an_example("привет", matches=True), an_example("пока", matches=False))

    assert failures(rule) == []


def test_an_example_that_should_fire_and_does_not_is_a_fault_at_its_place() -> None:
    assert failures(greeting_with(an_example("пока", matches=True, line=14))) == [
        ("EXAMPLE_FAILED", 14)
    ]


def test_an_example_that_should_not_fire_and_does_is_a_fault() -> None:
    assert failures(greeting_with(an_example("привет", matches=False))) == [("EXAMPLE_FAILED", 1)]


def test_losing_to_a_better_rule_is_not_firing() -> None:
    better = a_rule("test.better", priority=1, every=[holds("greeting")])

    assert failures(better, greeting_with(an_example("привет", matches=True))) != []


def test_an_example_of_a_later_phase_runs_the_phases_before_it() -> None:
    say = a_rule("test.say", every=[holds("greeting")], intent="LOST")
    hear = a_rule("act.hear", every=[a_condition("intent", "eq", "LOST")], action="reply")
    hear = replace(hear, examples=(an_example("привет", matches=True),))

    assert failures(say, act=hear) == []


def test_an_example_with_given_facts_tries_its_own_phase_alone() -> None:
    say = a_rule("test.say", every=[holds("greeting")], intent="LOST")
    hear = a_rule("act.hear", every=[a_condition("intent", "eq", "OEM_QUERY")], action="reply")
    hear = replace(hear, examples=(an_example("привет", matches=True, intent="OEM_QUERY"),))

    assert failures(say, act=hear) == []


def test_examples_are_counted_by_what_they_say() -> None:
    counted = greeting_with(
        an_example("привет", matches=True),
        an_example("пока", matches=False),
        an_example("жаль", matches=False),
    )

    (tried,) = try_examples(Evaluator(compiled(a_ruleset(counted))), facts_of)

    assert (tried.count(matches=True), tried.count(matches=False)) == (1, 2)
    assert tried.failed == ()
