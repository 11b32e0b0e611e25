"""Ports of this machine: a free one, or a clear word that the wanted one is taken."""

import socket
from argparse import ArgumentTypeError

from engine.errors import CortexError, InvalidInput

LOOPBACK = "127.0.0.1"
_LAST_PORT = 2**16 - 1


def port(written: str) -> int:
    """Read an option that names a port; raises ArgumentTypeError."""
    if not (written.isascii() and written.isdecimal()) or int(written) > _LAST_PORT:
        raise ArgumentTypeError(f"must be a port, 1 to {_LAST_PORT}, or 0 for a free one")
    return int(written)


def require_apart(*wanted: int) -> None:
    """Raise InvalidInput PORT_IN_USE when two servers would have one port; 0 is any free one."""
    named = [number for number in wanted if number]
    if len(set(named)) < len(named):
        raise InvalidInput("each server needs a port of its own", code="PORT_IN_USE")


def claim_port(wanted: int) -> int:
    """Return `wanted` when it can be listened on, a free port for 0.

    Raises CortexError PORT_IN_USE.
    """
    with socket.socket() as probe:
        # A server that just ended leaves its port waiting; servers take it over, so may we.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, wanted))
        except OSError as error:
            raise CortexError(
                f"port {wanted} is taken: stop what listens there or choose another one",
                code="PORT_IN_USE",
            ) from error
        claimed: int = probe.getsockname()[1]
        return claimed
