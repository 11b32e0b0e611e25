"""Decisions without effects, for whoever wants to see what the rules say."""

from typing import Protocol

import falcon

from api.resources.access import TokenGate
from api.resources.bodies import JSON, read_body
from api.schemas import (
    BODY_LIMIT_BYTES,
    decision_document,
    parse_decision_query,
    parse_decision_request,
    parse_json_object,
)
from engine.contract import Contract
from engine.decisions import DecisionRecord
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.ports.portals import PortalPolicy


class DecideSituation(Protocol):
    """Decides one situation; raises InvalidInput with RULESET_UNKNOWN for an unknown version."""

    def __call__(
        self,
        situation: Situation,
        *,
        quotation: Quotation = ...,
        explain: bool = ...,
        version: str | None = ...,
    ) -> DecisionRecord: ...


class Decisions:
    """POST /v1/decisions."""

    def __init__(
        self,
        decide: DecideSituation,
        *,
        contract: Contract,
        policy: PortalPolicy,
        gate: TokenGate,
    ) -> None:
        self._decide = decide
        self._contract = contract
        self._policy = policy
        self._gate = gate

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._gate.require(req)
        document = parse_json_object(read_body(req, limit=BODY_LIMIT_BYTES, types={JSON}))
        plain = parse_decision_request(document, contract=self._contract, policy=self._policy)
        request = parse_decision_query(plain, req.params)
        record = self._decide(
            request.situation,
            quotation=request.quotation,
            explain=request.explain != "off",
            version=request.version,
        )
        resp.media = decision_document(request, record, policy=self._policy)
