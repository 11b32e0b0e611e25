"""Several workers and hosts on one real Redis at the same time."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Lock
from typing import Any, cast
from uuid import uuid4

import pytest
from redis import Redis

from engine.effects import EffectKey, EffectState
from engine.messages import DialogKey, dialog_key
from engine.ports.dialogs import Claim, Commit, Committed, PlannedEffect, Ready
from engine.ports.inbox import Enqueued
from integrations.redis.connection import RedisConnection, connect
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.effects_journal import RedisEffectsJournal
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys

DAY = 24 * 3600
WORKERS = 4
DIALOGS = 12
MESSAGES = 5


@pytest.fixture
def keys() -> Keys:
    return Keys(prefix=f"t{uuid4().hex[:12]}", partitions=4)


@pytest.fixture
def connection(redis_url: str) -> Iterator[RedisConnection]:
    connection = connect(redis_url)
    yield connection
    connection.close()


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


def a_dialog(number: int = 1) -> DialogKey:
    return dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{number}")


def in_threads(count: int, work: Callable[[int], list[str]]) -> list[list[str]]:
    """Start the same work everywhere at the same moment."""
    barrier = Barrier(count)

    def together(number: int) -> list[str]:
        barrier.wait(10)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(together, range(count)))


def test_same_event_at_two_hosts_at_once_is_accepted_once(redis_url: str, keys: Keys) -> None:
    connections = [connect(redis_url) for _ in range(2)]

    def offer(host: int) -> list[str]:
        inbox = RedisInbox(connections[host], keys)
        return [
            inbox.enqueue(dialog=a_dialog(), event_key=f"event {number}", document="text")
            for number in range(100)
        ]

    answers = zip(*in_threads(2, offer), strict=True)

    assert {tuple(sorted(pair)) for pair in answers} == {(Enqueued.ACCEPTED, Enqueued.DUPLICATE)}


class Shift:
    """Workers draining one store together; notes any dialog two of them hold at once."""

    def __init__(self, redis_url: str, keys: Keys) -> None:
        self._connections = [connect(redis_url) for _ in range(WORKERS)]
        self._keys = keys
        self._guard = Lock()
        self._held: set[DialogKey] = set()
        self.collisions: list[DialogKey] = []
        self.consumed: list[tuple[DialogKey, str]] = []

    def work(self, worker: int) -> list[str]:
        dialogs = RedisDialogs(self._connections[worker], self._keys)
        name = f"worker-{worker}"
        while tokens := self._tokens(dialogs, name):
            for ready in tokens:
                self._work_on(dialogs, ready, name)
        return []

    def _tokens(self, dialogs: RedisDialogs, name: str) -> list[Ready]:
        # Everything handed out is asked for again at once, as if every owner were silent.
        ready = dialogs.ready(consumer=name, count=4, wait_seconds=0.05)
        return [*ready, *dialogs.reclaim(consumer=name, idle_seconds=0, count=8)]

    def _work_on(self, dialogs: RedisDialogs, ready: Ready, name: str) -> None:
        claim = dialogs.claim(ready, owner=name, nonce=uuid4().hex, lease_seconds=30)
        if not isinstance(claim, Claim):
            return
        with self._holding(claim.dialog):
            head = claim.mail[0]
            answer = dialogs.commit(claim, Commit(head.sequence, "{}"), nonce=uuid4().hex)
            assert answer is Committed.OK
            self.consumed.append((claim.dialog, head.document))
        assert dialogs.release(claim)

    @contextmanager
    def _holding(self, dialog: DialogKey) -> Iterator[None]:
        with self._guard:
            if dialog in self._held:
                self.collisions.append(dialog)
            self._held.add(dialog)
        yield
        with self._guard:
            self._held.discard(dialog)


def test_workers_never_hold_one_dialog_together_and_keep_its_order(
    redis_url: str, connection: RedisConnection, keys: Keys
) -> None:
    inbox = RedisInbox(connection, keys)
    for number in range(MESSAGES):
        for dialog in map(a_dialog, range(DIALOGS)):
            inbox.enqueue(dialog=dialog, event_key=f"{number}", document=f"{number}")
    shift = Shift(redis_url, keys)

    in_threads(WORKERS, shift.work)

    assert not shift.collisions
    for dialog in map(a_dialog, range(DIALOGS)):
        mine = [document for of, document in shift.consumed if of == dialog]
        assert mine == [str(number) for number in range(MESSAGES)]
    assert inbox.backlog() == 0


def time_passes(client: Redis, keys: Keys) -> None:
    """Wait for a list nobody fills: the server itself tells us that 0.1 s have gone by."""
    client.blpop([f"{keys.prefix}:nothing"], timeout=0.1)


def a_claim(connection: RedisConnection, keys: Keys) -> Claim:
    RedisInbox(connection, keys).enqueue(dialog=a_dialog(), event_key="event", document="one")
    dialogs = RedisDialogs(connection, keys)
    [ready] = dialogs.ready(consumer="worker", count=1, wait_seconds=1)
    claim = dialogs.claim(ready, owner="worker", nonce="nonce", lease_seconds=15)
    assert isinstance(claim, Claim)
    return claim


def test_waiting_worker_is_woken_by_a_message(connection: RedisConnection, keys: Keys) -> None:
    def accept_or_wait(number: int) -> list[str]:
        if number == 0:
            inbox = RedisInbox(connection, keys)
            return [inbox.enqueue(dialog=a_dialog(), event_key="event", document="one")]
        dialogs = RedisDialogs(connection, keys)
        return [x.dialog for x in dialogs.ready(consumer="worker", count=1, wait_seconds=4)]

    assert in_threads(2, accept_or_wait)[1] == [a_dialog()]


def test_postponed_dialog_comes_back_by_the_servers_own_clock(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    dialogs = RedisDialogs(connection, keys)
    dialogs.release(a_claim(connection, keys), delay_seconds=0.05)
    early = dialogs.promote_due()

    time_passes(client, keys)

    assert (early, dialogs.promote_due()) == (0, 1)


def test_event_is_remembered_for_a_week(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    a_claim(connection, keys)

    left = client.ttl(keys.seen(dialog=a_dialog(), event_key="event"))

    assert 7 * DAY - 60 < left <= 7 * DAY


def test_state_of_a_dialog_lives_while_it_has_work_and_90_days_after(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    claim = a_claim(connection, keys)
    dialogs, state = RedisDialogs(connection, keys), keys.state(a_dialog())
    lives = [client.ttl(state)]

    dialogs.commit(claim, Commit(1, "{}"), nonce="commit")
    dialogs.release(claim)
    lives.append(client.ttl(state))
    RedisInbox(connection, keys).enqueue(dialog=a_dialog(), event_key="next", document="two")
    lives.append(client.ttl(state))

    assert lives == [-1, pytest.approx(90 * DAY, abs=60), -1]


@pytest.mark.parametrize(
    ("state", "mail", "days"),
    [
        (EffectState.SUCCEEDED, None, 30),
        (EffectState.FAILED, None, 30),
        (EffectState.MANUAL, None, 400),
        (EffectState.SUCCEEDED, "news of an order", 400),
        (EffectState.FAILED, "news of an order", 400),
    ],
)
def test_effect_is_kept_until_it_is_finished_and_a_month_or_a_year_after(
    state: EffectState,
    mail: str | None,
    days: int,
    connection: RedisConnection,
    client: Redis,
    keys: Keys,
) -> None:
    claim, effect = a_claim(connection, keys), EffectKey(f"{a_dialog()}.1.0")
    planned = (PlannedEffect(effect, "document"),)
    RedisDialogs(connection, keys).commit(claim, Commit(1, "{}", planned), nonce="commit")
    journal, name = (
        RedisEffectsJournal(connection, keys),
        keys.effect(dialog=a_dialog(), effect=effect),
    )
    journal.finish(claim, effect, attempt=0, state=EffectState.UNKNOWN, result="")
    open_life = client.ttl(name)

    journal.finish(claim, effect, attempt=0, state=state, result="", mail=mail)

    assert (open_life, client.ttl(name)) == (-1, pytest.approx(days * DAY, abs=60))
    waiting = client.zrange(keys.manual(claim.ready.partition), 0, -1)
    assert waiting == ([effect] if state is EffectState.MANUAL else [])


@pytest.mark.parametrize(("state", "days"), [(EffectState.FAILED, 90), (EffectState.MANUAL, 400)])
def test_a_dialog_is_never_forgotten_before_its_effects_whose_keys_it_would_give_again(
    state: EffectState, days: int, connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    claim, effect = a_claim(connection, keys), EffectKey(f"{a_dialog()}.1.0")
    dialogs = RedisDialogs(connection, keys)
    dialogs.commit(claim, Commit(1, "{}", (PlannedEffect(effect, "document"),)), nonce="commit")
    journal = RedisEffectsJournal(connection, keys)
    journal.finish(claim, effect, attempt=0, state=state, result="")

    dialogs.release(claim)

    lives = [client.ttl(keys.state(a_dialog())), client.ttl(name_of(keys, effect))]
    assert lives[0] == pytest.approx(days * DAY, abs=60)
    assert lives[0] >= lives[1] - 60


def name_of(keys: Keys, effect: EffectKey) -> str:
    return keys.effect(dialog=a_dialog(), effect=effect)


def consumers(client: Redis, keys: Keys) -> Counter[str]:
    """In how many partitions each consumer is known."""
    rows: list[dict[str, str]] = [
        row
        for partition in range(keys.partitions)
        for row in cast("Any", client).xinfo_consumers(keys.ready(partition), "w")
    ]
    return Counter(row["name"] for row in rows)


def test_consumers_that_are_gone_are_forgotten_in_all_partitions(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    dialogs = RedisDialogs(connection, keys)
    dialogs.ready(consumer="gone", count=1, wait_seconds=0)
    for partition in range(keys.partitions):
        client.xgroup_createconsumer(keys.ready(partition), "w", "gone")
    time_passes(client, keys)

    forgotten = dialogs.forget_consumers(idle_seconds=0.05)

    assert (forgotten, consumers(client, keys)) == (keys.partitions, Counter())


def test_consumer_that_was_there_just_now_is_kept(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    claim = a_claim(connection, keys)
    RedisDialogs(connection, keys).release(claim)

    forgotten = RedisDialogs(connection, keys).forget_consumers(idle_seconds=60)

    assert (forgotten, "worker" in consumers(client, keys)) == (0, True)


def test_consumer_that_died_with_a_dialog_is_kept_until_another_has_taken_it_over(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    claim, dialogs = a_claim(connection, keys), RedisDialogs(connection, keys)
    time_passes(client, keys)

    dialogs.forget_consumers(idle_seconds=0.05)
    [taken] = dialogs.reclaim(consumer="heir", idle_seconds=0, count=1)
    time_passes(client, keys)
    dialogs.forget_consumers(idle_seconds=0.05)

    assert (taken.dialog, set(consumers(client, keys))) == (claim.dialog, {"heir"})


def test_nobody_is_forgotten_where_no_worker_has_ever_been(
    connection: RedisConnection, keys: Keys
) -> None:
    RedisInbox(connection, keys).enqueue(dialog=a_dialog(), event_key="event", document="one")

    assert RedisDialogs(connection, keys).forget_consumers(idle_seconds=0) == 0


def test_finished_dialogs_leave_nothing_behind_but_memory(
    connection: RedisConnection, client: Redis, keys: Keys
) -> None:
    claim = a_claim(connection, keys)
    dialogs = RedisDialogs(connection, keys)
    dialogs.commit(claim, Commit(1, "{}"), nonce="commit")
    dialogs.release(claim)

    left = {name.split(":")[2] for name in client.scan_iter(f"{keys.prefix}:{{*")}

    assert left == {"seen", "st", "rdy"}
    assert client.xpending(keys.ready(claim.ready.partition), "w")["pending"] == 0
