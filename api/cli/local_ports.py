"""Ports of this machine: a free one, or a clear word that the wanted one is taken."""

import socket

from engine.errors import CortexError

LOOPBACK = "127.0.0.1"


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
        port: int = probe.getsockname()[1]
        return port
