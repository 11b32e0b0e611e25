"""One of several web processes of a host: offers a message for each line told, and cares."""

import sys

import gevent
import structlog
from gevent.fileobject import FileObject

from api.bootstrap.spool import accepting_ports
from api.bootstrap.store import reach_store
from api.settings import settings_of_this_process
from engine.errors import StoreUnavailable
from engine.messages import DialogKey
from engine.ports.spool import SpooledLead
from integrations.clock import SystemClock
from integrations.spool.caretaker import Caretaker
from integrations.spool.leadership import Leadership
from integrations.spool.replay import ReplaySpool

IMPATIENT_SECONDS = 0.1


class NoMetrics:
    """The light one of the measures: the test looks at Redis and at answers."""

    def count(self, name: str, **labels: str) -> None:
        """Nothing is counted."""

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Nothing is measured."""

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Nothing is shown."""


def main() -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    settings, clock, metrics = settings_of_this_process(), SystemClock(), NoMetrics()
    store = reach_store(settings, socket_timeout_seconds=IMPATIENT_SECONDS)
    ports = accepting_ports(settings, store, clock, metrics)
    assert ports.folder is not None
    replay = ReplaySpool(
        ports.folder,
        inbox=store.inbox,
        lead_changed=_no_lead,
        clock=clock,
        metrics=metrics,
        most_seconds=3600,
    )
    gevent.spawn(_care, Caretaker(Leadership(ports.folder.directory / "leader.lock"), [replay]))
    _say("ready")
    for line in FileObject(sys.stdin.fileno(), "r"):
        dialog, text = line.split()
        stored = ports.inbox.enqueue(dialog=DialogKey(dialog), event_key=text, document=text)
        _say(stored.value)


def _care(care: Caretaker) -> None:
    while True:
        gevent.sleep(0.02)
        try:
            care()
        except StoreUnavailable:
            continue


def _no_lead(_: SpooledLead) -> None:
    raise AssertionError("no lead was spooled")


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
