"""A stack for campaigns: an installed application, two workers, and short times."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from api.cli.child_process import ChildProcess
from api.cli.local_ports import claim_port
from api.cli.stack import LocalStack, StackSettings, local_stack
from api.cli.waiting import wait_for
from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import PARTITIONS, Keys
from integrations.redis.portal_records import RedisPortalRecords
from integrations.sealing import Sealer, new_key
from integrations.secret import Secret
from tests.e2e.customer import PATIENCE_SECONDS
from tests.integration.test_bitrix24_portal_access import an_installed_portal

CALLS_AT_ONCE, CALLS_PER_SECOND = 15, 50
_PORTAL_OF_THE_ENVIRONMENT = (
    *("MEMBER_ID", "DOMAIN", "APPLICATION_TOKEN", "REST_URL"),
    *("BOT_ID", "CLIENT_ID", "BOT_API", "EVENTS"),
)


class CampaignStack:
    """The processes, and what only Redis knows of their work."""

    def __init__(self, stack: LocalStack, redis: RedisConnection) -> None:
        self.stack = stack
        self._redis = redis
        self._keys = Keys(stack.tokens.redis_prefix)
        self.second_worker = stack.new_worker("worker-2")

    def install(self, sealer: Sealer) -> None:
        """Keep the emulated portal as one that has installed the application."""
        records = RedisPortalRecords(self._redis, self._keys)
        portal = replace(
            an_installed_portal(self.stack.emulators.bitrix_url),
            application_token=Secret(self.stack.tokens.application),
        )
        PortalRegistry(records, sealer, allow_local=True).add(PortalRecord(portal))

    def start_second_worker(self) -> None:
        self.second_worker.start()
        wait_for(
            lambda: "worker_started" in self.second_worker.log.read_text(encoding="utf-8"),
            what="the second worker is up",
            seconds=PATIENCE_SECONDS,
        )

    def kill_a_worker(self) -> None:
        """Let one of the two die in the middle of its work and come back."""
        worker: ChildProcess = self.stack.worker
        worker.kill()
        worker.start()

    def is_quiet(self) -> bool:
        """Say whether no dialog is worked on, waits for a worker or for its time."""
        # What becomes ready between two looks is seen by one of them.
        looks = (self._delayed, self._scheduled, self._delayed)
        return not any(look() for look in looks)

    def left_to_people(self) -> int:
        """Count effects and messages put aside for a person."""
        return self._redis.repeatable(
            lambda client: sum(
                client.zcard(self._keys.manual(partition)) + client.xlen(self._keys.dead(partition))
                for partition in range(PARTITIONS)
            )
        )

    def _delayed(self) -> int:
        return self._redis.repeatable(
            lambda client: sum(client.zcard(self._keys.delayed(n)) for n in range(PARTITIONS))
        )

    def _scheduled(self) -> int:
        return self._redis.repeatable(
            lambda client: sum(client.xlen(self._keys.ready(n)) for n in range(PARTITIONS))
        )


@contextmanager
def campaign_stack(folder: Path) -> Iterator[CampaignStack]:
    """Start everything; it ends with the block."""
    key, port = new_key(), claim_port(0)
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("CORTEX_")}  # noqa: TID251 - child processes need PATH and the like
    overrides = {
        **{f"CORTEX_BITRIX_{name}": "" for name in _PORTAL_OF_THE_ENVIRONMENT},
        "CORTEX_SEALING_KEYS": key.reveal(),
        "CORTEX_PORTAL_HOSTS": f"localhost:{port}",
        "CORTEX_PORTAL_CALLS_AT_ONCE": str(CALLS_AT_ONCE),
        "CORTEX_PORTAL_CALLS_PER_SECOND": str(CALLS_PER_SECOND),
        "CORTEX_HTTP_TOTAL_SECONDS": "2",
        "CORTEX_LOCK_SECONDS": "4",
        "CORTEX_PORTAL_CALL_SECONDS": "6",
        "CORTEX_RECLAIM_SECONDS": "5",
        "CORTEX_ABCP_ORDER_SECONDS": "2",
        # Remembered so shortly, searches still meet the misfortunes of the shop.
        "CORTEX_SEARCH_CACHE_SECONDS": "1",
    }
    settings = StackSettings(
        folder=folder, environment=surroundings, overrides=overrides, bitrix_port=port
    )
    with local_stack(settings, say=lambda _: None) as stack:
        assert stack.redis is not None
        redis = RedisConnection(stack.redis.url)
        try:
            campaign = CampaignStack(stack, redis)
            campaign.install(Sealer([key]))
            campaign.start_second_worker()
            yield campaign
        finally:
            redis.close()
