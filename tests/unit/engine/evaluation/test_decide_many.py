"""Messages decided step by step for all come out as each does alone."""

from collections.abc import Sequence

import pytest

from api.bootstrap.brain import Brain, build_brain
from api.cli.rules_folder import RULES
from engine.decisions import DecisionRecord
from engine.evaluation.quotation import NOTHING_ASKED
from engine.facts.situation import Situation


@pytest.fixture(scope="module")
def brain() -> Brain:
    return build_brain(rules_directory=RULES)


@pytest.fixture(scope="module")
def situations(brain: Brain) -> Sequence[Situation]:
    """The examples of all rules."""
    phases = brain.policies.policy().release.rules.phases.values()
    return [one.situation for phase in phases for rule in phase.rules for one in rule.examples]


def without_names(records: Sequence[DecisionRecord]) -> list[DecisionRecord]:
    return [record._replace(decision_id="") for record in records]


def test_many_are_decided_as_each_alone(brain: Brain, situations: Sequence[Situation]) -> None:
    many = brain.decide.many([(situation, NOTHING_ASKED) for situation in situations])

    alone = [brain.decide(situation) for situation in situations]
    assert len(many) > 500
    assert without_names(many) == without_names(alone)
    assert len({record.decision_id for record in many}) == len(many)


def test_neighbours_change_nothing(brain: Brain, situations: Sequence[Situation]) -> None:
    asked = [(situation, NOTHING_ASKED) for situation in situations]

    backwards = brain.decide.many(asked[::-1])

    assert without_names(backwards[::-1]) == without_names(brain.decide.many(asked))


def test_nobody_asked_is_nobody_answered(brain: Brain) -> None:
    assert brain.decide.many([]) == []
