"""The spool of a web process and who empties it."""

from dataclasses import dataclass

from api.settings import SettingInvalid, Settings
from engine.ports.clock import Clock
from engine.ports.inbox import Inbox
from engine.ports.metrics import Metrics
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.spool.folder import SpoolFolder
from integrations.spool.outage import Outage
from integrations.spool.replay import ReplaySpool
from integrations.spool.spooling_inbox import SpoolingInbox

_MEGABYTE = 1024 * 1024
_HOUR = 3600.0


@dataclass(frozen=True)
class WebSpool:
    """What a web process puts between itself and a store that may be away."""

    folder: SpoolFolder
    outage: Outage
    clock: Clock
    metrics: Metrics
    most_seconds: float

    def before(self, inbox: Inbox) -> SpoolingInbox:
        """Return the inbox that spools what this one cannot take."""
        return SpoolingInbox(inbox, self.folder, self.outage)

    def replay_into(self, inbox: Inbox, accept: AcceptEvent) -> ReplaySpool:
        """Return what puts into the inbox what was spooled; changed leads are accepted again."""
        return ReplaySpool(
            self.folder,
            inbox=inbox,
            lead_changed=accept.lead_changed,
            clock=self.clock,
            metrics=self.metrics,
            most_seconds=self.most_seconds,
        )


def web_spool(settings: Settings, clock: Clock, metrics: Metrics) -> WebSpool | None:
    """Return the spool with its folder made, None where none is wanted.

    Raises SettingInvalid for a folder that cannot be had.
    """
    if not settings.spool_megabytes:
        return None
    folder = SpoolFolder(
        settings.spool_directory.resolve(),
        limit_bytes=settings.spool_megabytes * _MEGABYTE,
        clock=clock,
        metrics=metrics,
    )
    try:
        folder.prepare()
    except OSError as error:
        raise SettingInvalid("CORTEX_SPOOL_DIR", "must be a folder we may write to") from error
    return WebSpool(folder, Outage(clock), clock, metrics, settings.spool_hours * _HOUR)
