"""How long a loop rests after failures in a row."""

LONGEST_PAUSE_SECONDS = 10.0
"""Rest no longer: work waits as soon as the store is back."""


def pause_seconds(failures: int, *, chance: float) -> float:
    """Double the pause with each failure; `chance` below one keeps workers from coming as one."""
    longest = min(2.0 ** min(failures - 1, 16), LONGEST_PAUSE_SECONDS)
    return longest * (1 + chance) / 2
