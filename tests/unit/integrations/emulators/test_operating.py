"""The time that a method may take: baskets of a minute, ten of them, each caller its own."""

import pytest

from integrations.emulators.bitrix24.operating import OperatingTime, OperationTimeLimit
from integrations.emulators.exchange import Json, Request

METHOD = "crm.item.list"
START = 1_770_000_000.0 - 1_770_000_000.0 % 60


class Time:
    """A clock and what counts by it."""

    def __init__(self, limit: float, cost: float) -> None:
        self.now = START
        self.operating = OperatingTime(lambda: self.now)
        body: dict[str, Json] = {"limit_seconds": limit, "seconds": {METHOD: cost}}
        (route, *_) = self.operating.routes()
        route.handler(Request("POST", route.template, body=body), {})

    def calls(self, times: int, *, every: float = 0.0, caller: str = "webhook") -> int:
        """Call and say how often that was allowed."""
        done = 0
        for _ in range(times):
            try:
                self.operating.charge(caller, METHOD)
            except OperationTimeLimit:
                pass
            else:
                done += 1
            self.now += every
        return done


def test_the_call_that_runs_over_completes_and_the_next_one_is_refused() -> None:
    time = Time(limit=10, cost=8)

    assert time.calls(3) == 2


def test_what_was_spent_ten_minutes_ago_is_forgotten() -> None:
    time = Time(limit=10, cost=10)
    time.calls(1)
    time.now += 599

    before = time.calls(1)
    time.now = START + 600
    after = time.calls(1)

    assert (before, after) == (0, 1)


def test_a_refusal_names_the_moment_from_which_calls_are_taken_again() -> None:
    time = Time(limit=20, cost=10)
    time.calls(2, every=60)

    with pytest.raises(OperationTimeLimit) as refused:
        time.operating.charge("webhook", METHOD)

    assert refused.value.reset_at == START + 600
    time.now = refused.value.reset_at
    assert time.calls(1) == 1


def test_every_caller_and_every_method_has_its_own_time() -> None:
    time = Time(limit=10, cost=10)
    time.calls(1)

    time.operating.charge("webhook", "crm.item.get")

    assert time.calls(1, caller="application") == 1
    assert time.calls(1) == 0


def test_an_answer_tells_what_is_spent() -> None:
    time = Time(limit=100, cost=8)
    time.calls(2)

    assert time.operating.told("webhook", METHOD) == {
        "operating": 16.0,
        "operating_reset_at": START + 600,
    }
