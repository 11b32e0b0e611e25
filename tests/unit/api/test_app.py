"""The edge as a whole: routes, error form, headers, request ids."""

import io

import pytest
import structlog

from api.schemas import SpoolStatus
from engine.errors import (
    CortexError,
    EngineFault,
    Fault,
    FilesInvalid,
    InvalidInput,
    LeaseLost,
    StoreUnavailable,
)
from integrations.logging import configure_logging
from tests.unit.api.edge import (
    API_TOKEN,
    BEARER,
    CountedMetrics,
    Decider,
    Inbox,
    a_client,
    a_record,
    a_spool,
    a_status,
)

A_MESSAGE = {"message": {"text": "здравствуйте"}}


def test_an_unknown_path_is_answered_in_the_one_error_form() -> None:
    reply = a_client().simulate_get("/nowhere")

    assert reply.status_code == 404
    assert reply.json == {"code": "NOT_FOUND", "message": "not found", "errors": []}


def test_a_wrong_method_is_answered_in_the_one_error_form_and_names_the_right_one() -> None:
    reply = a_client().simulate_get("/v1/decisions")

    assert (reply.status_code, reply.json["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "POST" in reply.headers["allow"]


@pytest.mark.parametrize("path", ["/nowhere", "/healthz", "/v1/status", "/metrics"])
def test_every_answer_is_private_and_of_its_declared_type(path: str) -> None:
    reply = a_client().simulate_get(path)

    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_well_formed_request_id_is_taken_over() -> None:
    reply = a_client().simulate_get("/healthz", headers={"X-Request-Id": "trace-12345678"})

    assert reply.headers["x-request-id"] == "trace-12345678"


@pytest.mark.parametrize(
    "offered", ["short", "a" * 65, "with space 123", "день-12345678", "a;b=c12345"]
)
def test_a_malformed_request_id_is_replaced(offered: str) -> None:
    wire = offered.encode().decode("latin-1")

    reply = a_client().simulate_get("/healthz", headers={"X-Request-Id": wire})

    assert reply.headers["x-request-id"].startswith("req_")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InvalidInput("no such version", code="RULESET_UNKNOWN"), 400, "RULESET_UNKNOWN"),
        (StoreUnavailable("redis://:password@host"), 503, "STORE_UNAVAILABLE"),
        (LeaseLost("lost"), 503, "LEASE_LOST"),
        (EngineFault("handle 7 broke"), 500, "INTERNAL"),
        (FilesInvalid((Fault("/srv/rules/a.yaml", 1, 1, "X", "y"),)), 400, "FILES_INVALID"),
        (ValueError("secret 79031234567"), 500, "INTERNAL"),
        (CortexError("odd"), 500, "INTERNAL"),
    ],
)
def test_a_failure_inside_is_answered_by_its_kind(error: Exception, status: int, code: str) -> None:
    client = a_client(decide=Decider(error))

    reply = client.simulate_post("/v1/decisions", json=A_MESSAGE, headers=BEARER)

    assert (reply.status_code, reply.json["code"]) == (status, code)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("secret 79031234567"),
        EngineFault("secret 79031234567"),
        StoreUnavailable("secret 79031234567"),
        FilesInvalid((Fault("/srv/secret 79031234567.yaml", 1, 1, "X", "y"),)),
    ],
)
def test_a_failure_inside_tells_the_caller_nothing_of_itself(error: Exception) -> None:
    client = a_client(decide=Decider(error))

    reply = client.simulate_post("/v1/decisions", json=A_MESSAGE, headers=BEARER)

    assert "secret" not in reply.text
    assert "Traceback" not in reply.text


def test_an_unexpected_failure_is_logged_with_its_place_and_request_id() -> None:
    stream = io.StringIO()
    configure_logging("json", stream=stream)
    client = a_client(decide=Decider(ValueError("secret")))

    client.simulate_post(
        "/v1/decisions", json=A_MESSAGE, headers={**BEARER, "X-Request-Id": "trace-12345678"}
    )

    assert '"error_type":"ValueError"' in stream.getvalue().replace(" ", "")
    assert "trace-12345678" in stream.getvalue()
    structlog.reset_defaults()


