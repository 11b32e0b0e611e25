"""Keeps what has ended in files beside the store, by one worker at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import gevent
import structlog

from api.bootstrap.store import Store
from api.settings import Settings
from engine.ports.archive_queue import ArchiveQueue, Ended
from engine.ports.leases import Leases
from engine.ports.metrics import Metrics
from integrations.archive.folder import ArchiveFolder
from integrations.archive.line import line_of
from integrations.clock import SystemClock

log = structlog.get_logger()

_LEASE = "archive"
_LEASE_SECONDS = 60.0
_AT_ONCE = 200


@dataclass(frozen=True)
class Archiving:
    """Writes, waits for the disk, and only then lets the store forget that it was to be written."""

    worker: str
    queue: ArchiveQueue
    folder: ArchiveFolder
    leases: Leases
    metrics: Metrics

    def __call__(self) -> None:
        """Archive what has ended by now; another worker does it while it has the right."""
        if not self.leases.take(_LEASE, owner=self.worker, seconds=_LEASE_SECONDS):
            return
        while ended := self.queue.due(limit=_AT_ONCE):
            if not self._kept(ended):
                return
            self.queue.kept(ended)
            if len(ended) < _AT_ONCE:
                return

    def _kept(self, ended: Sequence[Ended]) -> bool:
        # What the store has forgotten meanwhile cannot be kept any more.
        known = [one for one in ended if one.fields]
        lines = [line_of(one) for one in known]
        try:
            # Outside the hub: a slow disk, or packing a closed file, must not hold dialogs up.
            gevent.get_hub().threadpool.apply(self.folder.append, (lines,))
        except OSError as error:
            log.warning("not_archived", error_type=type(error).__name__)
            return False
        for one in known:
            self.metrics.count("archived", kind=one.kind)
        return True


def archiving_of(
    settings: Settings, worker: str, store: Store, metrics: Metrics
) -> Archiving | None:
    """Return what archives for a worker, None where no archive is kept."""
    if settings.archive_dir is None:
        return None
    folder = ArchiveFolder(
        settings.archive_dir, megabytes=settings.archive_megabytes, now=SystemClock().now
    )
    return Archiving(worker, store.archive_queue, folder, store.leases, metrics)
