"""Faults are used up in order and calls are recorded without secrets."""

from collections.abc import Iterator, Mapping
from itertools import count

import pytest

from integrations.emulators.bitrix24.leaky_bucket import LeakyBucket
from integrations.emulators.calls import CallLog
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.faults import Fault, FaultScript, connection_modes
from integrations.emulators.loopback import require_loopback_host, require_loopback_url
from integrations.emulators.routing import Captures, Route, Router

_SERVER_ERROR = json_response(500, {"error": "boom"})


def a_script() -> FaultScript:
    return FaultScript(connection_modes(_SERVER_ERROR))


def a_counting_call(counter: Iterator[int]) -> Response:
    return json_response(200, next(counter))


def test_a_fault_is_used_up_after_its_times() -> None:
    script = a_script()
    script.add(Fault("profile", "error_500", times=2))

    taken = [script.take("profile") is not None for _ in range(3)]

    assert taken == [True, True, False]


def test_a_fault_waits_for_its_own_method() -> None:
    script = a_script()
    script.add(Fault("imbot.message.add", "error_500"))

    assert script.take("profile") is None
    assert script.take("imbot.message.add") is not None


def test_a_star_fits_any_method() -> None:
    script = a_script()
    script.add(Fault("*", "html_502"))

    assert script.take("crm.item.get") is not None


def test_an_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="apply_then_drop"):
        a_script().add(Fault("*", "explode"))


@pytest.mark.parametrize(
    ("mode", "applied"),
    [
        ("drop_before", 0),
        ("apply_then_drop", 1),
        ("apply_then_500", 1),
        ("error_500", 0),
        ("slow", 1),
    ],
)
def test_a_mode_says_whether_the_call_takes_effect(mode: str, applied: int) -> None:
    counter = count()

    a_script().play(Fault("*", mode, delay_seconds=1.0), lambda: a_counting_call(counter))

    assert next(counter) == applied


def test_secrets_are_left_out_of_the_call_log() -> None:
    log = CallLog(clock=lambda: 1.0)
    params: Mapping[str, Json] = {"userpsw": "x", "userlogin": "x", "CLIENT_ID": "x", "number": "1"}

    log.record("search/brands", params, 200, None)

    assert log.since(0)[0].params == {"number": "1"}


def test_numbers_keep_growing_after_the_log_is_cleared() -> None:
    log = CallLog(clock=lambda: 1.0)
    log.record("profile", {}, 200, None)
    log.clear()

    log.record("profile", {}, 200, None)

    assert [call.number for call in log.since(0)] == [2]


def test_the_bucket_refuses_above_its_ceiling_and_drains_with_time() -> None:
    now = [100.0]
    bucket = LeakyBucket(clock=lambda: now[0])
    bucket.switch_on(leak_per_second=2.0, ceiling=2.0)

    burst = [bucket.admit("127.0.0.1") for _ in range(3)]
    now[0] += 0.5
    later = bucket.admit("127.0.0.1")

    assert (burst, later) == ([True, True, False], True)


def test_callers_of_two_addresses_do_not_fill_each_others_bucket() -> None:
    bucket = LeakyBucket(clock=lambda: 100.0)
    bucket.switch_on(leak_per_second=2.0, ceiling=1.0)

    admitted = [bucket.admit(source) for source in ("127.0.0.1", "127.0.0.2", "127.0.0.1")]

    assert admitted == [True, True, False]


def test_the_bucket_is_off_until_asked_for() -> None:
    bucket = LeakyBucket(clock=lambda: 0.0)

    assert all(bucket.admit("127.0.0.1") for _ in range(500))


def test_a_trailing_slash_does_not_matter() -> None:
    def show(_: Request, captures: Captures) -> Response:
        return json_response(200, captures)

    router = Router([Route("GET", "/chats/{chat_id}", show)])

    answers = [router.answer(Request("GET", path)) for path in ("/chats/7", "/chats/7/")]

    assert answers == [json_response(200, {"chat_id": "7"})] * 2


def test_dots_in_a_template_are_only_dots() -> None:
    router = Router([Route("GET", "/a.b", lambda _request, _: json_response(200, {}))])

    assert router.answer(Request("GET", "/axb")) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "example.org", "10.0.0.1"])  # noqa: S104  refused
def test_emulators_refuse_to_leave_this_machine(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        require_loopback_host(host)


def test_a_webhook_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="loopback"):
        require_loopback_url("http://example.org/bitrix/events")
