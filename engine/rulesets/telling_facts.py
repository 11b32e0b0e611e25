"""Which of all facts durable_rules is shown: those that can make one of its conditions true.

Of any other fact the engine would only find that nothing follows from it, condition by condition,
and an attribute that is not there makes no condition true either.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from operator import itemgetter

from engine.decisions import FactValue
from engine.rulesets.model import Condition
from engine.rulesets.reference import condition_holds


class TellingFacts:
    """Picks the telling facts for the rules of one handle; what can be is worked out at load."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        by_fact: dict[str, list[Condition]] = {}
        for condition in conditions:
            by_fact.setdefault(condition.fact, []).append(condition)
        # Most facts of a message are false or zero, and most conditions ask for the contrary.
        counting = {fact for fact, asked in by_fact.items() if _tells_nothing_at_zero(asked)}
        others = {fact: asked for fact, asked in by_fact.items() if fact not in counting}
        self._when_not_zero = tuple(sorted(counting))
        self._counts_in = _getter(self._when_not_zero)
        self._when_in = tuple(
            (fact, _mentioned(asked)) for fact, asked in others.items() if _is_listed(asked)
        )
        self._unless_in = tuple(
            (fact, _mentioned_in_vain(asked))
            for fact, asked in others.items()
            if not _is_listed(asked)
        )

    def of(self, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Return the facts that matter; raises KeyError when one is missing."""
        told = {name: facts[name] for name in compress(self._when_not_zero, self._counts_in(facts))}
        for name, values in self._when_in:
            if (value := facts[name]) in values:
                told[name] = value
        for name, values in self._unless_in:
            if (value := facts[name]) not in values:
                told[name] = value
        return told


def _getter(names: Sequence[str]) -> Callable[[Mapping[str, FactValue]], Sequence[FactValue]]:
    """Return what looks all of these up at once; it is asked in every phase of every decision."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda facts: [facts[name] for name in names]


def _tells_nothing_at_zero(asked: list[Condition]) -> bool:
    """Say whether neither False nor 0, whichever the fact has, makes a condition true."""
    return not any(
        isinstance(condition.expected, str) or condition_holds(condition, {condition.fact: 0})
        for condition in asked
    )


def _is_listed(asked: list[Condition]) -> bool:
    return all(condition.operator == "eq" for condition in asked)


def _mentioned(asked: list[Condition]) -> frozenset[FactValue]:
    return frozenset(
        condition.expected for condition in asked if not isinstance(condition.expected, tuple)
    )


def _mentioned_in_vain(asked: list[Condition]) -> frozenset[FactValue]:
    """Return the values that conditions name and none of them is true of."""
    return frozenset(
        value
        for value in _mentioned(asked)
        if not any(condition_holds(condition, {condition.fact: value}) for condition in asked)
    )
