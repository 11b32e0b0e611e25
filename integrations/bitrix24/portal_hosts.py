"""Where portals may be: Bitrix24's own cloud, and hosts that an operator has named."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from engine.errors import InvalidInput
from integrations.secret import Secret

_ZONES = (
    *("ru", "by", "kz", "com", "net", "eu", "de", "es", "fr", "it", "pl", "ua", "uk", "in", "id"),
    *("cn", "jp", "vn", "th", "la", "mx", "co", "tech", "site", "com.br", "com.tr"),
)
_CLOUD = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.bitrix24\.(?:" + "|".join(map(re.escape, _ZONES)) + ")"
)


class HostNotAllowed(InvalidInput):
    """Raised for a portal that claims to be where none may be."""

    code = "HOST_NOT_ALLOWED"


def is_cloud_host(host: str) -> bool:
    """Say whether the host is a portal of the Bitrix24 cloud, on the port of https."""
    return _CLOUD.fullmatch(host) is not None


@dataclass(frozen=True)
class PortalHosts:
    """The hosts that an install or a rename may lead to."""

    own: frozenset[str] = frozenset()
    """Hosts, with a port if need be, of portals outside the cloud."""
    allow_local: bool = False

    def rest_url(self, host: str) -> Secret:
        """Return the root of an application's methods; raises HostNotAllowed."""
        self.require(host)
        return Secret(f"{self.scheme(host)}://{host}/rest/")

    def require(self, host: str) -> None:
        """Raise HostNotAllowed for a host where no portal may be."""
        if not is_cloud_host(host) and host not in self.own:
            raise HostNotAllowed("the portal is neither in the cloud nor in CORTEX_PORTAL_HOSTS")

    def scheme(self, host: str) -> str:
        """Return http for an emulator on this machine, https for everybody else."""
        return "http" if self.allow_local and _is_loopback(host) else "https"


def _is_loopback(host: str) -> bool:
    name = host.partition(":")[0]
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
