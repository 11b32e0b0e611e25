"""A web process says that replicas are missing, and that orders are held after a failover."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.bootstrap.status import StatusReader
from api.bootstrap.store import Store, reach_store
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
