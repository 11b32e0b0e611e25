"""Makes reads at the same time, never more than a cap of one message."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


class Threads:
    """Threads, in a worker greenlets, as engine.ports.side_by_side.SideBySide."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most

    def __call__(self, reads: Sequence[Callable[[], _T]]) -> Sequence[_T]:
        workers = min(self._at_most, len(reads))
        if workers <= 1:
            return [read() for read in reads]
        with ThreadPoolExecutor(workers) as pool:
            return [asked.result() for asked in [pool.submit(read) for read in reads]]
