"""Reads made at the same time: in order, under a cap, with nothing lost."""

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError

import pytest

from engine.ports.side_by_side import SideBySide, one_by_one
from integrations.side_by_side import Threads

WAYS: list[SideBySide] = [one_by_one, Threads(1), Threads(3)]


def reading(value: int) -> Callable[[], int]:
    return lambda: value


@pytest.mark.parametrize("way", WAYS)
def test_results_come_in_the_order_asked(way: SideBySide) -> None:
    assert list(way([reading(number) for number in range(7)])) == list(range(7))
    assert list(way([])) == []


@pytest.mark.parametrize("way", WAYS)
def test_what_a_read_raises_is_raised(way: SideBySide) -> None:
    def broken() -> int:
        raise KeyError

    with pytest.raises(KeyError):
        way([reading(1), broken, reading(2)])


def test_reads_wait_for_each_other_at_the_same_time() -> None:
    together = Barrier(3, timeout=10.0)

    places = Threads(3)([together.wait] * 3)

    assert sorted(places) == [0, 1, 2]


def test_never_more_than_the_cap_are_under_way() -> None:
    three = Barrier(3, timeout=0.5)

    with pytest.raises(BrokenBarrierError):
        Threads(2)([three.wait] * 3)
