"""The loop around dialogs: leases live, stops stop, nothing that raises ends it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

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

LEASE_SECONDS = 1.0
PATIENCE_SECONDS = 6.0


class DialogsWithEqualTokens(MemoryDialogs):
    """Hands out the same token for every dialog, as two partitions of a real store may."""

    deliveries = 1
    more_than_asked = 0

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store)
        self.tokens: dict[DialogKey, str] = {}
        self.handed_back: list[DialogKey] = []
        self.forgotten: list[float] = []

    def ready(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        # A wait on a thread's lock would hold up every greenlet of the test.
        gevent.sleep(min(wait_seconds, 0.01))
        count += self.more_than_asked
        found = super().ready(consumer=consumer, count=count, wait_seconds=0)
        self.tokens |= {ready.dialog: ready.token for ready in found}
        return [replace(r, token="1-0", deliveries=self.deliveries) for r in found]

    def claim(self, ready: Ready, *, owner: str, nonce: str, lease_seconds: float) -> Claim | Busy:
        own = replace(ready, token=self.tokens[ready.dialog])
        claim = super().claim(own, owner=owner, nonce=nonce, lease_seconds=lease_seconds)
        return claim if isinstance(claim, Busy) else replace(claim, ready=ready)

    def renew(self, claim: Claim, *, lease_seconds: float) -> bool:
        return super().renew(self._own(claim), lease_seconds=lease_seconds)

    def release(self, claim: Claim, *, delay_seconds: float | None = None) -> bool:
        return super().release(self._own(claim), delay_seconds=delay_seconds)

    def hand_back(self, ready: Ready, *, idle_seconds: float) -> None:
        self.handed_back.append(ready.dialog)
        own = replace(ready, token=self.tokens[ready.dialog])
        super().hand_back(own, idle_seconds=idle_seconds)

    def forget_consumers(self, *, idle_seconds: float) -> int:
        self.forgotten.append(idle_seconds)
        return super().forget_consumers(idle_seconds=idle_seconds)

    def _own(self, claim: Claim) -> Claim:
        return replace(claim, ready=replace(claim.ready, token=self.tokens[claim.dialog]))


@dataclass
class Desk:
    """Stands where ServeDialog stands and records what it is asked."""

    work: Callable[[Claim, Callable[[], bool]], Served]
    begun: list[DialogKey] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failing: bool = False

    def __call__(self, claim: Claim, *, may_act: Callable[[], bool]) -> Served:
        self.begun.append(claim.dialog)
        return self.work(claim, may_act)

    def after_failure(self, claim: Claim, *, reason: str, may_act: Callable[[], bool]) -> Served:
        assert may_act()
        self.asked.append(f"after_failure {reason}")
        if self.failing:
            raise RuntimeError(claim.dialog)
        return Served(delay_seconds=60)

    def give_up(self, claim: Claim, *, reason: str, may_act: Callable[[], bool]) -> Served:
        assert may_act()
        self.asked.append(f"give_up {reason}")
        return Served(set_aside=reason, delay_seconds=60 if claim.mail else None)

    def bury(self, claim: Claim, *, reason: str) -> Served:
        self.asked.append(f"bury {reason}")
        return Served(set_aside=reason, delay_seconds=60 if claim.mail else None)


@dataclass
class Office:
    """A worker over memory ports, running in a greenlet."""

    worker: Worker
    desk: Desk
    inbox: MemoryInbox
    dialogs: DialogsWithEqualTokens
    running: "gevent.Greenlet[..., None]"

    def receives(self, number: int) -> DialogKey:
        dialog = dialog_key(domain="demo.bitrix24.ru", dialog_id=f"chat{number}")
        self.inbox.enqueue(dialog=dialog, event_key=f"e{number}", document="{}")
        return dialog


def done(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
    return Served(delay_seconds=60)


@pytest.fixture
def office() -> Iterator[Callable[..., Office]]:
    offices: list[Office] = []

    def opened(
        work: Callable[..., Served] = done, *, greenlets: int = 8, reclaim_seconds: float = 60
    ) -> Office:
        store = MemoryStore(SystemClock())
        dialogs, desk = DialogsWithEqualTokens(store), Desk(work)
        worker = Worker(
            name="w1",
            dialogs=dialogs,
            serve=desk,  # type: ignore[arg-type]
            clock=SystemClock(),
            identifiers=RandomIdentifiers(),
            metrics=SilentMetrics(),
            chance=lambda: 0.0,
            limits=WorkerLimits(
                greenlets, LEASE_SECONDS, reclaim_seconds, forget_every_seconds=0.01
            ),
        )
        inbox = MemoryInbox(store)
        offices.append(Office(worker, desk, inbox, dialogs, gevent.spawn(worker.run)))
        return offices[-1]

    yield opened
    for one in offices:
        one.worker.stop()
        one.running.join(timeout=PATIENCE_SECONDS)


def until(true: Callable[[], object]) -> None:
    with gevent.Timeout(PATIENCE_SECONDS):
        while not true():
            gevent.sleep(0.005)


def test_dialogs_with_equal_tokens_keep_their_leases_far_beyond_one(
    office: Callable[..., Office],
) -> None:
    told: list[bool] = []
    clock = SystemClock()

    def slowly(_claim: Claim, may_act: Callable[[], bool]) -> Served:
        end = clock.monotonic() + 2.5 * LEASE_SECONDS
        until(lambda: clock.monotonic() > end)
        told.append(may_act())
        return Served(delay_seconds=60)

    busy = office(slowly)
    for number in range(4):
        busy.receives(number)
    until(lambda: len(told) == 4)

    assert told == [True] * 4


def test_a_lease_that_is_no_longer_renewed_forbids_to_act(office: Callable[..., Office]) -> None:
    told: list[bool] = []

    def robbed(claim: Claim, may_act: Callable[[], bool]) -> Served:
        shop.dialogs.renew = lambda *_, **__: False  # type: ignore[method-assign]
        until(lambda: not may_act())
        told.append(may_act())
        assert claim.mail
        return Served(lost=True)

    shop = office(robbed)
    shop.receives(1)
    until(lambda: told)

    assert told == [False]


def test_workers_that_ended_an_hour_ago_are_forgotten_again_and_again(
    office: Callable[..., Office],
) -> None:
    idle = office()

    until(lambda: len(idle.dialogs.forgotten) >= 2)

    assert set(idle.dialogs.forgotten) == {3600.0}


def test_leases_are_renewed_side_by_side(office: Callable[..., Office]) -> None:
    asked: set[DialogKey] = set()
    all_asked = Event()

    def renew(claim: Claim, *, lease_seconds: float) -> bool:
        del lease_seconds
        asked.add(claim.dialog)
        if len(asked) == 4:
            all_asked.set()
        return bool(all_asked.wait(PATIENCE_SECONDS))

    def held(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        all_asked.wait(PATIENCE_SECONDS)
        return Served(delay_seconds=60)

    busy = office(held)
    busy.dialogs.renew = renew  # type: ignore[method-assign]
    for number in range(4):
        busy.receives(number)
    until(lambda: len(busy.desk.begun) == 4)

    assert all_asked.wait(2 * LEASE_SECONDS)


def test_a_lease_that_cannot_be_renewed_now_keeps_no_other_from_it(
    office: Callable[..., Office],
) -> None:
    told: dict[DialogKey, bool] = {}
    clock = SystemClock()

    def renew(claim: Claim, *, lease_seconds: float) -> bool:
        if claim.dialog == unlucky:
            raise StoreUnavailable("away")
        return renewing(claim, lease_seconds=lease_seconds)

    def slowly(claim: Claim, may_act: Callable[[], bool]) -> Served:
        end = clock.monotonic() + 2.5 * LEASE_SECONDS
        until(lambda: clock.monotonic() > end)
        told[claim.dialog] = may_act()
        return Served(delay_seconds=60)

    busy = office(slowly)
    renewing = busy.dialogs.renew
    busy.dialogs.renew = renew  # type: ignore[method-assign]
    unlucky, *lucky = [busy.receives(number) for number in range(3)]
    until(lambda: len(told) == 3)

    assert told == {unlucky: False, **dict.fromkeys(lucky, True)}


def test_a_store_that_is_away_is_asked_ever_more_seldom_and_at_once_used_when_back(
    office: Callable[..., Office],
) -> None:
    clock = SystemClock()
    asked: list[float] = []

    def ready(*, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        asked.append(clock.monotonic())
        if len(asked) < 4:
            raise StoreUnavailable("away")
        return reading(consumer=consumer, count=count, wait_seconds=wait_seconds)

    lonely = office()
    reading = lonely.dialogs.ready
    lonely.dialogs.ready = ready  # type: ignore[method-assign]
    dialog = lonely.receives(1)
    until(lambda: bool(lonely.desk.begun) and len(asked) > 4)

    assert lonely.desk.begun == [dialog]
    assert asked[3] - asked[0] >= 0.5 + 1.0 + 2.0
    assert asked[4] - asked[3] < 4.0  # the wait that a fifth failure would have brought


def test_stopping_with_full_hands_begins_nothing_new(office: Callable[..., Office]) -> None:
    finish = Event()

    def held(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        finish.wait()
        return Served(delay_seconds=60)

    small = office(held, greenlets=1)
    for number in range(5):
        small.receives(number)
    until(lambda: small.desk.begun)

    small.worker.stop()
    finish.set()
    small.running.join(timeout=PATIENCE_SECONDS)
    gevent.sleep(0.1)  # whoever still reads would begin the next one here

    assert small.running.ready()
    assert len(small.desk.begun) == 1


def test_stopping_gives_back_at_once_what_nobody_has_begun_with(
    office: Callable[..., Office],
) -> None:
    finish = Event()

    def held(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        finish.wait()
        return Served(delay_seconds=60)

    small = office(held, greenlets=1)
    small.dialogs.more_than_asked = 10
    all_dialogs = [small.receives(number) for number in range(5)]
    until(lambda: small.desk.begun)

    small.worker.stop()
    finish.set()
    small.running.join(timeout=PATIENCE_SECONDS)

    begun = small.desk.begun
    taken_over = small.dialogs.reclaim(consumer="w2", idle_seconds=60, count=10)
    assert {*small.dialogs.handed_back} == {ready.dialog for ready in taken_over}
    assert {*begun, *small.dialogs.handed_back} == {*all_dialogs}
    assert {ready.deliveries for ready in taken_over} == {1}


def test_what_finds_no_room_in_time_goes_back_before_it_looks_abandoned(
    office: Callable[..., Office],
) -> None:
    finish = Event()

    def held(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        finish.wait()
        return Served(delay_seconds=60)

    busy = office(held, greenlets=1, reclaim_seconds=2.0)
    busy.dialogs.more_than_asked = 10
    all_dialogs = [busy.receives(number) for number in range(5)]
    until(lambda: len(busy.dialogs.handed_back) == 4)

    taken_over = busy.dialogs.reclaim(consumer="w2", idle_seconds=2.0, count=10)
    finish.set()
    assert {ready.dialog for ready in taken_over} == {*all_dialogs} - {*busy.desk.begun}
    assert {ready.deliveries for ready in taken_over} == {1}


def test_a_message_handed_out_too_often_is_given_up_unopened(
    office: Callable[..., Office],
) -> None:
    deadly = office()
    deadly.dialogs.deliveries = DELIVERIES_BEFORE_SETTING_ASIDE + 1

    deadly.receives(1)
    until(lambda: deadly.desk.asked)

    assert deadly.desk.asked[0] == "give_up kills_workers"
    assert deadly.desk.begun == []


def test_a_failure_is_counted_and_the_next_dialog_served(office: Callable[..., Office]) -> None:
    def broken(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        raise KeyError("x")

    clumsy = office(broken)
    clumsy.receives(1)
    clumsy.receives(2)
    until(lambda: len(clumsy.desk.asked) >= 2)

    assert clumsy.desk.asked == ["after_failure KeyError"] * 2


def test_what_cannot_even_be_given_up_is_put_aside_unread(office: Callable[..., Office]) -> None:
    def broken(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        raise KeyError("x")

    hopeless = office(broken)
    hopeless.desk.failing = True
    hopeless.receives(1)
    until(lambda: len(hopeless.desk.asked) >= 2)

    assert hopeless.desk.asked[:2] == ["after_failure KeyError", "bury KeyError"]


def test_a_store_that_goes_away_in_the_middle_leaves_the_dialog_to_be_reclaimed(
    office: Callable[..., Office],
) -> None:
    def cut_off(_claim: Claim, _may_act: Callable[[], bool]) -> Served:
        raise StoreUnavailable("gone")

    lonely = office(cut_off)
    dialog = lonely.receives(1)
    until(lambda: lonely.desk.begun)
    other = lonely.receives(2)
    until(lambda: other in lonely.desk.begun)

    assert lonely.desk.asked == []
    assert dialog in lonely.desk.begun
