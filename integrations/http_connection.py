"""Connections that bound a whole answer in time and reach public addresses only."""

import io
import time
from http.client import HTTPResponse
from ipaddress import IPv6Address, ip_address
from socket import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError, SSLError

from engine.leave_to_send import may_still_send


class LeaveEnded(Exception):  # noqa: N818 - reads as the claim it makes
    """Raised on a connection that stands, before the first byte of a request is written."""


class TimedAdapter(HTTPAdapter):
    """Sends each request once over pooled connections; with `public_only`, https to the internet.

    A connection to a private address is closed before a byte of the request is written: the
    address is checked on the socket itself, so a name that changes its mind gains nothing.
    """

    def __init__(self, *, pool_size: int, public_only: bool) -> None:
        self._public_only = public_only
        super().__init__(pool_connections=pool_size, pool_maxsize=pool_size, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        https = _PublicPool if self._public_only else _SecurePool
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": https}


class _UntilDeadline(io.RawIOBase):
    """Bytes of one answer; the socket's timeout at the start bounds all of them together."""

    def __init__(self, sock: socket) -> None:
        super().__init__()
        self._sock = sock
        self._raw: io.RawIOBase = sock.makefile("rb", buffering=0)
        self._deadline = time.monotonic() + (sock.gettimeout() or 0.0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        seconds_left = self._deadline - time.monotonic()
        if seconds_left <= 0:
            raise TimeoutError("the answer is not complete in time")
        self._sock.settimeout(seconds_left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    # A read timeout alone starts anew with every packet, so a dripping answer would never end.
    def __init__(self, sock: socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_UntilDeadline(sock))


class _PlainConnection(HTTPConnection):
    response_class = _TimedResponse

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        _require_leave(self)
        super().putrequest(*args, **kwargs)


class _SecureConnection(HTTPSConnection):
    response_class = _TimedResponse

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        _require_leave(self)
        super().putrequest(*args, **kwargs)

    def connect(self) -> None:
        """Report a failed or unfinished handshake as no connection: no request was sent yet."""
        try:
            super().connect()
        except (OSError, SSLError) as error:
            raise NewConnectionError(self, "the TLS handshake failed") from error


class _PublicConnection(_SecureConnection):
    def _new_conn(self) -> socket:
        sock = super()._new_conn()
        if not is_public(sock.getpeername()[0]):
            sock.close()
            raise NewConnectionError(self, "the host has a private address")
        return sock


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


def _require_leave(connection: HTTPConnection) -> None:
    """Ask when nothing but writing is left: connecting may have taken seconds."""
    if connection.sock is None:
        connection.connect()
    if not may_still_send():
        raise LeaveEnded


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the internet at large."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast
