"""What one web process of a host does for all of them."""

from collections.abc import Callable, Sequence

from integrations.spool.leadership import Leadership


class Caretaker:
    """Does its rounds in the one process that leads."""

    def __init__(self, leadership: Leadership, rounds: Sequence[Callable[[], None]]) -> None:
        self._leadership = leadership
        self._rounds = rounds

    def __call__(self) -> None:
        """Do every round; the first that raises ends it until the next call."""
        if self._leadership.held():
            for work in self._rounds:
                work()
