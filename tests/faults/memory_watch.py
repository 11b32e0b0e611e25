"""Whether the memory of each process stays flat: medians of the thirds of its life."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import Self

LONGEST_GROWTH = 1.10
"""The last third of a life may hold so much of the middle one."""

SHORTEST_LIFE = 30
"""Samples, one a second: younger processes are still filling their caches."""

GREW = " GREW"
_PAGE_BYTES = 4096
_MEGABYTE = 1024 * 1024


class MemoryWatch:
    """Looks every second at all processes, whichever they are by then."""

    def __init__(self, processes: Callable[[], Mapping[int, str]]) -> None:
        self._processes = processes
        self._samples: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._over = Event()
        self._thread = Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def lives(self) -> Iterator[str]:
        """Tell of each life that was long enough: middle and last third, in megabytes."""
        for (name, _), samples in sorted(self._samples.items()):
            if len(samples) >= SHORTEST_LIFE:
                middle, last = thirds(samples)
                grown = GREW if last > middle * LONGEST_GROWTH else ""
                yield f"{name} {middle / _MEGABYTE:.0f} -> {last / _MEGABYTE:.0f} MB{grown}"

    def _look(self) -> None:
        while not self._over.wait(1.0):
            for pid, name in self._processes().items():
                resident = _resident_bytes(pid)
                if resident:
                    self._samples[name, pid].append(resident)


def thirds(samples: Sequence[int]) -> tuple[float, float]:
    """Return the medians of the middle and the last third."""
    third = len(samples) // 3
    return median(samples[third : 2 * third]), median(samples[2 * third :])


def _resident_bytes(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(fields[1]) * _PAGE_BYTES
