"""The only door to durable_rules: decides on one set of facts at a time and remembers nothing."""

import weakref
from collections.abc import Mapping
from typing import Any

import orjson

from engine.decisions import FactValue
from engine.errors import EngineFault
from engine.rulesets.compiler import CATCH_ALL, HandlePlan
from engine.rulesets.telling_facts import TellingFacts

try:
    import durable_rules_engine as library
except ImportError:  # no compiler at install, or Python 3.13: the reference evaluator serves
    library = None

_SID = "0"
_ENVELOPE = {"kind": "msg", "id": "f"}
_RETRACTION = '{"id":"f"}'
_NOTHING_LEFT = "[]"
_CANARY_EVERY = 100
_NAME_START = 2
"""The engine answers `{"<rule name>":{...`: the name begins after the brace and the quote."""


class DurableHandle:
    """One handle of durable_rules; after any failure it is closed and never used again.

    Not for threads, and nothing may yield inside `matched`: the handle holds one fact at a time.
    """

    def __init__(self, plan: HandlePlan, *, warm_up: Mapping[str, FactValue]) -> None:
        if library is None:
            raise EngineFault("durable_rules is not installed", code="ENGINE_UNAVAILABLE")
        self._telling = TellingFacts(plan.conditions)
        self._rule_ids = {entry.name: entry.rule.id for entry in plan.entries}
        self._max_firings = len(plan.entries) + 1
        self._decided = 0
        self.closed = False
        self._failures = (library.error, MemoryError, TypeError, ValueError, KeyError)
        try:
            self._handle = library.create_ruleset(plan.name, plan.definition)
        except self._failures as error:
            raise EngineFault(f"durable_rules refused {plan.name}: {error}") from error
        # Freeing a state in which nothing ever fired crashes the process, so until the warm-up
        # has fired the catch-all rule only the ruleset may be freed.
        self._free = weakref.finalize(self, library.delete_ruleset, self._handle)
        self._free.atexit = False
        self.matched(warm_up)
        self._free.detach()
        self._free = weakref.finalize(self, _free_state_and_ruleset, self._handle)
        self._free.atexit = False

    def close(self) -> None:
        """Give the engine's memory back; a second call does nothing."""
        self.closed = True
        self._free()

    def matched(self, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
        """Return the ids of the rules that hold, best first.

        Raises EngineFault, and closes the handle, when the engine fails or answers nonsense.
        """
        if self.closed:
            raise EngineFault("a closed handle was asked to decide")
        finished = False
        try:
            rule_ids = tuple(dict.fromkeys(map(self._rule_ids.__getitem__, self._fire(facts))))
            finished = True
        except self._failures as error:
            raise EngineFault(f"durable_rules failed: {type(error).__name__}") from error
        finally:
            # Also for GreenletExit and KeyboardInterrupt: a handle left with a fact inside would
            # give it to the next decision.
            if not finished:
                self.close()
        return rule_ids

    def _fire(self, facts: Mapping[str, FactValue]) -> list[str]:
        fact = self._telling.of(facts)
        fact.update(_ENVELOPE)
        status, offset = library.assert_fact(self._handle, orjson.dumps(fact).decode())
        names = self._drain(offset)
        library.retract_fact(self._handle, _RETRACTION)
        if status or not names or names.pop() != CATCH_ALL:
            raise EngineFault("durable_rules did not finish its decision")
        self._decided += 1
        if self._decided % _CANARY_EVERY == 1:
            self._check_nothing_left()
        return names

    def _drain(self, offset: int) -> list[str]:
        names: list[str] = []
        started = library.start_action_for_state(self._handle, offset)
        message: str | None = started and started[1]
        while message:
            names.append(message[_NAME_START : message.index('"', _NAME_START)])
            if len(names) > self._max_firings:
                raise EngineFault("durable_rules fires without end")
            message = library.complete_and_start_action(self._handle, offset)
        return names

    def _check_nothing_left(self) -> None:
        if library.get_facts(self._handle, _SID) != _NOTHING_LEFT:
            raise EngineFault("durable_rules kept a fact of a finished decision")


class DurableMatcher:
    """Matches one phase with a handle per partition; a broken handle is rebuilt before next use."""

    def __init__(
        self,
        plans: Mapping[str | None, HandlePlan],
        *,
        partition_by: str | None,
        warm_up: Mapping[str, FactValue],
    ) -> None:
        self._plans = plans
        self._partition_by = partition_by
        self._warm_up = warm_up
        self._handles = {
            value: DurableHandle(plan, warm_up=warm_up)
            for value, plan in plans.items()
            if plan.entries
        }

    def matched(self, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
        """Return the ids of the rules that hold, best first; raises EngineFault."""
        value: Any = None if self._partition_by is None else facts[self._partition_by]
        handle = self._handles.get(value)
        if handle is None:
            return self._matched_without_rules(value)
        if handle.closed:
            handle = DurableHandle(self._plans[value], warm_up=self._warm_up)
            self._handles[value] = handle
        return handle.matched(facts)

    def _matched_without_rules(self, value: Any) -> tuple[str, ...]:
        if value in self._plans:
            return ()
        raise EngineFault(f"`{self._partition_by}` has a value that was never declared")

    def close(self) -> None:
        """Give the engine's memory back."""
        for handle in self._handles.values():
            handle.close()


def _free_state_and_ruleset(handle: int) -> None:
    library.delete_state(handle, _SID)
    library.delete_ruleset(handle)
