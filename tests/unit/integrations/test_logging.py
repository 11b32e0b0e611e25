"""Logs: one line per event, under the policy, whoever writes them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from engine.errors import EngineFault
from integrations.logging import configure_logging

PHONE, NAME, SECRET = "+79031234567", "Канарейкин", "c4n4ryt0k3nc4n4ryt0k3n"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    configure_logging("json", stream=written)
    yield written
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_json_line_with_level_and_time(stream: io.StringIO) -> None:
    structlog.get_logger().info("effect_delivered", system="bitrix24", attempt=2)

    (line,) = lines(stream)
    assert (line["event"], line["level"], line["system"]) == (
        "effect_delivered",
        "info",
        "bitrix24",
    )
    assert line["timestamp"].endswith("Z")


def test_what_is_bound_to_the_request_stands_in_every_line(stream: io.StringIO) -> None:
    structlog.contextvars.bind_contextvars(request_id="req-12345678")

    structlog.get_logger().info("one")
    logging.getLogger("library").warning("two")

    assert [line["request_id"] for line in lines(stream)] == ["req-12345678", "req-12345678"]


def test_debug_events_are_not_written(stream: io.StringIO) -> None:
    structlog.get_logger().debug("chatter")

    assert stream.getvalue() == ""


def test_personal_data_is_masked_before_it_is_written(stream: io.StringIO) -> None:
    structlog.get_logger().info("contact_read", phone=PHONE, note=f"{NAME} {PHONE}", token=SECRET)

    assert not [word for word in (PHONE, NAME, SECRET) if word in stream.getvalue()]


def test_libraries_write_under_the_same_policy(stream: io.StringIO) -> None:
    logging.getLogger("redis").error("cannot reach redis://:hunter2@host:6379, asked by %s", PHONE)

    assert "hunter2" not in stream.getvalue()
    assert PHONE not in stream.getvalue()


def test_a_foreign_exception_is_told_by_type_and_place_only(stream: io.StringIO) -> None:
    try:
        int(f"{NAME} {PHONE}")
    except ValueError:
        structlog.get_logger().exception("number_read")

    (line,) = lines(stream)
    assert line["error_type"] == "ValueError"
    assert "test_logging.py" in line["frames"][-1]
    assert NAME not in stream.getvalue()


def test_our_own_exception_is_told_with_code_and_message(stream: io.StringIO) -> None:
    structlog.get_logger().error("engine_broke", exc_info=EngineFault("handle is gone"))

    (line,) = lines(stream)
    assert (line["error_code"], line["error_message"]) == ("ENGINE_FAULT", "handle is gone")


def test_an_exception_of_a_library_hides_its_text_too(stream: io.StringIO) -> None:
    error = ConnectionError(f"https://host/rest/1/{SECRET}/im.message.add")

    logging.getLogger("library").error("request failed", exc_info=error)

    (line,) = lines(stream)
    assert line["error_type"] == "ConnectionError"
    assert SECRET not in stream.getvalue()


def test_a_client_cannot_write_log_lines_of_their_own(stream: io.StringIO) -> None:
    structlog.get_logger().info("seen", note='x\n{"event": "order_placed"}')

    assert len(lines(stream)) == 1


def test_the_console_form_is_one_line_as_well() -> None:
    written = io.StringIO()
    configure_logging("console", stream=written)

    structlog.get_logger().info("seen", note="a\nb", phone=PHONE)

    assert len(written.getvalue().splitlines()) == 1
    assert PHONE not in written.getvalue()
    structlog.reset_defaults()
