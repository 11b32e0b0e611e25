"""How far away an emulated service is: what the network between would cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Distance:
    """Next door unless told otherwise; what controls an emulator is always next door."""

    call_seconds: float = 0.0
    """How much later each answer comes."""
    connect_seconds: float = 0.0
    """How long a new connection takes before its first call: the handshakes."""
    keeps_connections: bool = True
    """Off, every answer ends its connection."""
