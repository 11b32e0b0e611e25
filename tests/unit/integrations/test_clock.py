"""The real clock and the real identifiers."""

from integrations.clock import RandomIdentifiers, SystemClock, chance


def test_measured_time_never_goes_back() -> None:
    clock = SystemClock()

    first, second = clock.monotonic(), clock.monotonic()

    assert second >= first


def test_dated_time_is_in_unix_seconds() -> None:
    assert SystemClock().now() > 1_700_000_000


def test_identifiers_carry_their_prefix_and_differ() -> None:
    identifiers = RandomIdentifiers()

    made = {identifiers.new("dec") for _ in range(100)}

    assert len(made) == 100
    assert all(identifier.startswith("dec_") for identifier in made)


def test_chances_are_spread_from_zero_to_one() -> None:
    chances = [chance() for _ in range(1000)]

    assert all(0 <= one < 1 for one in chances)
    assert max(chances) - min(chances) > 0.8
