"""A timer beside a call, as engine.ports.meanwhile.Meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from engine.errors import CortexError

log = structlog.get_logger()


@contextmanager
def timer_beside(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Act in a thread, in a worker a greenlet, unless the block ends before."""

    def guarded() -> None:
        try:
            act()
        except CortexError as error:  # the call beside goes on without it
            log.warning("beside_failed", error=error.code)

    timer = threading.Timer(max(seconds, 0.0), guarded)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
