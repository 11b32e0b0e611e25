"""How soon a worker process that has ended is replaced."""

import pytest

from api.cli.forked_workers import LONGEST_PAUSE_SECONDS, pause_seconds


def test_what_has_lived_is_replaced_at_once() -> None:
    assert pause_seconds(0) == 0


@pytest.mark.parametrize("lives", range(1, 12))
def test_what_ends_at_its_start_waits_longer_each_time_but_never_for_ever(lives: int) -> None:
    assert pause_seconds(lives - 1) <= pause_seconds(lives) <= LONGEST_PAUSE_SECONDS
    assert pause_seconds(lives) >= 1
