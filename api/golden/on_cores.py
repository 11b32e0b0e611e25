"""Work shared out over copies of this process, so that nothing but results has to travel."""

import copyreg
import multiprocessing
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any, TypeVar

PROCESSES = 2

Result = TypeVar("Result")

Told = Callable[[int, int], None]
"""Hears how many are done, of how many."""


def untold(_done: int, _of: int) -> None:
    """Nobody watches."""


_work: list[Callable[[int], object]] = []


def on_cores(work: Callable[[int], Result], count: int, *, at_once: int) -> Iterator[Result]:
    """Yield what becomes of the numbers from 0 up to `count`, in their order."""
    # What is worked with holds functions, which do not travel between processes; a fork has them.
    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES, _work.append, (work,)) as pool:
        yield from pool.imap(_done, range(count), chunksize=at_once)


def _done(number: int) -> Any:
    return _work[-1](number)


def _sealed(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


# Mappings that nobody may fill are part of results, and pickle does not know how to send them.
copyreg.pickle(MappingProxyType, lambda mapping: (_sealed, (dict(mapping),)))
