"""Loading keeps the garbage collector off, and leaves it as it was."""

import gc
from collections.abc import Iterator

import pytest

from engine.rulesets.undisturbed import undisturbed


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.enable()


def test_the_collector_is_off_meanwhile_and_on_again_after() -> None:
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_mistake_meanwhile_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match="broken"), undisturbed():
        raise ValueError("broken")
    assert gc.isenabled()


def test_who_works_without_a_collector_goes_on_without() -> None:
    gc.disable()
    with undisturbed():
        pass
    assert not gc.isenabled()


def test_one_load_inside_another_leaves_the_outer_one_undisturbed() -> None:
    with undisturbed():
        with undisturbed():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
