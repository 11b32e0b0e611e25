"""A store that does not answer is asked by one at a time; a store that hangs, by nobody more."""

from collections.abc import Callable

import pytest

from engine.errors import InvalidInput, StoreUnavailable
from integrations.spool.outage import PAUSE_SECONDS, STALLED_SECONDS, Outage
from tests.unit.integrations.spool.desk import Clock


class Way:
    """An outage and the calls that came through."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.outage = Outage(self.clock)
        self.calls = 0

    def answers(self) -> bool:
        return self._reach(lambda: True)

    def fails(self) -> bool:
        return self._reach(_fail)

    def answers_after(self, seconds: float, meanwhile: Callable[[], bool]) -> bool:
        """Make a call that takes a while, with another one in the middle; return the other's."""
        seen: list[bool] = []

        def slow() -> bool:
            self.clock.seconds += seconds
            seen.append(meanwhile())
            return True

        self._reach(slow)
        return seen[0]

    def _reach(self, answer: Callable[[], bool]) -> bool:
        def call() -> bool:
            self.calls += 1
            return answer()

        try:
            return self.outage.reach(call)
        except StoreUnavailable:
            return False


def _fail() -> bool:
    raise StoreUnavailable("away")


@pytest.fixture
def way() -> Way:
    return Way()


def test_nobody_asks_for_a_while_after_a_failure(way: Way) -> None:
    way.fails()

    answers = [way.answers() for _ in range(5)]

    assert (answers, way.calls) == ([False] * 5, 1)


def test_after_a_while_one_asks_and_the_store_is_back(way: Way) -> None:
    way.fails()
    way.clock.seconds += PAUSE_SECONDS

    assert [way.answers() for _ in range(3)] == [True] * 3


def test_the_others_do_not_wait_for_the_one_that_asks(way: Way) -> None:
    way.fails()
    way.clock.seconds += PAUSE_SECONDS

    assert not way.answers_after(0.1, meanwhile=way.answers)
    assert way.answers()


def test_a_store_that_fails_again_is_left_alone_again(way: Way) -> None:
    way.fails()
    way.clock.seconds += PAUSE_SECONDS
    way.fails()

    assert (way.answers(), way.calls) == (False, 2)


@pytest.mark.parametrize(
    ("seconds", "comes_through"), [(STALLED_SECONDS, True), (STALLED_SECONDS + 0.1, False)]
)
def test_a_store_that_answers_nobody_for_a_while_is_taken_for_away(
    way: Way, seconds: float, *, comes_through: bool
) -> None:
    assert way.answers_after(seconds, meanwhile=way.answers) is comes_through


def test_a_slow_call_among_quick_ones_is_no_outage(way: Way) -> None:
    def others_are_answered() -> bool:
        quick = way.answers()
        way.clock.seconds += STALLED_SECONDS
        return quick and way.answers()

    assert way.answers_after(STALLED_SECONDS, meanwhile=others_are_answered)


def test_quiet_hours_are_no_outage(way: Way) -> None:
    way.answers()
    way.clock.seconds += 3600

    assert way.answers_after(0.1, meanwhile=way.answers)


def test_a_mistake_of_the_caller_is_no_outage(way: Way) -> None:
    def wrong() -> bool:
        raise InvalidInput("wrong")

    with pytest.raises(InvalidInput):
        way.outage.reach(wrong)

    assert way.answers()
