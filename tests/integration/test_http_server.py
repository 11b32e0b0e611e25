"""The HTTP edge behind gunicorn as it is configured: limits, processes, metrics, logs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.served_edge import TOKEN, ServedEdge, served_edge

LIMIT = 256 * 1024
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEdge]:
    with served_edge(tmp_path_factory.mktemp("edge")) as running:
        yield running


def chunked(path: str, chunks: list[bytes], *, end: bool = True) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: t\r\nContent-Type: {FORM}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return head.encode() + body + (b"0\r\n\r\n" if end else b"")


def test_a_body_in_chunks_is_read_whole(edge: ServedEdge) -> None:
    answer = edge.raw(chunked("/bitrix/events", [b"event=", b"CHUNKED"]))

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"event=CHUNKED" in edge.accepted()


def test_an_oversized_body_in_chunks_is_refused_and_never_queued(edge: ServedEdge) -> None:
    before = edge.accepted()

    answer = edge.raw(chunked("/bitrix/events", [b"a" * 65536] * 16))

    assert answer.startswith(b"HTTP/1.1 413")
    assert b"BODY_TOO_LARGE" in answer
    assert edge.accepted() == before


def test_an_endless_body_is_answered_without_its_end(edge: ServedEdge) -> None:
    answer = edge.raw(chunked("/bitrix/events", [b"a" * 65536] * 5, end=False))

    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 60\r\n\r\nevent=CUT",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\nevent=CUT\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n40\r\nevent=CUT",
        b"Transfer-Encoding: chunked\r\n\r\n9\r\nevent=CUT0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n9\r\nevent=CUT\r\n",
    ],
    ids=["shorter than announced", "no chunk", "part of a chunk", "no end of chunk", "no last"],
)
def test_a_body_that_breaks_off_is_refused_and_never_queued(edge: ServedEdge, body: bytes) -> None:
    before = edge.accepted()
    head = f"POST /bitrix/events HTTP/1.1\r\nHost: t\r\nContent-Type: {FORM}\r\n".encode()

    answer = edge.raw(head + b"Connection: close\r\n" + body, says_no_more=True)

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"BODY_INCOMPLETE" in answer
    assert edge.accepted() == before
    assert "Traceback" not in edge.log()


def test_a_body_of_exactly_the_limit_in_chunks_is_let_in(edge: ServedEdge) -> None:
    answer = edge.raw(chunked("/bitrix/events", [b"b" * 65536] * 4))

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"b" * LIMIT in edge.accepted()


def test_an_announced_oversized_body_is_refused_before_it_comes(edge: ServedEdge) -> None:
    head = f"POST /bitrix/events HTTP/1.1\r\nHost: t\r\nContent-Type: {FORM}\r\n"

    answer = edge.raw(f"{head}Content-Length: 10000000\r\nConnection: close\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 413")


def test_the_version_of_the_server_is_not_told(edge: ServedEdge) -> None:
    _, headers, _ = edge.ask("GET", "/health/live")

    assert not any(character.isdigit() for character in headers.get("server", ""))


def test_a_decision_comes_from_the_shipped_rules(edge: ServedEdge) -> None:
    body = json.dumps({"message": {"text": "нужен 06A115561B"}}).encode()

    status, _, text = edge.ask(
        "POST",
        "/v1/decisions",
        body,
        Content_Type="application/json",
        Authorization=f"Bearer {TOKEN}",
    )

    assert (status, json.loads(text)["decision"]["intent"]) == (200, "OEM_QUERY")


def test_metrics_of_all_processes_stand_on_one_page(edge: ServedEdge) -> None:
    def files() -> int:
        return len(list((edge.folder / "metrics").glob("counter_*.db")))

    asked = 0
    # Of two processes, and of the one that they were forked from; one may take all at first.
    while asked < 40 or (files() < 3 and asked < 5_000):
        edge.ask("GET", "/healthz")
        asked += 1

    counts = {
        line.rpartition(" ")[2]
        for _ in range(6)
        for line in edge.ask("GET", "/metrics")[2].splitlines()
        if line.startswith('cortex_http_requests_total{method="GET",route="/healthz"')
    }

    assert counts == {f"{asked}.0"}
    assert files() == 3


def test_every_line_of_the_server_is_structured(edge: ServedEdge) -> None:
    edge.ask("POST", "/bitrix/events", b"x", Content_Type="text/plain")

    lines = [json.loads(line) for line in edge.log().splitlines()]

    assert any("Listening" in line["event"] for line in lines)
    assert any(line["event"] == "request_refused" for line in lines)


def test_nothing_was_imported_before_it_was_made_cooperative(edge: ServedEdge) -> None:
    assert "MonkeyPatchWarning" not in edge.log()


def test_files_of_an_earlier_run_are_forgotten_at_start(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics"
    metrics.mkdir()
    (metrics / "counter_999999999.db").touch()

    with served_edge(tmp_path, workers=1) as edge:
        assert edge.ask("GET", "/metrics")[0] == 200

    assert not (metrics / "counter_999999999.db").exists()


def test_a_bad_setting_stops_the_start_and_is_named_in_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="CORTEX_LOCK_SECONDS: must be a whole number") as told,
        served_edge(tmp_path, CORTEX_LOCK_SECONDS="soon"),
    ):
        pass

    assert "SETTING_INVALID" in str(told.value)
    assert "Traceback" not in str(told.value)
