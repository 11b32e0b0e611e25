"""A web process says that replicas are missing, and that orders are held after a failover."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.bootstrap.status import StatusReader
from api.bootstrap.store import Store, open_store, reach_store
from api.settings import Settings
from engine.ports.metrics import SilentMetrics
from integrations.redis.launcher import RunningRedis, start_redis
from tests.redis_topologies import change_master

ACCOUNT, HOLD_SECONDS = "a1b2", 150


@pytest.fixture
def lone(redis_url: str, tmp_path: Path) -> Iterator[RunningRedis]:
    assert redis_url
    running = start_redis(tmp_path, appendfsync="everysec")
    yield running
    running.stop()


def reader(store: Store, account: str | None) -> StatusReader:
    evaluator = SimpleNamespace(engine="durable", engine_reason=None)
    policy = SimpleNamespace(version="2026.11.1", digest="abc", evaluator=evaluator)
    policies: Any = SimpleNamespace(policy=lambda: policy, last_error=None)
    rules: Any = SimpleNamespace(activated_at=None, previous=None)
    return StatusReader(
        policies=policies,
        rules=rules,
        store=store,
        metrics=SilentMetrics(),
        backlog_limit=1,
        order_account=account,
        spool=None,
    )


def opened(server: RunningRedis, **settings: str) -> Store:
    return reach_store(
        Settings.from_environment({"REDIS_URL": server.url, **settings}), socket_timeout_seconds=1
    )


def test_a_master_without_its_replica_is_told_of(lone: RunningRedis) -> None:
    told = [
        reader(opened(lone, CORTEX_REDIS_REPLICAS=wanted), ACCOUNT)().replicas_missing
        for wanted in ("0", "1")
    ]

    assert told == [False, True]


@pytest.mark.parametrize(("replicas", "warned"), [("0", True), ("1", False)])
def test_a_cluster_whose_replicas_are_not_awaited_is_warned_of_at_start_and_in_the_status(
    redis_cluster_url: str, replicas: str, *, warned: bool
) -> None:
    given = {"REDIS_URL": redis_cluster_url, "CORTEX_REDIS_REPLICAS": replicas}
    with capture_logs() as logged:
        store = open_store(Settings.from_environment(given))

    told = reader(store, None)().replicas_not_awaited

    events = [entry["event"] for entry in logged]
    assert (told, "replicas_not_awaited" in events) == (warned, warned)
    store.connection.close()


def test_the_look_of_a_health_check_begins_the_hold(lone: RunningRedis) -> None:
    store = opened(lone, CORTEX_REDIS_REPLICAS="1", CORTEX_FAILOVER_HOLD_SECONDS=str(HOLD_SECONDS))
    status = reader(store, ACCOUNT)
    before = status().orders_held_seconds

    change_master(lone)

    assert (before, status().orders_held_seconds) == (0, HOLD_SECONDS)
    assert 0 < store.order_desk.held_seconds(ACCOUNT) <= HOLD_SECONDS
    assert reader(store, None)().orders_held_seconds == 0


def test_a_store_that_is_away_is_told_as_nothing_else(lone: RunningRedis) -> None:
    store = opened(lone, CORTEX_REDIS_REPLICAS="1")
    lone.stop()

    status = reader(store, ACCOUNT)()

    assert not status.redis_ok
    assert (status.replicas_missing, status.orders_held_seconds) == (False, 0)
