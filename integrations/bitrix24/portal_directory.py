"""Finds the portals that may send events and be called, without asking the store every time."""

from collections.abc import Iterable, Sequence

from engine.errors import CallNotRun, CallRefused, StoreUnavailable
from engine.ports.clock import Clock
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_registry import PortalRegistry

REMEMBERED_SECONDS = 5.0
"""How long a change made by another process may go unnoticed."""

_MOST_REMEMBERED = 1000


class PortalDirectory:
    """The portals of the environment, which never change, and behind them those of the store."""

    def __init__(
        self, portals: Iterable[Portal] = (), stored: "StoredPortals | None" = None
    ) -> None:
        self._by_member_id = {portal.member_id: portal for portal in portals}
        self._stored = stored

    def find(self, member_id: str) -> Portal | None:
        """Return the portal, None for a stranger; raises StoreUnavailable."""
        portal = self._by_member_id.get(member_id)
        if portal is None and self._stored is not None:
            return self._stored.find(member_id)
        return portal

    def all(self) -> Sequence[Portal]:
        """Return every portal that is served now; raises StoreUnavailable."""
        stored = () if self._stored is None else self._stored.all()
        own = self._by_member_id
        return [*own.values(), *(kept for kept in stored if kept.member_id not in own)]

    def require(self, member_id: str, *, operation: str) -> Portal:
        """Return the portal to call.

        Raises CallRefused when there is none, CallNotRun when nobody can tell now.
        """
        try:
            portal = self.find(member_id)
        except StoreUnavailable as error:
            raise CallNotRun(
                f"{SYSTEM} {operation}: the portals cannot be read",
                system=SYSTEM,
                operation=operation,
                remote_code="PORTALS_UNAVAILABLE",
            ) from error
        if portal is None:
            message = f"{SYSTEM} {operation}: no such portal is configured"
            raise CallRefused(
                message, system=SYSTEM, operation=operation, remote_code="PORTAL_UNKNOWN"
            )
        return portal


class StoredPortals:
    """The portals of the registry, remembered for a few seconds; strangers too."""

    def __init__(self, registry: PortalRegistry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._remembered: dict[str, tuple[Portal | None, float]] = {}

    def find(self, member_id: str) -> Portal | None:
        """Return the portal as it was a few seconds ago at most."""
        now = self._clock.monotonic()
        portal, until = self._remembered.get(member_id, (None, now))
        if until > now:
            return portal
        record = self._registry.find(member_id)
        return self.remember(
            member_id, record.portal if record is not None and record.installed else None
        )

    def all(self) -> Sequence[Portal]:
        """Return the portals as they are now, except those whose record cannot be opened."""
        return [record.portal for record in self._registry.readable() if record.installed]

    def remember(self, member_id: str, portal: Portal | None) -> Portal | None:
        """Take note of a portal just read or written."""
        if len(self._remembered) >= _MOST_REMEMBERED:
            # Strangers make names up; forgetting everybody costs one look each.
            self._remembered.clear()
        until = self._clock.monotonic() + REMEMBERED_SECONDS
        self._remembered[member_id] = (portal, until)
        return portal
