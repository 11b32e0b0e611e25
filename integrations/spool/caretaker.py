"""What one web process of a host does for all of them."""

from collections.abc import Callable, Sequence

from integrations.spool.leadership import Leadership


class Caretaker:
    """Does its rounds in the one process that leads."""

    def __init__(self, leadership: Leadership, rounds: Sequence[Callable[[], None]]) -> None:
        self._leadership = leadership
        self._rounds = rounds

    def __call__(self) -> None:
        """Do every round, whatever became of those before; what several raise is chained."""
        if self._leadership.held():
            _do_all(self._rounds)


def _do_all(rounds: Sequence[Callable[[], None]]) -> None:
    if not rounds:
        return
    try:
        rounds[0]()
    finally:
        _do_all(rounds[1:])
