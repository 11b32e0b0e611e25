"""Whether what is about to be sent may still go out: asked by who sends, at the last moment.

Between the journal's permission and the first byte lie look-ups, a wait for the portal's limits and
whatever stops a process; a lease may end meanwhile. The permission travels with the call instead of
through every executor, for none of them has anything to decide about it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ASKED: ContextVar[Callable[[], bool] | None] = ContextVar("leave_to_send", default=None)


@contextmanager
def sending_while(lasts: Callable[[], bool]) -> Iterator[None]:
    """Let calls made in this block and thread go out only while `lasts` says so."""
    before = _ASKED.set(lasts)
    try:
        yield
    finally:
        _ASKED.reset(before)


@contextmanager
def sending_anyway() -> Iterator[None]:
    """Let calls made in this block go out whoever has the dialog: all need what they do."""
    with sending_while(lambda: True):
        yield


def may_still_send() -> bool:
    """Say whether to send now; outside any block nobody forbids it."""
    lasts = _ASKED.get()
    return lasts is None or lasts()
