"""The existing bot's route: who may call it and what happens when deciding fails."""

from typing import Any

import pytest

from engine.errors import EngineFault, StoreUnavailable
from tests.unit.api.edge import API_TOKEN, CALLERS_HEADER, CALLERS_TOKEN, Decider, a_client

PATH = "/api/hf-cortex/lead_sales"


def a_body(stage: str = "PRICING", **changes: Any) -> dict[str, Any]:
    payload = {"msg": {"text": "x"}, "sessionSnapshot": {"state": {"stage": stage}}}
    return {"app": "bot", "flow": "lead_sales", "payload": payload, **changes}


@pytest.mark.parametrize("headers", [CALLERS_HEADER, {"Authorization": f"Bearer {CALLERS_TOKEN}"}])
def test_either_header_of_the_caller_opens(headers: dict[str, str]) -> None:
    assert a_client().simulate_post(PATH, json=a_body(), headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-HF-CORTEX-TOKEN": "wrong"}, {"Authorization": f"Bearer {API_TOKEN}"}],
)
def test_nothing_else_opens(headers: dict[str, str]) -> None:
    assert a_client().simulate_post(PATH, json=a_body(), headers=headers).status_code == 401


def test_an_unknown_flow_is_refused() -> None:
    body = a_body(flow="lead_support")

    reply = a_client().simulate_post(PATH, json=body, headers=CALLERS_HEADER)

    assert (reply.status_code, reply.json["code"]) == (400, "FLOW_UNKNOWN")


def test_a_missing_payload_is_refused() -> None:
    reply = a_client().simulate_post(PATH, json={"flow": "lead_sales"}, headers=CALLERS_HEADER)

    assert (reply.status_code, reply.json["errors"][0]["code"]) == (400, "FIELD_REQUIRED")


@pytest.mark.parametrize("stage", ["PRICING", "CONTACT", "FINAL"])
@pytest.mark.parametrize(
    "error", [ValueError("boom"), EngineFault("boom"), StoreUnavailable("boom")]
)
def test_a_failure_inside_never_resets_the_stage(stage: str, error: Exception) -> None:
    client = a_client(decide=Decider(error))

    reply = client.simulate_post(PATH, json=a_body(stage), headers=CALLERS_HEADER)

    assert (reply.status_code, reply.json["ok"], reply.json["stage"]) == (200, False, stage)
    assert reply.json["result"]["stage"] == stage
    assert "boom" not in reply.text


def test_a_failure_of_one_call_does_not_colour_the_next() -> None:
    decider = Decider(ValueError("boom"))
    client = a_client(decide=decider)
    client.simulate_post(PATH, json=a_body(), headers=CALLERS_HEADER)

    reply = client.simulate_post(PATH, json=a_body(flow="x"), headers=CALLERS_HEADER)

    assert reply.status_code == 400


def test_the_answer_carries_a_uuid_and_a_moment_in_utc() -> None:
    reply = a_client().simulate_post(PATH, json=a_body(), headers=CALLERS_HEADER)

    assert reply.json["request_id"] == "00000000-0000-0000-0000-000000000001"
    assert reply.json["ts"] == "2023-11-14T22:13:20.000Z"


def test_a_request_id_of_the_caller_is_echoed() -> None:
    headers = {**CALLERS_HEADER, "X-Request-Id": "trace-12345678"}

    reply = a_client().simulate_post(PATH, json=a_body(), headers=headers)

    assert reply.json["request_id"] == "trace-12345678"
