"""Everything durable, over one set of Redis connections."""

from dataclasses import dataclass

import structlog

from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import CallBudget
from engine.ports.search_cache import CacheBounds
from integrations.redis.archive_queue import RedisArchiveQueue
from integrations.redis.call_limits import RedisCallLimits
from integrations.redis.connection import SOCKET_TIMEOUT_SECONDS, RedisConnection
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.effects_journal import RedisEffectsJournal
from integrations.redis.event_offsets import RedisEventOffsets
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.layout import Layout
from integrations.redis.lead_dialogs import RedisLeadDialogs
from integrations.redis.leases import RedisLeases
from integrations.redis.operator_queue import RedisOperatorQueue
from integrations.redis.order_desk import RedisOrderDesk
from integrations.redis.portal_records import RedisPortalRecords
from integrations.redis.replication import Replication
from integrations.redis.search_cache import RedisSearchCache
from integrations.redis.write_probe import WriteProbe

log = structlog.get_logger()


@dataclass(frozen=True)
class Store:
    """The durable ports of one process."""

    connection: RedisConnection
    writes_refused: WriteProbe
    layout: Layout
    inbox: RedisInbox
    dialogs: RedisDialogs
    journal: RedisEffectsJournal
    lead_dialogs: RedisLeadDialogs
    call_limits: RedisCallLimits
    portal_records: RedisPortalRecords
    leases: RedisLeases
    order_desk: RedisOrderDesk
    operator_queue: RedisOperatorQueue
    archive_queue: RedisArchiveQueue
    event_offsets: RedisEventOffsets
    search_cache: RedisSearchCache | None
    """None where searches are not remembered."""


def open_store(settings: Settings) -> Store:
    """Connect to Redis.

    Raises InvalidInput when no address is given, StoreUnavailable when nothing answers there,
    CortexError REDIS_TOO_OLD for a server that is too old, StoreBroken REDIS_LAYOUT_DIFFERS where
    the data is kept in another number of partitions.
    """
    store = reach_store(settings)
    store.connection.require_supported_server()
    store.layout.require()
    if store.connection.may_evict():
        log.warning("redis_may_evict", advice="set maxmemory-policy to noeviction")
    if store.connection.awaits_no_replica:
        log.warning("replicas_not_awaited", advice="set CORTEX_REDIS_REPLICAS to 1")
    return store


def reach_store(
    settings: Settings, *, socket_timeout_seconds: float = SOCKET_TIMEOUT_SECONDS
) -> Store:
    """Prepare the way to Redis without asking whether it is there."""
    if settings.redis_url is None:
        raise InvalidInput(
            "REDIS_URL must be set: the address of Redis 6.2 or newer", code="SETTING_INVALID"
        )
    connection = RedisConnection(
        settings.redis_url.reveal(),
        socket_timeout_seconds=socket_timeout_seconds,
        replication=Replication(settings.redis_replicas, settings.redis_wait_ms),
    )
    hold = settings.failover_hold_seconds if connection.fails_over else 0
    keys = Keys(settings.redis_prefix, settings.partitions)
    archived = settings.archive_dir is not None
    budget = CallBudget(settings.portal_calls_at_once, settings.portal_calls_per_second)
    return Store(
        connection=connection,
        writes_refused=WriteProbe(connection, keys),
        layout=Layout(connection, keys),
        inbox=RedisInbox(connection, keys),
        dialogs=RedisDialogs(connection, keys, archived=archived),
        journal=RedisEffectsJournal(connection, keys, archived=archived),
        lead_dialogs=RedisLeadDialogs(connection, keys),
        call_limits=RedisCallLimits(connection, keys, budget),
        portal_records=RedisPortalRecords(connection, keys),
        leases=RedisLeases(connection, keys),
        order_desk=RedisOrderDesk(connection, keys, failover_hold_seconds=hold),
        operator_queue=RedisOperatorQueue(connection, keys, archived=archived),
        archive_queue=RedisArchiveQueue(connection, keys),
        event_offsets=RedisEventOffsets(connection, keys),
        search_cache=_search_cache(settings, connection, keys),
    )


def _search_cache(
    settings: Settings, connection: RedisConnection, keys: Keys
) -> RedisSearchCache | None:
    bounds = CacheBounds(settings.search_cache_seconds, settings.search_cache_entries)
    return RedisSearchCache(connection, keys, bounds) if bounds.seconds else None
