"""The existing bot's way in: it keeps its hands and asks Cortex what to do."""

from collections.abc import Callable
from uuid import UUID

import falcon

from api.resources.access import TokenGate
from api.resources.bodies import JSON, read_body
from api.resources.decisions import DecideSituation
from api.schemas import (
    BODY_LIMIT_BYTES,
    lead_sales_document,
    lead_sales_failure,
    parse_json_object,
    parse_lead_sales,
)
from engine.contract import Contract


class LeadSales:
    """POST /api/hf-cortex/lead_sales.

    From the moment the call is understood, a failure is answered in the caller's own form with
    the stage kept: anything else would reset the lead in its CRM.
    """

    def __init__(
        self,
        decide: DecideSituation,
        *,
        contract: Contract,
        gate: TokenGate,
        timestamp: Callable[[], str],
    ) -> None:
        self._decide = decide
        self._contract = contract
        self._gate = gate
        self._timestamp = timestamp

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._gate.require(req)
        document = parse_json_object(read_body(req, limit=BODY_LIMIT_BYTES, types={JSON}))
        call = parse_lead_sales(document, contract=self._contract)
        request_id, answered_at = _uuid(req.context.request_id), self._timestamp()
        req.context.failure_document = lead_sales_failure(
            call, contract=self._contract, request_id=request_id, answered_at=answered_at
        )
        record = self._decide(call.request.situation, quotation=call.request.quotation)
        resp.media = lead_sales_document(
            call, record, request_id=request_id, answered_at=answered_at
        )


def _uuid(request_id: str) -> str:
    """Write the request id as the UUID the caller expects, where it is one."""
    try:
        return str(UUID(request_id.rpartition("_")[2]))
    except ValueError:
        return request_id
