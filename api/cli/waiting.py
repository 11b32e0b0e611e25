"""Waiting for something outside this process: asked again and again, never longer than said."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from engine.errors import CortexError
from engine.ports.clock import Clock
from integrations.clock import SystemClock

_T = TypeVar("_T")

POLL_SECONDS = 0.05


class WaitedTooLong(CortexError):  # noqa: N818 - reads as the claim it makes
    """Raised when something did not happen in the time given to it."""

    code = "WAITED_TOO_LONG"


def wait_for(
    ask: Callable[[], _T | None],
    *,
    what: str,
    seconds: float,
    poll_seconds: float = POLL_SECONDS,
    clock: Clock | None = None,
) -> _T:
    """Return the first answer that is not empty, None or False; raises WaitedTooLong."""
    clock = clock or SystemClock()
    pause, until = Event(), clock.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if clock.monotonic() >= until:
            raise WaitedTooLong(f"{what}: not within {seconds:g} s")
        pause.wait(poll_seconds)
