"""What one turn of a dialog came to."""

from dataclasses import dataclass

from engine.decisions import DecisionRecord
from engine.effects import EffectKey
from engine.journal import Delivery
from engine.messages import IncomingMessage


@dataclass(frozen=True)
class Delivered:
    """One effect as this turn left it, for logs and metrics."""

    key: EffectKey
    kind: str
    delivery: Delivery
    seconds: float


@dataclass(frozen=True)
class Served:
    """How the dialog is to be given back, and what was done meanwhile."""

    delay_seconds: float | None = None
    lost: bool = False
    incoming: IncomingMessage | None = None
    record: DecisionRecord | None = None
    deliveries: tuple[Delivered, ...] = ()
    set_aside: str | None = None
    """Why the head message went to a person, when it did."""
    waits_for: str | None = None
    """What the head message waits for, when it does."""
