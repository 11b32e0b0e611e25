"""What a test sees of the CRM and how it sets up conversion, as JSON."""

from collections.abc import Iterable, Mapping

from integrations.emulators.bitrix24.crm import CONTACT, DEAL, Crm
from integrations.emulators.bitrix24.crm_productrow import laid_out
from integrations.emulators.bitrix24.crm_timeline import comment_row
from integrations.emulators.bitrix24.records import Record
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.fields import flag, items, whole
from integrations.emulators.routing import Captures, Route


class CrmControl:
    """The `/_emulator/crm` endpoints."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def routes(self) -> Iterable[Route]:
        return (
            Route("GET", "/_emulator/crm", self._show),
            Route("POST", "/_emulator/crm/conversion", self._set_conversion),
            Route("POST", "/_emulator/leads/{lead_id}/convert", self._convert),
        )

    def _show(self, _request: Request, _: Captures) -> Response:
        shown: Mapping[str, Json] = {
            "contacts": [self._record(CONTACT, record) for record in self._crm.contacts.all()],
            "deals": [
                {**self._record(DEAL, deal), "rows": self._rows(("D", deal.record_id))}
                for deal in self._crm.deals.all()
            ],
            "leads": [
                {"id": lead.record_id, "rows": self._rows(("L", lead.record_id))}
                for lead in self._crm.leads.all()
            ],
            "comments": [comment_row(comment) for comment in self._crm.timeline.all()],
        }
        return json_response(200, shown)

    def _set_conversion(self, request: Request, _: Captures) -> Response:
        """Choose the simple mode, or the lead statuses at which automation converts."""
        statuses = frozenset(map(str, items(request.body.get("automation_statuses"))))
        try:
            self._crm.conversion.simple_mode = flag(request.body, "simple_mode", default=False)
        except ValueError as error:
            return json_response(400, {"error": str(error)})
        self._crm.conversion.automation_statuses = statuses
        return json_response(200, {"ok": True})

    def _convert(self, _request: Request, captures: Captures) -> Response:
        """Convert a lead by hand, as a manager does."""
        lead = self._crm.leads.find(whole(captures, "lead_id"))
        if lead is None:
            return json_response(404, {"error": "no such lead"})
        return json_response(200, {"deal_id": self._crm.convert(lead).record_id})

    def _record(self, type_id: int, record: Record) -> Mapping[str, Json]:
        fields = self._crm.shelves[type_id].fields
        return {
            "id": record.record_id,
            "revision": record.revision,
            "fields": {f.classic: record.value(f.classic) for f in fields.all},
            "phones": [field.value for field in record.multi if field.type_id == "PHONE"],
        }

    def _rows(self, owner: tuple[str, int]) -> list[Mapping[str, Json]]:
        return [laid_out(row) for row in self._crm.rows.of(owner)]
