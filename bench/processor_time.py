"""What processes have used of the processor: unlike the clock, hardly moved by neighbours."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_used(processes: Iterable[int]) -> float:
    """Return what they and the children of each have used so far."""
    return sum(_seconds(each) for process in processes for each in (process, *_children(process)))


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
