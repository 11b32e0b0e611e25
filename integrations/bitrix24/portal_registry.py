"""The portals that were added or have installed the application, sealed in the store."""

from collections.abc import Callable, Sequence

import structlog

from engine.errors import CortexError, InvalidInput
from engine.ports.portal_records import PortalRecords
from integrations.bitrix24.portal import PortalInvalid
from integrations.bitrix24.portal_record import PortalRecord, decode_record, encode_record
from integrations.sealing import SealBroken, Sealer

log = structlog.get_logger()

_TRIES = 5


class PortalKnown(InvalidInput):
    """Raised when a portal is there already: nothing overwrites it silently."""

    code = "PORTAL_KNOWN"


class PortalRegistry:
    """Reads and changes records; two who change the same one never undo each other."""

    def __init__(self, records: PortalRecords, sealer: Sealer, *, allow_local: bool) -> None:
        self._records = records
        self._sealer = sealer
        self._allow_local = allow_local

    def find(self, member_id: str) -> PortalRecord | None:
        """Return the record, None for a stranger; raises SealBroken or StoreUnavailable."""
        sealed = self._records.read(member_id)
        return None if sealed is None else self._opened(member_id, sealed)

    def all(self) -> Sequence[PortalRecord]:
        """Return every record, by member_id."""
        return [self._opened(*item) for item in sorted(self._records.all().items())]

    def readable(self) -> Sequence[PortalRecord]:
        """Return every record that can be opened: a broken one must not hide the others."""
        opened = []
        for member_id, sealed in sorted(self._records.all().items()):
            try:
                opened.append(self._opened(member_id, sealed))
            except (SealBroken, PortalInvalid) as error:
                log.warning("portal_unreadable", member_id=member_id, code=error.code)
        return opened

    def add(self, record: PortalRecord) -> None:
        """Keep a new portal; raises PortalKnown, or InvalidInput DOMAIN_TAKEN."""
        # Dialogs are filed under the domain: whoever takes over an old one must not find them.
        if record.portal.domain in {kept.portal.domain for kept in self._others(record)}:
            raise InvalidInput("another kept portal has this domain", code="DOMAIN_TAKEN")
        sealed = self._sealer.seal(encode_record(record))
        if not self._records.write(record.portal.member_id, old=None, new=sealed):
            raise PortalKnown("this portal is known already")

    def change(
        self, member_id: str, change: Callable[[PortalRecord], PortalRecord]
    ) -> PortalRecord:
        """Apply a change to the record as it is now and return what is kept then.

        Raises InvalidInput PORTAL_UNKNOWN for a stranger.
        """
        for _ in range(_TRIES):
            sealed = self._records.read(member_id)
            if sealed is None:
                raise InvalidInput("no such portal is kept", code="PORTAL_UNKNOWN")
            record = self._opened(member_id, sealed)
            changed = change(record)
            if changed == record:
                return record
            again = self._sealer.seal(encode_record(changed))
            if self._records.write(member_id, old=sealed, new=again):
                return changed
        raise _busy()

    def forget(self, member_id: str) -> None:
        """Keep nothing of a portal any more, also when others change it at the same time."""
        for _ in range(_TRIES):
            sealed = self._records.read(member_id)
            if sealed is None or self._records.write(member_id, old=sealed, new=None):
                return
        raise _busy()

    def reseal(self) -> int:
        """Seal every record with the first key; returns how many there are."""
        records = self._records.all()
        for member_id, sealed in records.items():
            again = self._sealer.seal(self._sealer.unseal(sealed))
            self._records.write(member_id, old=sealed, new=again)
        return len(records)

    def _others(self, record: PortalRecord) -> Sequence[PortalRecord]:
        return [kept for kept in self.all() if kept.portal.member_id != record.portal.member_id]

    def _opened(self, member_id: str, sealed: str) -> PortalRecord:
        record = decode_record(self._sealer.unseal(sealed), allow_local=self._allow_local)
        if record.portal.member_id != member_id:
            # A sealed text was moved to another name in the store.
            raise PortalInvalid("the record belongs to another portal")
        return record


def _busy() -> CortexError:
    return CortexError("the portal is changed by others all the time", code="PORTAL_BUSY")