def test_requests_are_counted_by_route_and_never_by_path() -> None:
    metrics = CountedMetrics()

    a_client(metrics=metrics).simulate_post("/bitrix/events/s3cret", body="x")

    labels = [labels for name, labels in metrics.counted if name == "http_requests"]
    assert labels == [{"route": "/bitrix/events/{secret}", "method": "POST", "status": "415"}]


def test_unknown_paths_are_counted_together() -> None:
    metrics = CountedMetrics()

    a_client(metrics=metrics).simulate_get("/phpmyadmin")

    assert metrics.counted == [
        ("http_requests", {"route": "unmatched", "method": "GET", "status": "404"})
    ]


def test_the_process_is_alive_whatever_else_is_broken() -> None:
    client = a_client(status=a_status(version=None, redis_ok=False))

    reply = client.simulate_get("/health/live")

    assert reply.status_code == 200


def test_the_old_health_answer_is_kept() -> None:
    reply = a_client().simulate_get("/healthz")

    assert reply.json == {"ok": True}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": None}, "RULESET_NOT_LOADED"),
        ({"redis_ok": False, "backlog": None}, "REDIS_UNAVAILABLE"),
        ({"backlog": 101}, "BACKLOG_OVER_LIMIT"),
        ({"writes_refused": "REDIS_FULL"}, "REDIS_FULL"),
        ({"writes_refused": "REDIS_REFUSES_WRITES"}, "REDIS_REFUSES_WRITES"),
        ({"spool": a_spool(full=True)}, "SPOOL_FULL"),
    ],
)
def test_a_service_that_cannot_serve_says_why(changes: dict[str, object], reason: str) -> None:
    reply = a_client(status=a_status(**changes)).simulate_get("/health/ready")

    assert (reply.status_code, reply.json["reasons"]) == (503, [reason])


def test_a_backlog_at_its_limit_still_serves_and_is_shown_beside_it() -> None:
    reply = a_client(status=a_status(backlog=100)).simulate_get("/health/ready")

    assert reply.status_code == 200
    assert (reply.json["backlog"], reply.json["backlog_limit"]) == (100, 100)


def test_a_backlog_that_the_store_does_not_tell_is_shown_as_unknown() -> None:
    status = a_status(redis_ok=False, backlog=None)

    reply = a_client(status=status).simulate_get("/health/ready")

    assert (reply.json["backlog"], reply.json["backlog_limit"]) == (None, 100)


def test_the_reference_engine_serves_with_a_warning() -> None:
    status = a_status(engine="reference", engine_reason="durable_rules is not installed")

    reply = a_client(status=status).simulate_get("/health/ready")

    assert (reply.status_code, reply.json["warnings"]) == (200, ["REFERENCE_ENGINE_SERVES"])
    assert reply.json["engine_reason"] == "durable_rules is not installed"


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"redis_may_evict": True}, "REDIS_MAY_EVICT"),
        ({"replicas_not_awaited": True}, "REPLICAS_NOT_AWAITED"),
    ],
)
def test_a_store_that_may_forget_serves_with_a_warning(
    changes: dict[str, bool], warning: str
) -> None:
    reply = a_client(status=a_status(**changes)).simulate_get("/health/ready")

    assert (reply.status_code, reply.json["warnings"]) == (200, [warning])


@pytest.mark.parametrize(
    ("changes", "warnings", "replicas_missing", "held"),
    [
        ({}, [], False, 0),
        ({"replicas_missing": True}, ["REPLICAS_MISSING"], True, 0),
        ({"orders_held_seconds": 149.5}, ["ORDERS_HELD"], False, 149.5),
    ],
)
def test_a_store_that_lost_its_master_serves_with_a_warning(
    changes: dict[str, bool | float], warnings: list[str], held: float, *, replicas_missing: bool
) -> None:
    client = a_client(status=a_status(**changes))

    ready = client.simulate_get("/health/ready")
    status = client.simulate_get("/v1/status", headers=BEARER)

    assert (ready.status_code, ready.json["warnings"]) == (200, warnings)
    assert status.json["redis"] == {"ok": True, "replicas_missing": replicas_missing}
    assert status.json["orders_held_seconds"] == held


