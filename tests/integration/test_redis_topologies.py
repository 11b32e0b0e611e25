"""A master that is lost behind Sentinels, and what a Cluster does that one server does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis
from redis.crc import key_slot

from engine.errors import StoreUnavailable
from engine.messages import DialogKey, dialog_key
from engine.ports.dialogs import Claim
from engine.ports.inbox import Enqueued
from engine.ports.order_desk import NotNow, OrderState, Turn
from integrations.redis.connection import RedisConnection, connect
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.order_desk import RedisOrderDesk
from integrations.redis.replication import Replication, run_confirmed
from tests.redis_topologies import (
    Cluster,
    a_cluster,
    a_sentinel_trio,
    client_of,
    wait_until,
)

DIALOGS = [dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{n}") for n in range(40)]


@dataclass(frozen=True)
class FailedOver:
    """One connection before and after its master was lost."""

    connection: RedisConnection
    keys: Keys
    turn: Turn

    @property
    def desk(self) -> RedisOrderDesk:
        return RedisOrderDesk(self.connection, self.keys, failover_hold_seconds=150)


@pytest.fixture(scope="module")
def failed_over(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FailedOver]:
    """A message and an order were accepted, then the replica took over."""
    assert redis_url
    with a_sentinel_trio(tmp_path_factory.mktemp("trio")) as trio:
        connection = RedisConnection(trio.url, replication=Replication(1, 3000))
        keys = Keys()
        assert stored(RedisInbox(connection, keys), "before")
        turn = RedisOrderDesk(connection, keys).enter("a", tag="t", nonce="n", lease_seconds=600)
        assert turn is not None
        before = FailedOver(connection, keys, turn)
        assert before.desk.begin_sending(turn, notes="n") is True
        trio.lose_the_master()
        # The replica that confirmed is the master now, and nobody confirms what it writes.
        after = FailedOver(RedisConnection(trio.url), keys, turn)
        wait_until(lambda: stored(RedisInbox(after.connection, keys), "after"))
        yield after
        connection.close()
        after.connection.close()


@pytest.fixture
def cluster(redis_cluster_url: str) -> Iterator[RedisConnection]:
    connection = connect(redis_cluster_url)
    yield connection
    connection.close()


@pytest.fixture
def keys() -> Keys:
    return Keys(prefix=f"t{uuid4().hex[:12]}")


def stored(inbox: RedisInbox, event_key: str) -> bool:
    try:
        answer = inbox.enqueue(dialog=DIALOGS[0], event_key=event_key, document=event_key)
    except StoreUnavailable:
        return False
    return answer in set(Enqueued)


def test_work_goes_on_with_the_replica_that_takes_over(failed_over: FailedOver) -> None:
    dialogs = RedisDialogs(failed_over.connection, failed_over.keys)

    [ready] = dialogs.ready(consumer="worker", count=1, wait_seconds=0.1)
    claim = dialogs.claim(ready, owner="worker", nonce="nonce", lease_seconds=15)

    assert isinstance(claim, Claim)
    assert [envelope.document for envelope in claim.mail] == ["before", "after"]


def test_orders_wait_where_another_master_took_over(failed_over: FailedOver) -> None:
    desk = failed_over.desk
    other = desk.enter("a", tag="t", nonce="another", lease_seconds=600)
    assert other is not None

    answer = desk.begin_sending(other, notes="n")

    assert isinstance(answer, NotNow)
    assert answer.reason == "ORDERS_HELD"
    record = desk.record("a", tag="t")
    assert record is not None
    assert record.state is OrderState.SENDING


def accepted(connection: RedisConnection, keys: Keys) -> set[DialogKey]:
    inbox = RedisInbox(connection, keys)
    for dialog in DIALOGS:
        inbox.enqueue(dialog=dialog, event_key="event", document="one")
    return set(DIALOGS)


def test_dialogs_of_all_masters_are_handed_out_in_one_read(
    cluster: RedisConnection, keys: Keys
) -> None:
    everyone = accepted(cluster, keys)

    ready = RedisDialogs(cluster, keys).ready(consumer="w", count=640, wait_seconds=0)

    assert {token.dialog for token in ready} == everyone
    assert RedisInbox(cluster, keys).backlog() == len(everyone)


def test_a_reader_of_a_cluster_waits_for_a_message(cluster: RedisConnection, keys: Keys) -> None:
    dialogs = RedisDialogs(cluster, keys)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(dialogs.ready, consumer="w", count=1, wait_seconds=4)
        RedisInbox(cluster, keys).enqueue(dialog=DIALOGS[0], event_key="event", document="one")
        ready = waiting.result()

    assert [token.dialog for token in ready] == [DIALOGS[0]]


def move(own: Cluster, slot: int) -> None:
    """Give an empty slot to the next master, as resharding does at its end."""
    clients: list[Any] = [client_of(server) for server in own.masters]
    owner = next(n for n, client in enumerate(clients) if takes(client, slot))
    heir = clients[(owner + 1) % len(clients)].execute_command("CLUSTER MYID")
    for client in clients[owner + 1 :] + clients[: owner + 1]:
        client.execute_command("CLUSTER SETSLOT", slot, "NODE", heir)
        client.close()


def takes(client: Any, slot: int) -> bool:
    return any(
        first <= slot <= last and row["flags"].startswith("myself")
        for row in client.cluster("NODES").values()
        for first, last in [(int(part[0]), int(part[-1])) for part in row["slots"]]
    )


def test_dialogs_of_a_slot_that_moves_are_taken_and_kept_where_it_is_now(
    redis_url: str, tmp_path: Path, keys: Keys
) -> None:
    assert redis_url
    with a_cluster(tmp_path) as own, ExitStack() as closing:
        reader, writer = (closing.enter_context(opened(own.url)) for _ in range(2))
        dialogs = RedisDialogs(reader, keys)
        dialogs.ready(consumer="w", count=1, wait_seconds=0)
        stream = keys.ready(keys.partition(DIALOGS[0]))
        writer.once(lambda client: client.delete(stream))

        move(own, key_slot(stream.encode()))
        assert writer.repeatable(partial(started_in_a_pipeline, keys=keys)) == -1
        everyone = accepted(writer, keys)
        reads = [dialogs.ready(consumer="w", count=640, wait_seconds=0) for _ in range(2)]

        assert {token.dialog for read in reads for token in read} == everyone


@contextmanager
def opened(url: str) -> Iterator[RedisConnection]:
    connection = connect(url)
    yield connection
    connection.close()


def started_in_a_pipeline(client: Redis, *, keys: Keys) -> object:
    """As where replicas confirm, of which this Cluster has none."""
    return run_confirmed(
        client,
        "fxstart",
        keys=[keys.lock(DIALOGS[0]), keys.effect(dialog=DIALOGS[0], effect="none")],
        arguments=["nobody:1", "nonce"],
        replication=Replication(0, 1),
    )


def test_a_master_that_is_away_keeps_back_its_own_dialogs_only(
    redis_url: str, tmp_path: Path, keys: Keys
) -> None:
    assert redis_url
    with a_cluster(tmp_path) as own:
        connection = connect(own.url)
        everyone = accepted(connection, keys)
        dialogs = RedisDialogs(connection, keys)
        own.masters[1].stop()

        ready = dialogs.ready(consumer="w", count=640, wait_seconds=0)

        lost = {dialog for dialog in everyone if not is_stored(connection, keys, dialog)}
        assert 0 < len(lost) < len(everyone)
        assert {token.dialog for token in ready} == everyone - lost
        connection.close()


def is_stored(connection: RedisConnection, keys: Keys, dialog: DialogKey) -> bool:
    try:
        return bool(connection.repeatable(lambda client: client.llen(keys.mailbox(dialog))))
    except StoreUnavailable:
        return False
