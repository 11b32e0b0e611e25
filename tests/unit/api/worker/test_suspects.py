"""A message that kills its process: it alone is set aside, whoever was in hand beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import gevent
import pytest
from gevent.event import Event

from api.worker.loop import DELIVERIES_BEFORE_SETTING_ASIDE, Worker, WorkerLimits
from engine.commands.served import Served
from engine.errors import StoreUnavailable
from engine.messages import DialogKey, dialog_key
from engine.ports.dialogs import Busy, Claim, Ready
from engine.ports.metrics import SilentMetrics
from integrations.clock import RandomIdentifiers, SystemClock
from integrations.memory.dialogs import MemoryDialogs
from integrations.memory.inbox import MemoryInbox
from integrations.memory.store import MemoryStore

PATIENCE_SECONDS = 6.0


class DialogsOfAProcess(MemoryDialogs):
    """The store as one process sees it; nothing of a dead process reaches it."""

    alive = True
    answers_claims = True

    def ready(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        # A wait on a thread's lock would hold up every greenlet of the test.
        gevent.sleep(min(wait_seconds, 0.01))
        self.live()
        return super().ready(consumer=consumer, count=count, wait_seconds=0)

    def reclaim(self, *, consumer: str, idle_seconds: float, count: int) -> Sequence[Ready]:
        self.live()
        return super().reclaim(consumer=consumer, idle_seconds=idle_seconds, count=count)

    def claim(self, ready: Ready, *, owner: str, nonce: str, lease_seconds: float) -> Claim | Busy:
        self.live()
        if not self.answers_claims:
            raise StoreUnavailable("away")
        return super().claim(ready, owner=owner, nonce=nonce, lease_seconds=lease_seconds)

    def hand_back(self, ready: Ready, *, idle_seconds: float) -> None:
        self.live()
        super().hand_back(ready, idle_seconds=idle_seconds)

    def live(self) -> None:
        if not self.alive:
            raise gevent.GreenletExit


@dataclass
class Office:
    """One store and the workers that follow each other, as a supervisor starts them."""

    reclaim_seconds: float
    store: MemoryStore = field(default_factory=lambda: MemoryStore(SystemClock()))
    served: list[DialogKey] = field(default_factory=list)
    set_aside: list[DialogKey] = field(default_factory=list)
    workers: "list[tuple[Worker, gevent.Greenlet[..., None]]]" = field(default_factory=list)
    work: Callable[[Claim], None] = lambda _: None

    def receives(self, number: int, document: str = "innocent") -> DialogKey:
        dialog = dialog_key(domain="demo.bitrix24.ru", dialog_id=f"chat{number}")
        inbox = MemoryInbox(self.store)
        inbox.enqueue(dialog=dialog, event_key=f"e{number}", document=document)
        return dialog

    def starts_a_worker(self) -> DialogsOfAProcess:
        dialogs = DialogsOfAProcess(self.store)
        worker = Worker(
            name=f"w{len(self.workers)}",
            dialogs=dialogs,
            serve=Desk(self, dialogs),  # type: ignore[arg-type]
            clock=SystemClock(),
            identifiers=RandomIdentifiers(),
            metrics=SilentMetrics(),
            chance=lambda: 0.0,
            limits=WorkerLimits(40, self.reclaim_seconds * 0.8, self.reclaim_seconds, 0.05),
        )
        self.workers.append((worker, gevent.spawn(worker.run)))
        return dialogs

    def closes(self) -> None:
        for worker, running in self.workers:
            worker.stop()
            running.join(timeout=PATIENCE_SECONDS)


@dataclass
class Desk:
    """Stands where ServeDialog stands; poison kills the process that opens it."""

    office: Office
    dialogs: DialogsOfAProcess

    def __call__(self, claim: Claim, *, may_act: Callable[[], bool]) -> Served:
        assert may_act()
        if claim.mail[0].document == "poison":
            self.dialogs.alive = False
            raise gevent.GreenletExit
        self.office.served.append(claim.dialog)
        self.office.work(claim)
        return self._done(claim)

    def give_up(self, claim: Claim, *, reason: str, may_act: Callable[[], bool]) -> Served:
        assert may_act()
        self.office.set_aside.append(claim.dialog)
        return self._done(claim, reason)

    def _done(self, claim: Claim, reason: str = "done") -> Served:
        self.dialogs.dead_letter(claim, sequence=claim.mail[0].sequence, reason=reason)
        return Served()


@pytest.fixture
def office() -> Iterator[Callable[[float], Office]]:
    offices: list[Office] = []

    def opened(reclaim_seconds: float) -> Office:
        offices.append(Office(reclaim_seconds))
        return offices[-1]

    yield opened
    for one in offices:
        one.closes()


def until(true: Callable[[], object]) -> None:
    with gevent.Timeout(PATIENCE_SECONDS):
        while not true():
            gevent.sleep(0.005)


def until_its_end(process: DialogsOfAProcess, office: Office) -> None:
    until(lambda: not process.alive or office.set_aside)


@pytest.mark.parametrize("place", [0, 4, 9], ids=["first", "in the middle", "last"])
def test_only_the_message_that_kills_is_set_aside(
    office: Callable[[float], Office], place: int
) -> None:
    deadly = office(0.3)
    everybody = [
        deadly.receives(number, "poison" if number == place else "innocent") for number in range(10)
    ]
    poisoned = everybody[place]

    while not deadly.set_aside:
        until_its_end(deadly.starts_a_worker(), deadly)
    until(lambda: len(deadly.served) == 9)

    assert deadly.set_aside == [poisoned]
    assert {*deadly.served} == {*everybody} - {poisoned}
    assert len(deadly.workers) == DELIVERIES_BEFORE_SETTING_ASIDE + 1


def test_nothing_new_is_begun_beside_a_suspect(office: Callable[[float], Office]) -> None:
    shop, go_on = office(0.5), Event()
    suspect = shop.receives(1)
    token = shop.store.dialog(suspect).token
    assert token is not None
    shop.store.tokens[token].consumer, shop.store.tokens[token].deliveries = "dead", 2

    def held(claim: Claim) -> None:
        if claim.dialog == suspect:
            go_on.wait()

    shop.work = held
    shop.starts_a_worker()
    until(lambda: shop.served == [suspect])
    other = shop.receives(2)
    gevent.sleep(0.2)  # whoever still reads would begin the next one here
    alone = shop.served == [suspect]
    go_on.set()
    until(lambda: other in shop.served)

    assert alone


def test_a_store_that_is_away_makes_no_message_a_killer(office: Callable[[float], Office]) -> None:
    lonely = office(0.1)
    dialog = lonely.receives(1)
    dialogs = lonely.starts_a_worker()
    dialogs.answers_claims = False
    told = 0

    def reclaim(*, consumer: str, idle_seconds: float, count: int) -> Sequence[Ready]:
        nonlocal told
        taken = reclaiming(consumer=consumer, idle_seconds=idle_seconds, count=count)
        told += len(taken)
        return taken

    reclaiming = dialogs.reclaim
    dialogs.reclaim = reclaim  # type: ignore[method-assign]
    until(lambda: told > DELIVERIES_BEFORE_SETTING_ASIDE + 1)
    dialogs.answers_claims = True
    until(lambda: lonely.served)

    assert (lonely.served, lonely.set_aside) == ([dialog], [])
