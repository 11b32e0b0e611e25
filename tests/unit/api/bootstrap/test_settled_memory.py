"""What was loaded before the start was over is no longer looked at by the garbage collector."""

import gc
from collections.abc import Iterator

import pytest

from api.bootstrap.settled_memory import settle_memory, settle_since_fork


class Knot:
    """Refers to itself, so only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def held() -> int:
    return sum(isinstance(one, Knot) for one in gc.get_objects())


def test_what_is_loaded_is_left_out_of_collections() -> None:
    loaded = Knot()

    settle_memory()

    assert held() == 0
    assert loaded.itself is loaded


def test_garbage_of_the_start_is_not_kept() -> None:
    Knot()

    settle_memory()
    gc.unfreeze()

    assert held() == 0


def test_what_comes_later_is_collected_as_ever() -> None:
    settle_memory()
    Knot()

    gc.collect()

    assert held() == 0


def test_what_was_settled_and_is_no_longer_used_goes_when_memory_is_settled_again() -> None:
    old = Knot()
    settle_memory()
    del old

    settle_memory()
    gc.unfreeze()

    assert held() == 0


def test_a_forked_process_does_not_look_at_what_it_inherits() -> None:
    inherited = Knot()
    settle_memory()
    del inherited

    settle_since_fork()
    gc.unfreeze()

    assert held() == 1
