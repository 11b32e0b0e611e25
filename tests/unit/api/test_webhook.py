"""The webhook: what is let in, what is answered, what is counted."""

import pytest

from engine.errors import CortexError, FieldFault, InvalidInput, RequestInvalid, StoreUnavailable
from engine.ports.inbox import Accepted, Received
from tests.unit.api.edge import CountedMetrics, Inbox, a_client

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LIMIT = 256 * 1024


@pytest.mark.parametrize(
    ("accepted", "answer"),
    [(Accepted.QUEUED, "ok"), (Accepted.DUPLICATE, "ok"), (Accepted.IGNORED, "noop")],
)
def test_an_accepted_event_is_answered_with_success(accepted: Accepted, answer: str) -> None:
    client = a_client(accept=Inbox(Received("message", accepted)))

    reply = client.simulate_post("/bitrix/events", body="event=ONIMBOTMESSAGEADD", headers=FORM)

    assert (reply.status_code, reply.json) == (200, {"result": answer})


def test_the_last_part_of_the_path_is_handed_over_as_the_secret() -> None:
    inbox = Inbox()

    a_client(accept=inbox).simulate_post("/bitrix/events/s3cret", body="a=1", headers=FORM)

    assert inbox.secrets == ["s3cret"]


def test_an_event_without_a_secret_path_has_none() -> None:
    inbox = Inbox()

    a_client(accept=inbox).simulate_post("/bitrix/events", body="a=1", headers=FORM)

    assert inbox.secrets == [None]


def test_a_json_event_is_tolerated() -> None:
    inbox = Inbox()

    reply = a_client(accept=inbox).simulate_post("/bitrix/events", json={"event": "X"})

    assert (reply.status_code, inbox.content_types) == (200, ["application/json"])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RequestInvalid("broken", code="FORM_MALFORMED"), 400),
        (RequestInvalid("broken", code="TOO_MANY_FIELDS"), 400),
        (RequestInvalid("broken", code="KEY_CONFLICT"), 400),
        (InvalidInput("no", code="TOKEN_INVALID"), 403),
        (InvalidInput("no", code="SECRET_INVALID"), 403),
        (RequestInvalid("old", code="EVENT_EXPIRED"), 403),
        (CortexError("full", code="MAILBOX_FULL"), 503),
        (InvalidInput("full", code="MAILBOX_FULL"), 503),
        (StoreUnavailable("redis is away"), 503),
    ],
)
def test_a_refused_event_is_answered_by_its_code(error: CortexError, status: int) -> None:
    client = a_client(accept=Inbox(error))

    reply = client.simulate_post("/bitrix/events", body="a=1", headers=FORM)

    assert (reply.status_code, reply.json["code"]) == (status, error.code)


@pytest.mark.parametrize("error", [StoreUnavailable("x"), CortexError("x", code="MAILBOX_FULL")])
def test_an_event_that_cannot_be_kept_now_may_come_again(error: CortexError) -> None:
    client = a_client(accept=Inbox(error))

    reply = client.simulate_post("/bitrix/events", body="a=1", headers=FORM)

    assert int(reply.headers["retry-after"]) >= 1


def test_field_faults_of_a_form_stand_in_the_answer() -> None:
    fault = FieldFault("TOO_DEEP", "nesting over 6 levels", "data[a][b]")
    inbox = Inbox(RequestInvalid("the form is broken", code="TOO_DEEP", faults=(fault,)))

    reply = a_client(accept=inbox).simulate_post("/bitrix/events", body="a=1", headers=FORM)

    assert reply.json["errors"] == [
        {"code": "TOO_DEEP", "message": "nesting over 6 levels", "location": "data[a][b]"}
    ]


def test_a_body_of_exactly_the_limit_is_let_in() -> None:
    inbox = Inbox()

    reply = a_client(accept=inbox).simulate_post("/bitrix/events", body="a" * LIMIT, headers=FORM)

    assert (reply.status_code, len(inbox.bodies[0])) == (200, LIMIT)


def test_a_body_one_byte_over_the_limit_is_refused_and_goes_no_further() -> None:
    inbox = Inbox()
    client = a_client(accept=inbox)

    reply = client.simulate_post("/bitrix/events", body="a" * (LIMIT + 1), headers=FORM)

    assert (reply.status_code, reply.json["code"], inbox.bodies) == (413, "BODY_TOO_LARGE", [])


@pytest.mark.parametrize("content_type", ["multipart/mixed; boundary=x", "text/plain", ""])
def test_another_content_type_is_refused(content_type: str) -> None:
    client = a_client()

    reply = client.simulate_post(
        "/bitrix/events", body="a=1", headers={"Content-Type": content_type}
    )

    assert (reply.status_code, reply.json["code"]) == (415, "CONTENT_TYPE_UNSUPPORTED")


def test_a_compressed_body_is_refused_unread() -> None:
    client = a_client()

    reply = client.simulate_post(
        "/bitrix/events", body=b"\x1f\x8b", headers={**FORM, "Content-Encoding": "gzip"}
    )

    assert (reply.status_code, reply.json["code"]) == (415, "CONTENT_ENCODING_UNSUPPORTED")


@pytest.mark.parametrize(
    ("result", "event", "counted"),
    [
        (Received("message", Accepted.QUEUED), "message", "queued"),
        (Received("message", Accepted.DUPLICATE), "message", "duplicate"),
        (Received("lead", Accepted.SPOOLED), "lead", "spooled"),
        (Received("other", Accepted.IGNORED), "other", "ignored"),
        (InvalidInput("no", code="TOKEN_INVALID"), "unknown", "forbidden"),
        (RequestInvalid("no"), "unknown", "rejected"),
        (CortexError("no", code="MAILBOX_FULL"), "unknown", "full"),
        (StoreUnavailable("no"), "unknown", "unavailable"),
    ],
)
def test_every_call_is_counted_by_its_result(
    result: Received | CortexError, event: str, counted: str
) -> None:
    metrics = CountedMetrics()

    a_client(accept=Inbox(result), metrics=metrics).simulate_post(
        "/bitrix/events", body="a=1", headers=FORM
    )

    assert ("webhook_requests", {"event": event, "result": counted}) in metrics.counted
