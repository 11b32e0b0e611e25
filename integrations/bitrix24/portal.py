"""Which portals Cortex serves: where they are reached and what proves their events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from engine.errors import CallRefused, InvalidInput
from engine.messages import dialog_key
from integrations.bitrix24.chat_manner import USUAL_MANNER, ChatManner
from integrations.bitrix24.crm_fields import CrmFields
from integrations.http_connection import is_public
from integrations.secret import Secret

SYSTEM = "bitrix24"

MANUAL_STATUSES = frozenset({"UC_ZA04R1", "UC_UAO7E9"})
"""Statuses in which a manager works on the lead: taken into work, VIN selection."""

DISABLED_STATUSES = frozenset({"UC_ZMK36I"})
"""Statuses in which people alone serve the client: regular clients."""


class PortalInvalid(InvalidInput):
    """Raised when a configured portal cannot be served; says which part is wrong, not its value."""

    code = "PORTAL_INVALID"


@dataclass(frozen=True)
class Portal:
    """One Bitrix24 portal as configured; nothing in an event can change it."""

    member_id: str
    domain: str
    rest_url: Secret
    """Root of an incoming webhook: https://host/rest/<user>/<code>/"""
    bot_id: int
    client_id: Secret
    application_token: Secret
    lead_part_number_field: str = "UF_CRM_1762873310878"
    crm_fields: CrmFields = field(default_factory=CrmFields)
    statuses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """STATUS_ID by stage, where this portal differs from the contract's defaults."""
    manual_statuses: frozenset[str] = MANUAL_STATUSES
    disabled_statuses: frozenset[str] = DISABLED_STATUSES
    chat: ChatManner = USUAL_MANNER
    allow_local: bool = False
    """Let REST go over http and to private addresses: for emulators only."""

    def __post_init__(self) -> None:
        _check_domain(self.domain)
        url = _split(self.rest_url)
        if not self.allow_local:
            _check_public(url, self.domain)

    def method_url(self, method: str) -> Secret:
        """Return the address of a REST method."""
        return Secret(f"{self.rest_url.reveal().rstrip('/')}/{method}")


class PortalDirectory:
    """The portals that may send events and be called."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self._by_member_id = {portal.member_id: portal for portal in portals}

    def find(self, member_id: str) -> Portal | None:
        """Return the portal, None for a stranger."""
        return self._by_member_id.get(member_id)

    def require(self, member_id: str, *, operation: str) -> Portal:
        """Return the portal to call; CallRefused when it is not configured."""
        portal = self.find(member_id)
        if portal is None:
            message = f"{SYSTEM} {operation}: no such portal is configured"
            raise CallRefused(
                message, system=SYSTEM, operation=operation, remote_code="PORTAL_UNKNOWN"
            )
        return portal


def _check_domain(domain: str) -> None:
    try:
        dialog_key(domain=domain, dialog_id="chat1")
    except ValueError as error:
        raise PortalInvalid("portal domain is not a lower-case host name") from error


def _split(rest_url: Secret) -> SplitResult:
    try:
        url = urlsplit(rest_url.reveal())
        usable = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        usable = False
    if not usable or url.scheme not in {"http", "https"} or url.query or url.fragment:
        # No cause is chained: its text would repeat the address and the code inside.
        raise PortalInvalid("portal REST URL is not of the form https://host/rest/<user>/<code>/")
    return url


def _check_public(url: SplitResult, domain: str) -> None:
    if url.scheme != "https":
        raise PortalInvalid("portal REST URL must be https")
    if url.username is not None or url.netloc != domain:
        raise PortalInvalid("portal REST URL must be on the portal's own domain")
    if not _may_be_public(url.hostname or ""):
        raise PortalInvalid("portal REST URL must not lead to a private address")


def _may_be_public(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host != "localhost" and not host.endswith((".localhost", ".local", ".internal"))
    return is_public(host)
