"""The sealed texts of portals as they last were, for the time in which the store is away."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

import orjson
import structlog

from engine.errors import StoreUnavailable
from engine.ports.clock import Clock
from engine.ports.portal_records import PortalRecords
from integrations.spool.outage import Outage

log = structlog.get_logger()

REFRESHED_SECONDS = 5.0


class RememberedPortals:
    """Implements engine.ports.portal_records: reads of one portal go on without the store.

    The copy is a file of the host, as sealed as the store's own texts; a stranger to it stays
    one that nobody can tell of. What is refused by the store is never answered from the file.
    """

    def __init__(self, records: PortalRecords, file: Path, outage: Outage, clock: Clock) -> None:
        self._records = records
        self._file = file
        self._outage = outage
        self._clock = clock
        self._next = 0.0

    def read(self, member_id: str) -> str | None:
        try:
            return self._outage.reach(lambda: self._records.read(member_id))
        except StoreUnavailable:
            known = self._copied().get(member_id)
            if known is None:
                raise
            return known

    def all(self) -> Mapping[str, str]:
        return self._outage.reach(self._records.all)

    def write(self, member_id: str, *, old: str | None, new: str | None) -> bool:
        return self._records.write(member_id, old=old, new=new)

    def refresh(self) -> None:
        """Copy what the store has, every few seconds, where it differs; raises StoreUnavailable.

        A disk that takes no copy is logged: the next refresh tries again.
        """
        if self._clock.monotonic() < self._next:
            return
        texts = dict(self._records.all())
        self._next = self._clock.monotonic() + REFRESHED_SECONDS
        if texts != self._copied():
            try:
                self._replace(orjson.dumps(texts))
            except OSError as error:
                log.warning("portals_copy_unwritten", errno=error.errno)

    def _copied(self) -> Mapping[str, str]:
        try:
            copied: Mapping[str, str] = orjson.loads(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            log.warning("portals_copy_unreadable")
            return {}
        return copied

    def _replace(self, document: bytes) -> None:
        # Made under another name, 0600, so that a reader never finds half of it.
        with NamedTemporaryFile(dir=self._file.parent, delete=False) as made:
            try:
                made.write(document)
                made.flush()
                os.fsync(made.fileno())
                Path(made.name).replace(self._file)
            except OSError:
                Path(made.name).unlink(missing_ok=True)
                raise
