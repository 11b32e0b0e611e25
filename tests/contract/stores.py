"""The durable ports on each implementation, with a way to let the store's time pass."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol, cast
from uuid import uuid4

from redis import Redis

from engine.effects import EffectKey
from engine.messages import DialogKey, dialog_key
from engine.ports.archive_queue import ArchiveQueue
from engine.ports.call_limits import CallBudget, CallLimits
from engine.ports.dialogs import MAIL_PER_CLAIM, Busy, Claim, Commit, Dialogs, PlannedEffect, Ready
from engine.ports.effects_journal import EffectsJournal
from engine.ports.event_offsets import EventOffsets
from engine.ports.inbox import Enqueued, Inbox
from engine.ports.lead_dialogs import LeadDialogs
from engine.ports.leases import Leases
from engine.ports.operator_queue import OperatorQueue
from engine.ports.order_desk import OrderDesk
from engine.ports.portal_records import PortalRecords
from engine.ports.search_cache import CacheBounds, SearchCache
from integrations.memory.archive_queue import MemoryArchiveQueue
from integrations.memory.call_limits import MemoryCallLimits
from integrations.memory.dialogs import MemoryDialogs
from integrations.memory.effects_journal import MemoryEffectsJournal
from integrations.memory.event_offsets import MemoryEventOffsets
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.leases import MemoryLeases
from integrations.memory.operator_queue import MemoryOperatorQueue
from integrations.memory.order_desk import MemoryOrderDesk
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.search_cache import MemorySearchCache
from integrations.memory.store import MemoryStore
from integrations.redis.archive_queue import RedisArchiveQueue
from integrations.redis.call_limits import RedisCallLimits
from integrations.redis.connection import RedisConnection
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.effects_journal import RedisEffectsJournal
from integrations.redis.event_offsets import RedisEventOffsets
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.lead_dialogs import RedisLeadDialogs
from integrations.redis.leases import RedisLeases
from integrations.redis.operator_queue import RedisOperatorQueue
from integrations.redis.order_desk import RedisOrderDesk
from integrations.redis.portal_records import RedisPortalRecords
from integrations.redis.search_cache import RedisSearchCache

MAILBOX_LIMIT = MAIL_PER_CLAIM + 2
LEASE_SECONDS = 15.0
PARTITIONS = 2
CALL_BUDGET = CallBudget(ceiling=5, per_second=0.01)
"""Leaks so slowly that the real time a test takes on Redis changes nothing."""

CACHE_BOUNDS = CacheBounds(seconds=180, entries=3)

DeadLetters = Sequence[tuple[str, str, str, int]]
"""Dialog, document, reason and failures of each."""


class Ticks:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Store:
    """One implementation of the ports under test, driven by hand."""

    inbox: Inbox
    dialogs: Dialogs
    journal: EffectsJournal
    lead_dialogs: LeadDialogs
    call_limits: CallLimits
    portal_records: PortalRecords
    leases: Leases
    order_desk: OrderDesk
    operator_queue: OperatorQueue
    archive_queue: ArchiveQueue
    event_offsets: EventOffsets
    search_cache: SearchCache
    pass_time: Callable[[float], None]
    forget_when_marked: Callable[[], None]
    """Leave recovery points as versions did that kept no time of them."""
    dead_letters: Callable[[], DeadLetters]
    _serial: "count[int]" = field(default_factory=count)

    def nonce(self) -> str:
        return f"nonce-{next(self._serial)}"

    def accept(self, dialog: DialogKey, *documents: str) -> list[Enqueued]:
        return [
            self.inbox.enqueue(dialog=dialog, event_key=self.nonce(), document=document)
            for document in documents
        ]

    def ready(self, consumer: str = "worker-1") -> Sequence[Ready]:
        return self.dialogs.ready(consumer=consumer, count=10, wait_seconds=0)

    def reclaim(self, consumer: str = "worker-2", idle_seconds: float = 20) -> Sequence[Ready]:
        return self.dialogs.reclaim(consumer=consumer, idle_seconds=idle_seconds, count=10)

    def try_claim(self, ready: Ready, owner: str = "worker-1") -> Claim | Busy:
        return self.dialogs.claim(
            ready, owner=owner, nonce=self.nonce(), lease_seconds=LEASE_SECONDS
        )

    def claim(self, ready: Ready, owner: str = "worker-1") -> Claim:
        claim = self.try_claim(ready, owner)
        assert isinstance(claim, Claim)
        return claim

    def take(self, worker: str = "worker-1") -> Claim:
        """Claim the only dialog that waits."""
        [ready] = self.ready(worker)
        return self.claim(ready, worker)

    def take_over(self, worker: str = "worker-2") -> Claim:
        """Claim the only dialog whose owner has long been silent."""
        self.pass_time(60)
        [ready] = self.reclaim(worker)
        return self.claim(ready, worker)

    def commit(self, claim: Claim, *effects: EffectKey, session: str = "{}") -> Claim:
        """Consume the head message and return the claim as it stands after."""
        commit = a_commit(claim, *effects, session=session)
        assert self.dialogs.commit(claim, commit, nonce=self.nonce()) == "ok"
        return claim.after(commit)


def a_dialog(number: int = 1) -> DialogKey:
    return dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{number}")


def neighbours(dialog: DialogKey) -> Iterator[DialogKey]:
    """Yield other dialogs of the same partition, for order is kept within one."""
    keys = Keys(partitions=PARTITIONS)
    others = (a_dialog(number) for number in count(100))
    return (x for x in others if keys.partition(x) == keys.partition(dialog))


def a_neighbour(dialog: DialogKey) -> DialogKey:
    return next(neighbours(dialog))


def an_effect(claim: Claim, index: int = 0) -> EffectKey:
    return EffectKey(f"{claim.dialog}.{claim.mail[0].sequence}.{index}")


def a_commit(claim: Claim, *effects: EffectKey, session: str = "{}") -> Commit:
    planned = tuple(PlannedEffect(key, f"document of {key}") for key in effects)
    return Commit(sequence=claim.mail[0].sequence, session=session, effects=planned)


class StoreFactory(Protocol):
    def __call__(self) -> Store: ...


def memory_store() -> Store:
    clock = Ticks()
    store = MemoryStore(clock)

    def pass_time(seconds: float) -> None:
        clock.seconds += seconds

    def dead_letters() -> DeadLetters:
        return [(x.dialog, x.envelope.document, x.reason, x.failures) for x in store.dead]

    def forget_when_marked() -> None:
        for effect in store.dialog(a_dialog()).effects.values():
            effect.marked_at = None

    return Store(
        inbox=MemoryInbox(store, mailbox_limit=MAILBOX_LIMIT),
        dialogs=MemoryDialogs(store),
        journal=MemoryEffectsJournal(store),
        lead_dialogs=MemoryLeadDialogs(store),
        call_limits=MemoryCallLimits(store, CALL_BUDGET),
        portal_records=MemoryPortalRecords(store),
        leases=MemoryLeases(store),
        order_desk=MemoryOrderDesk(store),
        operator_queue=MemoryOperatorQueue(store),
        archive_queue=MemoryArchiveQueue(store),
        event_offsets=MemoryEventOffsets(store),
        search_cache=MemorySearchCache(store, CACHE_BOUNDS),
        pass_time=pass_time,
        forget_when_marked=forget_when_marked,
        dead_letters=dead_letters,
    )


def redis_store(connection: RedisConnection, client: Redis, *, under: str = "") -> Store:
    """A store under a prefix of its own on a shared server."""
    keys = Keys(prefix=f"{under}t{uuid4().hex[:12]}", partitions=PARTITIONS)
    return Store(
        inbox=RedisInbox(connection, keys, mailbox_limit=MAILBOX_LIMIT),
        dialogs=RedisDialogs(connection, keys, archived=True),
        journal=RedisEffectsJournal(connection, keys, archived=True),
        lead_dialogs=RedisLeadDialogs(connection, keys),
        call_limits=RedisCallLimits(connection, keys, CALL_BUDGET),
        portal_records=RedisPortalRecords(connection, keys),
        leases=RedisLeases(connection, keys),
        order_desk=RedisOrderDesk(connection, keys),
        operator_queue=RedisOperatorQueue(connection, keys, archived=True),
        archive_queue=RedisArchiveQueue(connection, keys),
        event_offsets=RedisEventOffsets(connection, keys),
        search_cache=RedisSearchCache(connection, keys, CACHE_BOUNDS),
        pass_time=lambda seconds: _pass_time(client, keys, round(seconds * 1000)),
        forget_when_marked=lambda: _forget_when_marked(client, keys),
        dead_letters=lambda: _dead_letters(client, keys),
    )


def _dead_letters(client: Redis, keys: Keys) -> DeadLetters:
    entries: list[tuple[str, dict[str, str]]] = [
        entry for p in range(keys.partitions) for entry in cast("Any", client).xrange(keys.dead(p))
    ]
    return [
        (x["dialog"], x["message"].partition("|")[2], x["reason"], int(x["failures"]))
        for _, x in entries
    ]


def _pass_time(client: Redis, keys: Keys, milliseconds: int) -> None:
    """Make everything in the store that much older, since its clock cannot be moved."""
    age = {
        "lk": _shorten_life,
        "seen": _shorten_life,
        "ld": _shorten_life,
        "cr": _shorten_life,
        "le": _shorten_life,
        "cb": _leak,
        "dly": _bring_forward,
        "arc": _bring_forward,
        "ef": _start_earlier,
        "oa": _bring_forward,
        "ot": _shorten_life,
        "or": _send_earlier,
        "rdy": _idle_longer,
        "sc": _shorten_life,
        "sx": _bring_forward,
    }
    for name in list(client.scan_iter(f"{keys.prefix}:*", count=1000)):
        kind = name.removeprefix(f"{keys.prefix}:").split(":")[1:2]
        if kind and kind[0] in age:
            age[kind[0]](client, name, milliseconds)


def _forget_when_marked(client: Redis, keys: Keys) -> None:
    for name in list(client.scan_iter(f"{keys.prefix}:*:ef:*", count=1000)):
        client.hdel(name, "marked")


def _shorten_life(client: Redis, name: str, milliseconds: int) -> None:
    left = client.pttl(name) - milliseconds
    if left > 0:
        client.pexpire(name, left)
    else:
        client.delete(name)


def _bring_forward(client: Redis, name: str, milliseconds: int) -> None:
    for dialog, _ in client.zscan_iter(name):
        client.zincrby(name, -milliseconds, dialog)


def _start_earlier(client: Redis, name: str, milliseconds: int) -> None:
    for moment in ("started", "first_started", "marked"):
        if client.hexists(name, moment):
            client.hincrby(name, moment, -milliseconds)


def _leak(client: Redis, name: str, milliseconds: int) -> None:
    client.hincrby(name, "at", -milliseconds)


def _send_earlier(client: Redis, name: str, milliseconds: int) -> None:
    client.hincrby(name, "sent", -milliseconds)
    _shorten_life(client, name, milliseconds)


def _idle_longer(client: Redis, name: str, milliseconds: int) -> None:
    if not client.xinfo_groups(name):
        return
    rows: list[dict[str, Any]] = cast("Any", client).xpending_range(name, "w", "-", "+", 100)
    for row in rows:
        idle = row["time_since_delivered"] + milliseconds
        client.xclaim(name, "w", row["consumer"], 0, [row["message_id"]], idle=idle, justid=True)
