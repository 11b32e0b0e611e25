"""Doing something beside a call that takes long."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Meanwhile(Protocol):
    """Does one thing while a block runs, if the block runs for so long."""

    def __call__(self, seconds: float, act: Callable[[], None]) -> AbstractContextManager[None]:
        """Return the block; it ends when what was begun beside it has ended, too."""
        ...


def never(seconds: float, act: Callable[[], None]) -> AbstractContextManager[None]:  # noqa: ARG001 - the port
    """Do nothing beside, as engine.ports.meanwhile.Meanwhile where calls take no time."""
    return nullcontext()
