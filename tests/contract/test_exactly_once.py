"""Random lives of workers on each store: every message once, every effect at most once."""

from typing import cast

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.contract.exactly_once import ExactlyOnce
from tests.contract.stores import StoreFactory, memory_store

ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _living_on(new_store: StoreFactory) -> type[ExactlyOnce]:
    # hypothesis calls what it is given, though it asks for a class by its type.
    return cast("type[ExactlyOnce]", lambda: ExactlyOnce(new_store))


def test_nothing_is_lost_or_done_twice_in_memory() -> None:
    run_state_machine_as_test(
        _living_on(memory_store),
        settings=settings(ANY_SPEED, max_examples=150, stateful_step_count=60),
    )


def test_nothing_is_lost_or_done_twice_on_redis(new_redis_store: StoreFactory) -> None:
    run_state_machine_as_test(
        _living_on(new_redis_store),
        # Making a failure smaller takes minutes here; the run in memory does that in seconds.
        settings=settings(
            ANY_SPEED, max_examples=25, stateful_step_count=50, phases=[Phase.generate]
        ),
    )
