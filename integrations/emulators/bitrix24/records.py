"""Leads, contacts and deals of the portal, kept in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from threading import RLock

from integrations.emulators.bitrix24.item_fields import FieldValueInvalid
from integrations.emulators.bitrix24.multi_fields import MultiField, changed
from integrations.emulators.configuration import LeadStatus
from integrations.emulators.exchange import Json


@dataclass(frozen=True)
class Record:
    """One CRM item; values are texts under classic names and `revision` counts real changes."""

    record_id: int
    values: Mapping[str, str]
    created_at: float
    modified_at: float
    revision: int = 1
    multi: tuple[MultiField, ...] = ()

    def value(self, classic_name: str) -> str:
        return self.values.get(classic_name, "")


class RecordBook:
    """Creates, finds and changes items; writing what is already there changes nothing.

    Origins are not unique here either: Bitrix24 promises nothing of the kind.
    """

    def __init__(
        self,
        *,
        first_id: int,
        defaults: Mapping[str, str],
        clock: Callable[[], float],
        stage_field: str = "",
        stages: tuple[LeadStatus, ...] = (),
    ) -> None:
        self._stage_field = stage_field
        self._stages = {stage.status_id: stage for stage in stages}
        first_stage = {stage_field: stages[0].status_id} if stages else {}
        self._defaults = {**first_stage, **defaults}
        self._clock = clock
        self._ids = count(first_id)
        self._multi_ids = count(501)
        self._records: dict[int, Record] = {}
        self._lock = RLock()

    def create(self, values: Mapping[str, str], multi: Mapping[str, Json] | None = None) -> Record:
        self._require_known_stage(values)
        now = self._clock()
        whole = {**self._defaults, **_with_contacts(values)}
        with self._lock:
            fields = changed((), multi or {}, lambda: next(self._multi_ids))
            record = Record(next(self._ids), whole, now, now, multi=fields)
            self._records[record.record_id] = record
            return record

    def find(self, record_id: int) -> Record | None:
        with self._lock:
            return self._records.get(record_id)

    def all(self) -> list[Record]:
        with self._lock:
            return list(self._records.values())

    def update(
        self, record_id: int, changes: Mapping[str, str], multi: Mapping[str, Json] | None = None
    ) -> Record | None:
        """Save the changes; Bitrix24 does not save data equal to what it has."""
        self._require_known_stage(changes)
        with self._lock:
            record = self._records.get(record_id)
            if record is None:
                return None
            values = {**record.values, **_with_contacts(changes)}
            fields = changed(record.multi, multi or {}, lambda: next(self._multi_ids))
            same = all(record.value(key) == new for key, new in values.items())
            if same and fields == record.multi:
                return record
            saved = replace(
                record,
                values=values,
                multi=fields,
                modified_at=self._clock(),
                revision=record.revision + 1,
            )
            self._records[record_id] = saved
            return saved

    def semantics(self, record: Record) -> str:
        stage = self._stages.get(record.value(self._stage_field))
        return stage.semantics if stage else ""

    def stage_name(self, record: Record) -> str:
        stage = self._stages.get(record.value(self._stage_field))
        return stage.name if stage else ""

    def _require_known_stage(self, changes: Mapping[str, str]) -> None:
        stage = changes.get(self._stage_field) if self._stages else None
        if stage is not None and stage not in self._stages:
            raise FieldValueInvalid(f"Stage {stage!r} does not exist on this portal")


def _with_contacts(changes: Mapping[str, str]) -> Mapping[str, str]:
    """The main contact is the first of all contacts, whichever of the two was written."""
    if "CONTACT_IDS" in changes:
        return {**changes, "CONTACT_ID": changes["CONTACT_IDS"].partition(",")[0]}
    if "CONTACT_ID" in changes:
        return {**changes, "CONTACT_IDS": changes["CONTACT_ID"]}
    return changes
