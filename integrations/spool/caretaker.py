"""What one web process of a host does for all of them."""

from collections.abc import Callable, Sequence

from integrations.spool.leadership import Leadership


class Caretaker:
    """Does its rounds in the one process that leads."""

    def __init__(self, leadership: Leadership, rounds: Sequence[Callable[[], None]]) -> None:
        self._leadership = leadership
        self._rounds = rounds

    def __call__(self) -> None:
        """Do every round, whatever became of the others; then raise what the first raised."""
        raised: list[Exception] = []
        if self._leadership.held():
            for work in self._rounds:
                try:
                    work()
                except Exception as error:  # noqa: BLE001 - raised below
                    raised.append(error)
        if raised:
            raise raised[0]
