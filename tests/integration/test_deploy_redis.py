"""Redis as docs/deploy runs it: durable, and Cortex's user may do what it needs and no more."""

import re
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError
from redis.retry import Retry

from api.cli.waiting import wait_for
from engine.errors import StoreUnavailable
from integrations.redis.connection import RedisConnection, connect
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from tests.contract.exactly_once import ExactlyOnce
from tests.contract.stores import a_dialog, redis_store
from tests.integration.deployed_redis import DeployedRedis, deployed

SCRIPTS = Path(__file__).parents[2] / "integrations" / "redis" / "lua"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[DeployedRedis]:
    assert redis_url  # asked for its refusal where there is no Redis
    with deployed(tmp_path_factory.mktemp("deploy") / "one", "redis.conf") as running:
        yield running


@pytest.fixture
def admin(server: DeployedRedis) -> Iterator[Redis]:
    with server.client("admin") as client:
        yield client


@pytest.fixture
def cortex(server: DeployedRedis, admin: Redis) -> Iterator[Redis]:
    admin.ping()
    with server.client("cortex") as client:
        yield client


def test_the_server_keeps_on_disk_and_refuses_rather_than_drops(admin: Redis) -> None:
    kept = admin.config_get("append*", "save", "maxmemory*", "no-appendfsync-on-rewrite")

    assert (kept["appendonly"], kept["appendfsync"], kept["save"]) == ("yes", "always", "")
    assert kept["no-appendfsync-on-rewrite"] == "no"
    assert (kept["maxmemory-policy"], kept["maxmemory"]) == ("noeviction", str(2 * 1024**3))


def test_a_worker_starts_as_the_user_of_the_file(server: DeployedRedis, cortex: Redis) -> None:
    assert cortex.ping()

    with closing(connect(server.url())) as connection:
        assert not connection.may_evict()


def test_random_lives_of_workers_need_nothing_the_user_may_not(
    server: DeployedRedis, admin: Redis, cortex: Redis
) -> None:
    assert cortex.ping()
    with closing(connect(server.url())) as connection:
        store = partial(redis_store, connection, admin, under="bx")

        run_state_machine_as_test(
            cast("type[ExactlyOnce]", lambda: ExactlyOnce(store)),
            settings=settings(
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow],
                max_examples=2,
                stateful_step_count=30,
                phases=[Phase.generate],
            ),
        )


def test_no_script_calls_what_the_user_is_forbidden(admin: Redis) -> None:
    texts = [script.read_text(encoding="utf-8") for script in SCRIPTS.glob("*.lua")]
    called = {name.lower() for text in texts for name in re.findall(r"call\('(\w+)'", text)}

    assert "xadd" in called
    assert called & set(admin.acl_cat("dangerous")) <= {"info"}


@pytest.mark.parametrize("command", ["FLUSHALL", "KEYS *", "CONFIG GET save", "SET other 1"])
def test_the_user_is_refused_what_harms_a_server_or_others(cortex: Redis, command: str) -> None:
    with pytest.raises(NoPermissionError):
        ask(cortex, command)


def test_nobody_comes_in_without_a_name(server: DeployedRedis, admin: Redis) -> None:
    admin.ping()

    stranger = Redis(port=server.port, retry=Retry(NoBackoff(), 0))
    with closing(stranger), pytest.raises(AuthenticationError):
        stranger.ping()


def test_nothing_is_kept_on_one_machine_only(tmp_path: Path, redis_url: str) -> None:
    assert redis_url
    with (
        deployed(tmp_path / "master", "redis-replicated.conf") as master,
        master.client("admin") as admin,
        closing(RedisConnection(master.url())) as connection,
    ):
        inbox = RedisInbox(connection, Keys(partitions=1))
        admin.ping()

        with pytest.raises(StoreUnavailable):
            inbox.enqueue(dialog=a_dialog(), event_key="1", document="{}")
        follow = f"replicaof 127.0.0.1 {master.port}"
        with deployed(tmp_path / "replica", "redis-replicated.conf", follow):
            wait_for(
                lambda: admin.info("replication")["min_slaves_good_slaves"] == 1,
                what="the replica follows",
                seconds=30,
            )
            inbox.enqueue(dialog=a_dialog(), event_key="1", document="{}")

            assert sentinel_sees_replica(tmp_path / "sentinel", master)


def sentinel_sees_replica(folder: Path, master: DeployedRedis) -> bool:
    with (
        deployed(folder, "sentinel.conf", mode="--sentinel", master_port=master.port) as sentinel,
        sentinel.client("") as watching,
    ):
        wait_for(
            lambda: the_master(watching)["num-slaves"] == 1,
            what="Sentinel has entered the master as its user",
            seconds=30,
        )
        seen = the_master(watching)
        return seen["is_master"] is True and seen["is_sdown"] is False


def the_master(sentinel: Redis) -> dict[str, Any]:
    return cast("dict[str, Any]", sentinel.sentinel_master("cortex"))


def ask(client: Redis, command: str) -> object:
    return cast("Any", client).execute_command(*command.split())


def test_a_server_of_the_cluster_file_is_a_node(tmp_path: Path, redis_url: str) -> None:
    assert redis_url
    with (
        deployed(tmp_path / "node", "redis-cluster.conf") as node,
        node.client("admin") as admin,
        node.client("cortex") as cortex,
    ):
        assert admin.info("cluster")["cluster_enabled"] == 1
        assert ask(cortex, "CLUSTER SLOTS") == []
