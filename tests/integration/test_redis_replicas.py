"""What replicas must have before anything is answered, sent or ordered."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.effects import EffectState
from engine.errors import NotReplicated
from engine.messages import dialog_key
from engine.ports.dialogs import Claim, Commit, PlannedEffect
from engine.ports.effects_journal import Started
from engine.ports.inbox import Enqueued
from engine.ports.order_desk import NotNow, OrderState, Turn
from integrations.redis.connection import RedisConnection
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.effects_journal import RedisEffectsJournal
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.launcher import RunningRedis, start_redis
from integrations.redis.order_desk import REPLICAS_PAUSE_SECONDS, RedisOrderDesk
from integrations.redis.replication import (
    LONGEST_SILENCE_SECONDS,
    Replication,
    replicas_at_hand,
)
from tests.contract.stores import an_effect
from tests.redis_topologies import a_replicated_server, change_master, client_of, frozen

DIALOG = dialog_key(domain="portal.bitrix24.ru", dialog_id="chat1")
ACCOUNT, TAG = "a1b2", "BOT-AAAAAAAAAA"
HOLD_SECONDS = 150.0
KEYS = Keys()


@pytest.fixture(scope="module")
def pair(
    redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RunningRedis, RunningRedis]]:
    assert redis_url
    with a_replicated_server(tmp_path_factory.mktemp("pair")) as pair:
        yield pair


@pytest.fixture
def replica(pair: tuple[RunningRedis, RunningRedis]) -> RunningRedis:
    with client_of(pair[0]) as client:
        client.flushall()
    return pair[1]


@pytest.fixture
def connection(pair: tuple[RunningRedis, RunningRedis]) -> Iterator[RedisConnection]:
    connection = RedisConnection(pair[0].url, replication=Replication(1, 3000))
    yield connection
    connection.close()


@pytest.fixture
def hasty(pair: tuple[RunningRedis, RunningRedis]) -> Iterator[RedisConnection]:
    """Soon content to know that a frozen replica does not answer."""
    hasty = RedisConnection(pair[0].url, replication=Replication(1, 50))
    yield hasty
    hasty.close()


def test_a_message_is_kept_when_its_replica_has_it(
    connection: RedisConnection, replica: RunningRedis
) -> None:
    answer = RedisInbox(connection, KEYS).enqueue(dialog=DIALOG, event_key="e", document="one")

    with client_of(replica) as client:
        assert (answer, client.llen(KEYS.mailbox(DIALOG))) == (Enqueued.ACCEPTED, 1)


def test_a_message_that_no_replica_has_is_not_answered_for(
    connection: RedisConnection, hasty: RedisConnection, replica: RunningRedis
) -> None:
    with frozen(replica), pytest.raises(NotReplicated) as raised:
        RedisInbox(hasty, KEYS).enqueue(dialog=DIALOG, event_key="e", document="one")

    inbox = RedisInbox(connection, KEYS)
    assert (raised.value.code, raised.value.answer) == ("REPLICAS_MISSING", "accepted")
    assert inbox.enqueue(dialog=DIALOG, event_key="e", document="one") is Enqueued.DUPLICATE


def a_planned_effect(connection: RedisConnection) -> Claim:
    RedisInbox(connection, KEYS).enqueue(dialog=DIALOG, event_key="e", document="one")
    dialogs = RedisDialogs(connection, KEYS)
    [ready] = dialogs.ready(consumer="w", count=1, wait_seconds=0)
    claim = dialogs.claim(ready, owner="w", nonce="claim", lease_seconds=60)
    assert isinstance(claim, Claim)
    commit = Commit(claim.mail[0].sequence, "{}", (PlannedEffect(an_effect(claim), "document"),))
    dialogs.commit(claim, commit, nonce="commit")
    return claim.after(commit)


def test_an_effect_that_no_replica_knows_is_not_sent_and_may_be_started_again(
    connection: RedisConnection, hasty: RedisConnection, replica: RunningRedis
) -> None:
    claim = a_planned_effect(connection)
    journal, key = RedisEffectsJournal(connection, KEYS), claim.effects[0].key

    with frozen(replica), pytest.raises(NotReplicated):
        RedisEffectsJournal(hasty, KEYS).start(claim, key, nonce="first")

    entry = journal.entry(claim, key)
    assert entry is not None
    assert (entry.state, entry.result) == (EffectState.RETRY, "REPLICAS_MISSING")
    assert journal.start(claim, key, nonce="second") == Started(2)


def repeated_message(connection: RedisConnection) -> Callable[[], object]:
    inbox = RedisInbox(connection, KEYS)
    return lambda: inbox.enqueue(dialog=DIALOG, event_key="e", document="one")


def repeated_hint(connection: RedisConnection) -> Callable[[], object]:
    inbox = RedisInbox(connection, KEYS)
    return lambda: inbox.enqueue(dialog=DIALOG, event_key="", document="look")


def repeated_start(connection: RedisConnection) -> Callable[[], object]:
    claim = a_planned_effect(connection)
    key = claim.effects[0].key
    return lambda: RedisEffectsJournal(connection, KEYS).start(claim, key, nonce="same")


def repeated_sending(connection: RedisConnection) -> Callable[[], object]:
    turn = a_turn(RedisOrderDesk(connection, KEYS))
    return lambda: RedisOrderDesk(connection, KEYS).begin_sending(turn, notes="n")


@pytest.mark.parametrize(
    "repeated", [repeated_message, repeated_hint, repeated_start, repeated_sending]
)
def test_a_repeated_step_writes_again_what_replicas_are_to_confirm(
    lone: RunningRedis, repeated: Callable[[RedisConnection], Callable[[], object]]
) -> None:
    connection = RedisConnection(lone.url)
    step = repeated(connection)
    step()
    with client_of(lone) as client:
        before = client.info("persistence")["rdb_changes_since_last_save"]

        step()

        assert client.info("persistence")["rdb_changes_since_last_save"] > before
    connection.close()


def a_turn(desk: RedisOrderDesk) -> Turn:
    turn = desk.enter(ACCOUNT, tag=TAG, nonce="n", lease_seconds=600)
    assert turn is not None
    return turn


def test_an_order_that_no_replica_knows_is_not_sent_and_may_be_sent_later(
    connection: RedisConnection, hasty: RedisConnection, replica: RunningRedis
) -> None:
    desk = RedisOrderDesk(connection, KEYS, failover_hold_seconds=HOLD_SECONDS)
    turn = a_turn(desk)

    with frozen(replica):
        answer = RedisOrderDesk(hasty, KEYS).begin_sending(turn, notes="n")

    assert answer == NotNow("REPLICAS_MISSING", REPLICAS_PAUSE_SECONDS)
    record = desk.record(ACCOUNT, tag=TAG)
    assert record is not None
    assert record.state is OrderState.REFUSED
    assert desk.begin_sending(turn, notes="n") is True


@pytest.fixture
def lone(redis_url: str, tmp_path: Path) -> Iterator[RunningRedis]:
    assert redis_url
    running = start_redis(tmp_path, appendfsync="everysec")
    yield running
    running.stop()


def let_the_hold_pass(server: RunningRedis) -> None:
    with client_of(server) as client:
        client.hincrby(KEYS.order_epoch(ACCOUNT), "until", -round(HOLD_SECONDS * 1000))


def test_no_order_is_sent_for_a_while_under_another_master(lone: RunningRedis) -> None:
    connection = RedisConnection(lone.url)
    desk = RedisOrderDesk(connection, KEYS, failover_hold_seconds=HOLD_SECONDS)
    turn = a_turn(desk)
    assert desk.begin_sending(turn, notes="n") is True
    desk.settle(ACCOUNT, tag=TAG, state=OrderState.REFUSED, result="")

    change_master(lone)
    held = [desk.begin_sending(turn, notes="n") for _ in range(2)]
    let_the_hold_pass(lone)

    assert all(isinstance(answer, NotNow) for answer in held)
    assert [x.reason for x in held if isinstance(x, NotNow)] == ["ORDERS_HELD"] * 2
    assert all(0 < x.seconds <= HOLD_SECONDS for x in held if isinstance(x, NotNow))
    assert desk.begin_sending(turn, notes="n") is True
    connection.close()


def test_a_call_repeated_under_another_master_forbids_no_later_order(lone: RunningRedis) -> None:
    connection = RedisConnection(lone.url)
    desk = RedisOrderDesk(connection, KEYS, failover_hold_seconds=HOLD_SECONDS)
    turn = a_turn(desk)
    desk.begin_sending(turn, notes="its answer is lost")

    change_master(lone)
    desk.begin_sending(turn, notes="its answer is lost")
    let_the_hold_pass(lone)

    later = desk.enter(ACCOUNT, tag=TAG, nonce="later", lease_seconds=600)
    assert later is not None
    assert desk.begin_sending(later, notes="n") is True
    connection.close()


def test_a_request_that_may_be_on_its_way_is_never_made_again_under_another_master(
    lone: RunningRedis,
) -> None:
    connection = RedisConnection(lone.url)
    desk = RedisOrderDesk(connection, KEYS, failover_hold_seconds=HOLD_SECONDS)
    desk.begin_sending(a_turn(desk), notes="n")

    change_master(lone)
    heir = desk.enter(ACCOUNT, tag=TAG, nonce="heir", lease_seconds=600)
    assert heir is not None
    desk.begin_sending(heir, notes="n")
    let_the_hold_pass(lone)

    assert desk.begin_sending(heir, notes="n") is False
    connection.close()


def test_the_hold_begins_with_the_first_look_at_another_master(lone: RunningRedis) -> None:
    connection = RedisConnection(lone.url)
    desk = RedisOrderDesk(connection, KEYS, failover_hold_seconds=HOLD_SECONDS)
    looks = [desk.held_seconds(ACCOUNT)]

    change_master(lone)
    looks += [desk.held_seconds(ACCOUNT) for _ in range(2)]
    first_order_ever = desk.begin_sending(a_turn(desk), notes="n")
    let_the_hold_pass(lone)

    assert (looks[0], looks[1]) == (0, HOLD_SECONDS)
    assert isinstance(first_order_ever, NotNow)
    assert HOLD_SECONDS >= looks[2] >= first_order_ever.seconds > 0
    assert desk.held_seconds(ACCOUNT) == 0
    connection.close()


def test_an_order_that_saw_the_other_master_first_begins_the_same_hold(lone: RunningRedis) -> None:
    connection = RedisConnection(lone.url)
    desk = RedisOrderDesk(connection, KEYS, failover_hold_seconds=HOLD_SECONDS)
    desk.held_seconds(ACCOUNT)

    change_master(lone)
    order = desk.begin_sending(a_turn(desk), notes="n")

    assert order == NotNow("ORDERS_HELD", HOLD_SECONDS)
    assert HOLD_SECONDS >= desk.held_seconds(ACCOUNT) > 0
    connection.close()


def test_a_server_that_nobody_replaces_holds_nothing(lone: RunningRedis) -> None:
    connection = RedisConnection(lone.url)
    desk = RedisOrderDesk(connection, KEYS)
    turn = a_turn(desk)
    desk.begin_sending(turn, notes="n")
    desk.settle(ACCOUNT, tag=TAG, state=OrderState.REFUSED, result="")

    change_master(lone)

    assert desk.begin_sending(turn, notes="n") is True
    assert desk.held_seconds(ACCOUNT) == 0
    connection.close()


@pytest.mark.parametrize(("wanted", "lacking"), [(0, False), (1, False), (2, True)])
def test_a_master_with_fewer_replicas_than_must_confirm_is_known(
    pair: tuple[RunningRedis, RunningRedis], wanted: int, *, lacking: bool
) -> None:
    connection = RedisConnection(pair[0].url, replication=Replication(wanted, 3000))

    assert connection.lacks_replicas() is lacking
    connection.close()


@pytest.mark.parametrize(
    ("replica", "at_hand"),
    [
        ({"state": "online", "lag": 1}, 1),
        ({"state": "online", "lag": LONGEST_SILENCE_SECONDS + 1}, 0),
        ({"state": "wait_bgsave", "lag": 0}, 0),
    ],
)
def test_a_replica_that_is_silent_or_still_loads_confirms_nothing(
    replica: Mapping[str, Any], at_hand: int
) -> None:
    assert replicas_at_hand({"connected_slaves": 1, "slave0": replica}) == at_hand


@pytest.mark.parametrize(
    ("url", "replicas", "expected"),
    [
        ("redis://a", 0, False),
        ("redis://a", 1, True),
        ("redis+sentinel://a/name", 0, True),
        ("redis+cluster://a", 0, True),
    ],
)
def test_where_another_server_can_take_over_is_known(
    url: str, replicas: int, *, expected: bool
) -> None:
    assert RedisConnection(url, replication=Replication(replicas)).fails_over is expected


@pytest.mark.parametrize(
    ("url", "replicas", "expected"),
    [
        ("redis://a", 0, False),
        ("redis://a", 1, False),
        ("redis+sentinel://a/name", 0, True),
        ("redis+sentinel://a/name", 1, False),
        ("redis+cluster://a", 0, True),
        ("redis+cluster://a", 1, False),
    ],
)
def test_a_failover_that_may_take_what_was_answered_is_known(
    url: str, replicas: int, *, expected: bool
) -> None:
    assert RedisConnection(url, replication=Replication(replicas)).awaits_no_replica is expected
