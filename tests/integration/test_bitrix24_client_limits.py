"""Calls within what a portal allows: the shared bucket, parked methods, stopped portals."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown, StoreUnavailable
from engine.ports.call_limits import Admission, CallBudget, Unlimited
from integrations.bitrix24.batch import Read, read_together
from integrations.bitrix24.client import LONGEST_WAIT_SECONDS, Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.memory.call_limits import MemoryCallLimits
from integrations.memory.store import MemoryStore
from integrations.redis.call_limits import RedisCallLimits
from integrations.redis.connection import connect
from integrations.redis.keys import Keys
from integrations.secret import Secret

NOW = 1_770_000_000.0
EMULATED = EmulatorConfiguration().portal
METHOD = "server.time"
LAGGING_CALLS = 10
"""Room for calls that arrive closer together than they were sent."""


class Clock:
    """Stands still unless somebody waits."""

    seconds = NOW

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Desk:
    """A portal, a client that counts its calls, and a clock the client waits by."""

    url: str
    portal: Portal
    http: HttpPool
    clock: Clock = field(default_factory=Clock)
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.limits = MemoryCallLimits(MemoryStore(self.clock), CallBudget(3, 2))
        self.client = Bitrix24Client(self.http, self.clock, limits=self.limits, sleep=self.wait)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.seconds += seconds

    def call(self, method: str = METHOD, **more: Any) -> Any:
        return self.client.call(self.portal, method, {}, **more)

    def failure(self, method: str = METHOD, **more: Any) -> CallFailed:
        with pytest.raises(CallFailed) as caught:
            self.call(method, **more)
        return caught.value

    def batch_failure(self, reads: dict[str, Read]) -> CallFailed:
        with pytest.raises(CallFailed) as caught:
            read_together(self.client, self.portal, reads)
        return caught.value

    def break_next(self, mode: str) -> None:
        fault = {"method": METHOD, "mode": mode}
        requests.post(f"{self.url}/_emulator/faults", json=fault, timeout=5).raise_for_status()

    def let_cost(self, seconds: dict[str, float], *, limit: float) -> None:
        """Let calls use the time up that the portal gives a method in ten minutes."""
        told = {"limit_seconds": limit, "seconds": seconds}
        requests.post(f"{self.url}/_emulator/operating", json=told, timeout=5).raise_for_status()

    def statuses(self) -> list[int]:
        told = requests.get(f"{self.url}/_emulator/calls", timeout=5).json()
        return [call["status"] for call in told["calls"]]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with start_emulators(EmulatorConfiguration(), clock=lambda: NOW) as running:
        http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
        yield Desk(running.bitrix_url, a_portal(running.bitrix_webhook_url), http)
        http.close()


def a_portal(rest_url: str) -> Portal:
    return Portal(
        member_id=EMULATED.member_id,
        domain=EMULATED.domain,
        rest_url=Secret(rest_url),
        bot_id=EMULATED.bot_id,
        client_id=Secret(EMULATED.client_id),
        application_token=Secret(EMULATED.application_token),
        allow_local=True,
    )


def test_calls_above_the_budget_wait_for_their_turn(desk: Desk) -> None:
    for _ in range(5):
        desk.call()

    assert desk.waits == [0.5, 0.5]
    assert desk.statuses() == [200] * 5


def test_a_call_whose_turn_is_far_away_is_not_sent_and_told_when(desk: Desk) -> None:
    for _ in range(3 + 2 * int(LONGEST_WAIT_SECONDS)):
        desk.limits.admit(account=EMULATED.member_id, methods=[METHOD], patience_seconds=60)

    failure = desk.failure()

    assert isinstance(failure, CallNotRun)
    assert (failure.remote_code, failure.retry_after_seconds) == ("CALLS_LIMITED", 2.5)
    assert desk.statuses() == []


def test_a_hurried_call_waits_for_half_its_time_at_most(desk: Desk) -> None:
    for _ in range(5):
        desk.limits.admit(account=EMULATED.member_id, methods=[METHOD], patience_seconds=60)

    failure = desk.failure(within_seconds=2.0)

    assert failure.remote_code == "CALLS_LIMITED"
    assert desk.waits == []


@pytest.mark.parametrize("mode", ["error_503_limit", "limit_in_200"])
def test_a_portal_that_is_full_slows_every_process_down(desk: Desk, mode: str) -> None:
    desk.break_next(mode)

    failure = desk.failure()
    desk.call()

    assert isinstance(failure, CallNotRun)
    assert failure.remote_code == "QUERY_LIMIT_EXCEEDED"
    assert desk.waits == [0.5]


def test_a_method_without_time_left_is_parked_until_the_portal_says_and_alone(desk: Desk) -> None:
    desk.break_next("operating_429")

    first, second = desk.failure(), desk.failure()
    desk.call("profile")
    desk.clock.seconds += 121
    desk.call()

    assert first.remote_code == "OPERATION_TIME_LIMIT"
    assert isinstance(second, CallNotRun)
    assert (second.remote_code, second.retry_after_seconds) == ("METHOD_PARKED", 120)
    assert desk.statuses() == [429, 200, 200]


def test_a_portal_that_counts_the_time_of_methods_is_asked_again_when_there_is_some(
    desk: Desk,
) -> None:
    desk.let_cost({METHOD: 8}, limit=10)
    desk.call()
    desk.call()

    refused, parked = desk.failure(), desk.failure()

    assert (refused.remote_code, parked.remote_code) == ("OPERATION_TIME_LIMIT", "METHOD_PARKED")
    assert isinstance(parked, CallNotRun)
    assert parked.retry_after_seconds == (NOW // 60 + 10) * 60 - NOW
    assert desk.statuses() == [200, 200, 429]


def test_a_read_of_a_batch_without_time_left_parks_its_method_until_the_portal_says(
    desk: Desk,
) -> None:
    desk.let_cost({METHOD: 8}, limit=1)
    reads = {"first": Read(METHOD, {}), "second": Read(METHOD, {})}

    refused = [desk.batch_failure(reads) for _ in range(2)]
    parked = desk.failure()
    read_together(desk.client, desk.portal, {"another": Read("profile", {})})

    seconds = (NOW // 60 + 10) * 60 - NOW
    assert [failure.remote_code for failure in (*refused, parked)] == [
        *("OPERATION_TIME_LIMIT", "METHOD_PARKED", "METHOD_PARKED")
    ]
    assert isinstance(parked, CallNotRun)
    assert parked.retry_after_seconds == seconds
    assert desk.statuses() == [200, 200]


@pytest.mark.parametrize("mode", ["error_overload_limit", "error_portal_deleted"])
def test_a_blocked_portal_is_left_alone_as_a_whole(desk: Desk, mode: str) -> None:
    desk.break_next(mode)

    desk.failure()
    stopped = desk.failure("profile")
    desk.clock.seconds += 601
    desk.call()

    assert isinstance(stopped, CallNotRun)
    assert (stopped.remote_code, stopped.retry_after_seconds) == ("PORTAL_STOPPED", 600)
    assert len(desk.statuses()) == 2


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("error_503_limit", CallNotRun),
        ("limit_in_200", CallNotRun),
        ("operating_429", CallNotRun),
        ("error_overload_limit", CallNotRun),
        ("error_expired_token", CallRefused),
        ("error_no_auth_found", CallRefused),
        ("error_invalid_token", CallRefused),
        ("error_insufficient_scope", CallRefused),
        ("error_invalid_credentials", CallRefused),
        ("error_access_denied", CallRefused),
        ("error_user_access_error", CallRefused),
        ("error_error_method_not_found", CallRefused),
        ("error_error_batch_method_not_allowed", CallRefused),
        ("error_error_batch_length_exceeded", CallRefused),
        ("error_invalid_request", CallRefused),
        ("error_portal_deleted", CallRefused),
        ("error_wrong_auth_type", CallRefused),
        ("error_500", OutcomeUnknown),
        ("error_error_unexpected_answer", OutcomeUnknown),
        ("html_502", OutcomeUnknown),
        ("drop_before", OutcomeUnknown),
    ],
)
def test_every_documented_error_is_of_its_class(
    desk: Desk, mode: str, error: type[CallFailed]
) -> None:
    desk.break_next(mode)

    assert type(desk.failure()) is error


class NoStore(Unlimited):
    """A count of calls that is out of reach."""

    def admit(self, *, account: str, methods: Sequence[str], patience_seconds: float) -> Admission:
        raise StoreUnavailable(f"{account} {methods} {patience_seconds}")


def test_a_count_that_cannot_be_reached_sends_nothing(desk: Desk) -> None:
    client = Bitrix24Client(desk.http, desk.clock, limits=NoStore())

    with pytest.raises(CallNotRun) as caught:
        client.call(desk.portal, METHOD, {})

    assert caught.value.remote_code == "LIMITS_UNAVAILABLE"
    assert desk.statuses() == []


def test_clients_of_several_processes_together_never_run_into_the_portals_limit(
    redis_url: str,
) -> None:
    clock = SystemClock()
    with start_emulators(EmulatorConfiguration(), clock=clock.now) as running:
        limit = {"leak_per_second": 20.0, "ceiling": 10.0 + LAGGING_CALLS}
        requests.post(f"{running.bitrix_url}/_emulator/rate_limit", json=limit, timeout=5)
        keys, portal = Keys(prefix="limits"), a_portal(running.bitrix_webhook_url)

        def work(_: int) -> int:
            connection = connect(redis_url)
            limits = RedisCallLimits(connection, keys, CallBudget(10, 20))
            http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
            client = Bitrix24Client(http, clock, limits=limits)
            for _call in range(10):
                client.call(portal, METHOD, {})
            http.close()
            connection.close()
            return 10

        with ThreadPoolExecutor(4) as pool:
            sent = sum(pool.map(work, range(4)))

        told = requests.get(f"{running.bitrix_url}/_emulator/calls", timeout=5).json()["calls"]
    assert sent == 40
    assert [call["status"] for call in told] == [200] * 40
