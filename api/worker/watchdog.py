"""Ends a worker that hangs: nobody renews its leases, and nothing else would take its place."""

import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager

import gevent

FED_EVERY_SECONDS = 1.0


@contextmanager
def watchdog(hang_seconds: float) -> Iterator[None]:
    """End the process with code 1 when no greenlet gets its turn for so long.

    A thread of the C library counts the time, for nothing in Python runs any more then. Before the
    end it writes to stderr where each thread is, without any values.
    """
    feeding = gevent.spawn(_feed, hang_seconds)
    try:
        yield
    finally:
        feeding.kill()
        faulthandler.cancel_dump_traceback_later()


def _feed(hang_seconds: float) -> None:
    while True:
        faulthandler.dump_traceback_later(hang_seconds, exit=True)
        gevent.sleep(FED_EVERY_SECONDS)
