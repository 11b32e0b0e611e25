"""The leases of the dialogs in hand: renewed side by side, and how surely each still lasts."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from gevent.pool import Pool

from engine.errors import StoreUnavailable
from engine.messages import DialogKey
from engine.ports.clock import Clock
from engine.ports.dialogs import Claim, Dialogs

log = structlog.get_logger()

RENEWALS_AT_ONCE = 16
"""Leases renewed at the same time; fewer than the store has connections."""


@dataclass
class Lease:
    """A claim with the moment it was last confirmed, by a clock that never jumps."""

    claim: Claim
    confirmed_at: float
    lost: bool = False


class Leases:
    """Keeps what one worker holds; says of each lease whether it surely lasts."""

    def __init__(self, dialogs: Dialogs, clock: Clock, *, lease_seconds: float) -> None:
        self._dialogs = dialogs
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._held: dict[DialogKey, Lease] = {}

    def __len__(self) -> int:
        return len(self._held)

    def keep(self, lease: Lease) -> None:
        self._held[lease.claim.dialog] = lease

    def drop(self, lease: Lease) -> None:
        # A later claim of the same dialog may already stand in this place.
        if self._held.get(lease.claim.dialog) is lease:
            del self._held[lease.claim.dialog]

    def may_act(self, lease: Lease) -> bool:
        silent = self._clock.monotonic() - lease.confirmed_at
        return not lease.lost and silent < self._lease_seconds / 2

    def renew(self) -> None:
        """Renew side by side: in turn, each would wait for all else that a busy worker does."""
        leases: Sequence[Lease] = list(self._held.values())
        failures = filter(None, Pool(RENEWALS_AT_ONCE).map(self._renew_one, leases))
        for error in list(failures)[:1]:
            # Without a pause: the next renewal is the more urgent.
            log.warning("store_unavailable", code=error.code)

    def _renew_one(self, lease: Lease) -> StoreUnavailable | None:
        """Renew a lease; returns what kept the store from answering, for others to go on."""
        asked_at = self._clock.monotonic()
        try:
            renewed = self._dialogs.renew(lease.claim, lease_seconds=self._lease_seconds)
        except StoreUnavailable as error:
            return error
        if renewed:
            lease.confirmed_at = asked_at
        else:
            lease.lost = True
        return None
