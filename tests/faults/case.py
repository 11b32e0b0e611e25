"""One case of the campaign: who speaks, what strikes, and what it must come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event

from tests.faults.crowd import CrowdSize
from tests.faults.points import Act, Strike
from tests.faults.stack import FaultStack
from tests.faults.topologies import Topology

Nemesis = Callable[[FaultStack, Random, Event], int]
"""Strikes from outside until told that it is over; returns how often it did."""


@dataclass(frozen=True)
class Misfortune:
    """What the next calls of a method of portal or shop meet."""

    system: str
    method: str
    mode: str
    times: int = 1
    seconds: float = 0.0


@dataclass(frozen=True)
class Case:
    """A fault of reliability.md 7, as data."""

    name: str
    what: str
    crowd: CrowdSize = field(default_factory=CrowdSize)
    strikes: tuple[Strike, ...] = ()
    apart_seconds: float = 0.0
    """Between two blows there is at least so much time."""
    nemesis: Nemesis | None = None
    strikes_on: bool = False
    """Whether it goes on striking while what was said is worked off."""
    poison: Act | None = None
    """What the first question of the last asker does to whoever reads it."""
    skew_seconds: float = 0.0
    """How far the clocks of every second worker are ahead."""
    misfortunes: tuple[Misfortune, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings of the stack; cases with the same ones share it."""
    topology: Topology = "one"
    one_history: bool = True
    """Whether Redis remembers all it has said; fences of a master that is lost are given anew."""
    holds_orders: bool = False
    """Whether another master takes over, so that no order may be sent for a while."""
    small_disks: bool = False
    """Whether Redis and the spool have disks of their own that can be full."""
    forgets: bool = False
    """Whether Redis loses its data: what it had taken before may be lost with it."""
    workers: int = 2
    processes_each: int | None = None
    """How many processes forked from it a worker keeps alive; it serves by itself when None."""
    hosts: int = 1
    """Whole instances; events go to them by turns."""
    seconds: float = 60.0
    """How long buyers wait for their answers."""
    all_taken: bool = True
    """Whether every event must be answered with 200."""
    some_refused: bool = False
    """Whether there must be events that are not."""
    quiet_seconds: float = 150.0
    """How long the work may take that is left after the last word."""
    watch_memory: bool = False
    left: int = 0
    """How many effects and messages may be left to a person."""