@pytest.mark.parametrize(
    ("spool", "warnings"),
    [
        (a_spool(), []),
        (a_spool(dialogs=2, used_bytes=8192), ["SPOOL_WAITS"]),
        (a_spool(set_aside=True), ["SPOOL_SET_ASIDE"]),
    ],
)
def test_what_waits_on_the_host_is_told_and_keeps_no_traffic_away(
    spool: SpoolStatus, warnings: list[str]
) -> None:
    client = a_client(status=a_status(spool=spool))

    ready = client.simulate_get("/health/ready")
    status = client.simulate_get("/v1/status", headers=BEARER)

    told = {"dialogs": spool.dialogs, "bytes": spool.used_bytes, "limit_bytes": 100}
    assert (ready.status_code, ready.json["warnings"]) == (200, warnings)
    assert (ready.json["spool"], status.json["spool"]) == (told, told)


def test_a_host_without_a_spool_tells_of_none() -> None:
    assert a_client().simulate_get("/health/ready").json["spool"] is None


def test_a_refused_ruleset_shows_its_faults_while_the_last_good_one_serves() -> None:
    fault = Fault("rules/2026.11.2/quote.yaml", 14, 5, "UNKNOWN_FACT", "unknown fact `prise`")
    client = a_client(status=a_status(last_error=(fault,)))

    reply = client.simulate_get("/v1/status", headers=BEARER)

    assert reply.json["ready"] is True
    assert reply.json["ruleset"]["last_error"][0]["code"] == "UNKNOWN_FACT"


def test_the_state_of_the_service_needs_a_token() -> None:
    reply = a_client().simulate_get("/v1/status")

    assert (reply.status_code, reply.json["code"]) == (401, "BEARER_REQUIRED")
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_token_in_the_query_opens_nothing() -> None:
    reply = a_client().simulate_get("/v1/status", params={"token": API_TOKEN})

    assert reply.status_code == 401


def test_metrics_are_served_as_their_own_type() -> None:
    reply = a_client().simulate_get("/metrics")

    assert (reply.text, reply.headers["content-type"]) == (
        "cortex_up 1\n",
        "text/plain; version=0.0.4",
    )


def test_a_decision_is_answered_whole() -> None:
    client = a_client(
        decide=Decider(a_record(intent="SMALL_TALK", action="reply", reply="Добрый день!"))
    )

    reply = client.simulate_post("/v1/decisions", json=A_MESSAGE, headers=BEARER)

    assert reply.json["decision"]["reply"] == "Добрый день!"
    assert reply.json["effects"] == [{"kind": "chat_reply", "parameters": {"text": "Добрый день!"}}]


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ({}, (False, None)),
        ({"explain": "off"}, (False, None)),
        ({"explain": "rules"}, (True, None)),
        ({"explain": "full", "version": "2026.11.1"}, (True, "2026.11.1")),
    ],
)
def test_the_query_says_how_far_to_explain_and_by_which_version(
    query: dict[str, str], options: tuple[bool, str | None]
) -> None:
    decider = Decider()

    a_client(decide=decider).simulate_post(
        "/v1/decisions", json=A_MESSAGE, headers=BEARER, params=query
    )

    assert decider.options == [options]


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("explain=loud", "query.explain"),
        ("expain=full", "query.expain"),
        ("version=" + "1" * 33, "query.version"),
        ("version=../2026.11.1", "query.version"),
        ("version=newest", "query.version"),
        ("explain=rules&explain=full", "query.explain"),
    ],
)
def test_a_mistaken_query_is_refused_at_its_name(query: str, location: str) -> None:
    reply = a_client().simulate_post(
        "/v1/decisions", json=A_MESSAGE, headers=BEARER, query_string=query
    )

    assert (reply.status_code, reply.json["errors"][0]["location"]) == (400, location)


def test_a_decision_needs_a_token_before_its_body_is_read() -> None:
    reply = a_client().simulate_post("/v1/decisions", body="{broken")

    assert reply.status_code == 401


def test_nothing_is_queued_by_a_decision() -> None:
    inbox = Inbox()

    a_client(accept=inbox).simulate_post("/v1/decisions", json=A_MESSAGE, headers=BEARER)

    assert inbox.bodies == []
