"""The shapes of HTTP and JSONL: documents become values on the way in, values documents out."""

from api.schemas.decision_answer import decision_document
from api.schemas.decision_request import (
    DecisionRequest,
    parse_decision_query,
    parse_decision_request,
)
from api.schemas.json_body import BODY_LIMIT_BYTES, parse_json_object
from api.schemas.lead_sales_answer import lead_sales_document, lead_sales_failure
from api.schemas.lead_sales_request import LeadSalesCall, parse_lead_sales
from api.schemas.status import (
    ServiceStatus,
    SpoolStatus,
    readiness,
    readiness_document,
    status_document,
)

__all__ = [
    "BODY_LIMIT_BYTES",
    "DecisionRequest",
    "LeadSalesCall",
    "ServiceStatus",
    "SpoolStatus",
    "decision_document",
    "lead_sales_document",
    "lead_sales_failure",
    "parse_decision_query",
    "parse_decision_request",
    "parse_json_object",
    "parse_lead_sales",
    "readiness",
    "readiness_document",
    "status_document",
]
