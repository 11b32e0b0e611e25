"""The fence around the emulators: they listen and send on this machine only."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def require_loopback_host(host: str) -> None:
    if not _is_loopback(host):
        raise ValueError(f"emulators stay on this machine: {host!r} is not a loopback address")


def require_loopback_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"expected an http:// address, got {url!r}")
    require_loopback_host(parts.hostname)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
