"""The leads of the portal, kept in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock

from integrations.emulators.bitrix24.lead_fields import FieldValueInvalid
from integrations.emulators.configuration import LeadStatus

_FIRST_LEAD_ID = 3001


@dataclass(frozen=True)
class Lead:
    """One lead; values are texts under classic names and `revision` counts real changes."""

    lead_id: int
    values: Mapping[str, str]
    created_at: float
    modified_at: float
    revision: int = 1

    def value(self, classic_name: str) -> str:
        return self.values.get(classic_name, "")


class LeadBook:
    """Creates, finds and changes leads; writing what is already there changes nothing."""

    def __init__(self, statuses: tuple[LeadStatus, ...], clock: Callable[[], float]) -> None:
        self._statuses = {status.status_id: status for status in statuses}
        self._first_status = statuses[0].status_id
        self._clock = clock
        self._ids = count(_FIRST_LEAD_ID)
        self._leads: dict[int, Lead] = {}
        self._lock = Lock()

    def create(self, values: Mapping[str, str]) -> Lead:
        self._require_known_status(values)
        now = self._clock()
        with self._lock:
            given = {"STATUS_ID": self._first_status, "CURRENCY_ID": "RUB", "OPENED": "Y"}
            lead = Lead(next(self._ids), {**given, **values}, now, now)
            self._leads[lead.lead_id] = lead
            return lead

    def find(self, lead_id: int) -> Lead | None:
        with self._lock:
            return self._leads.get(lead_id)

    def all(self) -> list[Lead]:
        with self._lock:
            return list(self._leads.values())

    def update(self, lead_id: int, changes: Mapping[str, str]) -> Lead | None:
        """Save the changes; Bitrix24 does not save data equal to what it has."""
        self._require_known_status(changes)
        with self._lock:
            lead = self._leads.get(lead_id)
            if lead is None or all(lead.value(key) == new for key, new in changes.items()):
                return lead
            saved = replace(
                lead,
                values={**lead.values, **changes},
                modified_at=self._clock(),
                revision=lead.revision + 1,
            )
            self._leads[lead_id] = saved
            return saved

    def semantics(self, lead: Lead) -> str:
        return self._statuses[lead.value("STATUS_ID")].semantics

    def status_name(self, lead: Lead) -> str:
        return self._statuses[lead.value("STATUS_ID")].name

    def _require_known_status(self, changes: Mapping[str, str]) -> None:
        status = changes.get("STATUS_ID", self._first_status)
        if status not in self._statuses:
            raise FieldValueInvalid(f"Stage {status!r} does not exist on this portal")
