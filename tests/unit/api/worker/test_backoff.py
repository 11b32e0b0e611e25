"""How loops rest while the store is away."""

from itertools import pairwise

import pytest

from api.worker.backoff import LONGEST_PAUSE_SECONDS, pause_seconds


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [pause_seconds(failures, chance=0.0) for failures in range(1, 2000)]

    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert all(earlier <= later for earlier, later in pairwise(pauses))
    assert pauses[-1] == LONGEST_PAUSE_SECONDS / 2


@pytest.mark.parametrize("failures", [1, 2, 5, 100])
def test_chance_spreads_pauses_over_half_their_length(failures: int) -> None:
    shortest, longest = (pause_seconds(failures, chance=chance) for chance in (0.0, 0.999999))

    assert longest == pytest.approx(2 * shortest, rel=1e-3)
    assert longest <= LONGEST_PAUSE_SECONDS
