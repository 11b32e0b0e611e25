"""Marked personal data pushed through the HTTP edge comes out nowhere but to its caller."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.integration.served_edge import TOKEN, ServedEdge, served_edge

PHONE = "+79037778899"
NAME = "Канарейкин"
ADDRESS = "Желтопёрая 17"
VIN = "WDB2110421A770088"
EMAIL = "canary@cage.example"
SECRET = "c4n4ryc4n4ryc4n4ryc4n4ry"
CANARIES = (PHONE, PHONE.removeprefix("+"), NAME, ADDRESS, VIN, EMAIL, SECRET, quote(NAME))
WORDS = f"{NAME} {PHONE} {ADDRESS} {VIN} {EMAIL} {SECRET}"


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEdge]:
    with served_edge(tmp_path_factory.mktemp("canary"), workers=1) as running:
        yield running


def found(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def decide(edge: ServedEdge, document: object, query: str = "") -> tuple[int, str]:
    status, _, text = edge.ask(
        "POST",
        f"/v1/decisions{query}",
        json.dumps(document).encode(),
        Content_Type="application/json",
        Authorization=f"Bearer {TOKEN}",
    )
    return status, text


def push_everywhere(edge: ServedEdge) -> list[tuple[int, str]]:
    """Send the canaries by every way in; return the refusals."""
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    answers = [
        decide(edge, {"message": {"text": WORDS}}),
        decide(edge, {"message": {"text": 5}, "session": {"mode": WORDS, "stage": WORDS}}),
        decide(edge, {"message": {"text": "x", "author": WORDS}}),
        decide(edge, {"message": {"text": "x"}, "session": {"stage": NAME}}),
        decide(edge, {"message": {"text": "x"}}, f"?explain={quote(NAME)}"),
        decide(edge, {"message": {"text": "x"}}, f"?version={SECRET}"),
    ]
    for path in (f"/bitrix/events/{SECRET}", "/bitrix/events/broken", f"/{quote(WORDS)}"):
        status, _, text = edge.ask("POST", path, f"m={quote(WORDS)}".encode(), **form)
        answers.append((status, text))
    status, _, text = edge.ask("GET", "/v1/status", Authorization=f"Bearer {SECRET}")
    answers.append((status, text))
    return [(status, text) for status, text in answers if status >= 400]


def test_no_error_body_repeats_what_was_sent(edge: ServedEdge) -> None:
    refusals = push_everywhere(edge)

    assert len(refusals) >= 7
    assert [found(text) for _, text in refusals if found(text)] == []


def test_no_log_line_holds_what_was_sent(edge: ServedEdge) -> None:
    push_everywhere(edge)

    assert "request_failed" in edge.log()
    assert found(edge.log()) == []


def test_no_metric_holds_what_was_sent(edge: ServedEdge) -> None:
    push_everywhere(edge)

    page = edge.ask("GET", "/metrics")[2]

    assert "cortex_http_requests_total" in page
    assert found(page) == []


def test_no_metric_file_holds_what_was_sent(edge: ServedEdge) -> None:
    push_everywhere(edge)

    files = [file.read_bytes() for file in (edge.folder / "metrics").glob("*.db")]

    assert files
    assert [canary for canary in CANARIES if any(canary.encode() in data for data in files)] == []
