"""One real Redis for every suite that needs it."""

import gc
import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

from engine.errors import CortexError
from integrations.redis.launcher import start_redis
from tests.redis_topologies import a_cluster

settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_machine")
"""Examples are right or wrong at any speed; how long they take is up to the machine."""


def pytest_collection_finish() -> None:
    """Keep the garbage collector away from twelve thousand tests: they stay to the end anyway."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _plain_log() -> None:
    """Write plain tracebacks: coloured ones take longer than a short lease of a test lives."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


@pytest.fixture(scope="session")
def redis_cluster_url(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Cluster of three masters; where there is no Redis, `redis_url` says so."""
    assert redis_url
    with a_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster.url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of our own; tests keep apart by key prefix."""
    try:
        running = start_redis(tmp_path_factory.mktemp("redis"), appendfsync="everysec")
    except CortexError as error:
        if os.environ.get("CI") == "true":  # noqa: TID251 - the suite must know that it runs in CI
            pytest.fail(f"no Redis in CI: {error.code} {error.message}")
        pytest.skip(f"no Redis here: {error.code} {error.message}")
    try:
        yield running.url
    finally:
        running.stop()
