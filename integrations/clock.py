"""The one place where time is read and identifiers are made."""

import time
from secrets import randbits, token_hex


class SystemClock:
    """The machine's clocks behind engine.ports.clock."""

    def now(self) -> float:
        return time.time()  # noqa: TID251 - this class is the clock everybody else is given

    def monotonic(self) -> float:
        return time.monotonic()


class RandomIdentifiers:
    """Identifiers nobody else has made, on any host."""

    def new(self, prefix: str) -> str:
        return f"{prefix}_{token_hex(16)}"


def chance() -> float:
    """Return a number from zero up to one that nobody can foresee."""
    return randbits(53) / 2**53
