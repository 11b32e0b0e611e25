"""A conversion that breaks anywhere, as often as it likes, ends in one contact and one deal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.crm_effects import DealConvert
from engine.effect_patience import Patience
from engine.effects import EffectKey, EffectState, encode_effect
from engine.errors import CallNotRun, OutcomeUnknown
from engine.journal import Delivery, Lost, Postponed, Settled, deliver_once
from engine.ports.dialogs import Claim, Commit, PlannedEffect
from engine.ports.executors import Executor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_creators import crm_creators
from integrations.http import Answer, Exchange, HttpPool
from tests.contract.stores import Store, Ticks, a_dialog, memory_store
from tests.integration.crm_desk import EMULATED, MARINA, ROWS, CrmDesk, crm_desk

GRACE_SECONDS = 40.0
LATE_SECONDS = 55.0
"""A portal works on a call for less than a minute after its answer was lost."""
DEATH_SECONDS = 20.0
Fate = Literal["not run", "lost before", "lost after", "late", "died before", "died after"]
CALLS_OF_A_CONVERSION = 14
NAMES = [row.name for row in ROWS]


class WorkerDied(BaseException):
    """Ends an attempt where a killed process would."""


@dataclass
class RoughSea:
    """A connection on which chosen requests meet their fate; the others arrive."""

    http: HttpPool
    clock: Ticks
    fates: Mapping[int, Fate]
    sent: int = 0
    late: list[tuple[float, Exchange]] = field(default_factory=list)

    def send(self, exchange: Exchange) -> Answer:
        fate = self.fates.get(self.sent)
        self.sent += 1
        call: Mapping[str, Any] = {"system": "bitrix24", "operation": exchange.operation}
        if fate == "not run":
            raise CallNotRun("busy", **call)
        if fate == "died before":
            raise WorkerDied
        if fate == "late":
            self.late.append((self.clock.now() + LATE_SECONDS, exchange))
        if fate in {"late", "lost before"}:
            raise OutcomeUnknown("timeout", **call)
        answer = self.http.send(exchange)
        if fate == "died after":
            raise WorkerDied
        if fate == "lost after":
            raise OutcomeUnknown("timeout", **call)
        return answer

    def pass_time(self, seconds: float) -> None:
        self.clock.seconds += seconds
        for due, exchange in [*self.late]:
            if due <= self.clock.now():
                self.late.remove((due, exchange))
                self.http.send(exchange)


@dataclass
class Conversion:
    """One lead of a placed order and the journal of its conversion."""

    desk: CrmDesk
    sea: RoughSea
    store: Store
    claim: Claim
    executor: Executor

    def to_the_end(self) -> Settled:
        """Deliver as workers do, one after the other, until it is settled."""
        for _ in range(60):
            delivery = self._attempt()
            self._lead_in_success_has_its_deal()
            if isinstance(delivery, Settled):
                return delivery
            pause = delivery.seconds if isinstance(delivery, Postponed) else DEATH_SECONDS
            self._next_worker(pause)
        raise AssertionError("the conversion never ended")

    def _attempt(self) -> Delivery:
        try:
            return deliver_once(
                self.claim.effects[0],
                claim=self.claim,
                journal=self.store.journal,
                executors={DealConvert.kind: self.executor},
                may_act=lambda: True,
                nonce=self.store.nonce(),
                patience=Patience(GRACE_SECONDS),
            )
        except WorkerDied:
            return Lost()

    def _next_worker(self, seconds: float) -> None:
        self.store.dialogs.release(self.claim)
        self.store.pass_time(seconds)
        self.sea.pass_time(seconds)
        self.claim = self.store.take("worker-2")

    def _lead_in_success_has_its_deal(self) -> None:
        if self.desk.lead["stageId"] == "CONVERTED":
            (deal,) = self.desk.deals()
            assert [row["productName"] for row in deal["rows"]] == NAMES


def a_conversion(
    desk: CrmDesk, fates: Mapping[int, Fate], *, phone: str = "+79123456789"
) -> Conversion:
    lead_id = desk.open_lead()
    action = DealConvert(
        member_id=EMULATED.member_id,
        lead_id=lead_id,
        order_number=str(lead_id),
        title="Заказ",
        comment="Бот оформил заказ.",
        contact=type(MARINA)(MARINA.last_name, MARINA.first_name, phone=phone),
        rows=ROWS,
        status_id="CONVERTED",
        seen_status_id="NEW",
    )
    store = memory_store()
    store.accept(a_dialog(), "one")
    claim = store.take()
    effect = PlannedEffect(EffectKey(f"{a_dialog()}.1.0"), encode_effect(action))
    commit = Commit(1, "{}", (effect,))
    store.dialogs.commit(claim, commit, nonce=store.nonce())
    clock = Ticks()
    http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
    sea = RoughSea(http, clock, fates)
    client = Bitrix24Client(cast("HttpPool", sea), clock)
    executor = crm_creators(client, desk.directory, longest_call_seconds=70.0)[DealConvert.kind]
    return Conversion(desk, sea, store, claim.after(commit), executor)


def expect_one_of_everything(desk: CrmDesk, *, phone: str) -> None:
    (deal,) = desk.deals()
    digits = phone[-10:]
    holders = [c for c in desk.crm["contacts"] if any(digits in p for p in c["phones"])]
    (contact,) = holders
    assert len(contact["phones"]) == 1
    assert deal["fields"]["CONTACT_ID"] == str(contact["id"]) == str(desk.lead["contactId"])
    assert [row["productName"] for row in deal["rows"]] == NAMES
    assert len(desk.comments("deal", deal["id"])) == 1
    assert desk.lead["stageId"] == "CONVERTED"


@pytest.fixture(scope="module")
def desk() -> Iterator[CrmDesk]:
    with crm_desk() as opened:
        yield opened


@pytest.fixture(scope="module")
def new_phone() -> Callable[[], str]:
    phones = iter(range(9_120_000_000, 9_130_000_000))
    return lambda: f"+7{next(phones)}"


def test_an_undisturbed_conversion_takes_so_many_calls(
    desk: CrmDesk, new_phone: Callable[[], str]
) -> None:
    conversion = a_conversion(desk, {}, phone=new_phone())

    assert conversion.to_the_end().state is EffectState.SUCCEEDED
    assert conversion.sea.sent == CALLS_OF_A_CONVERSION


@pytest.mark.parametrize("fate", get_args(Fate))
@pytest.mark.parametrize("position", range(CALLS_OF_A_CONVERSION))
def test_a_fault_at_any_call_is_made_good(
    desk: CrmDesk, new_phone: Callable[[], str], position: int, fate: Fate
) -> None:
    phone = new_phone()
    conversion = a_conversion(desk, {position: fate}, phone=phone)

    settled = conversion.to_the_end()

    assert settled.state is EffectState.SUCCEEDED
    expect_one_of_everything(desk, phone=phone)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    fates=st.dictionaries(
        st.integers(0, 3 * CALLS_OF_A_CONVERSION), st.sampled_from(get_args(Fate)), max_size=6
    )
)
def test_faults_at_many_calls_are_made_good(
    desk: CrmDesk, new_phone: Callable[[], str], fates: dict[int, Fate]
) -> None:
    phone = new_phone()
    conversion = a_conversion(desk, fates, phone=phone)

    settled = conversion.to_the_end()

    assert settled.state is EffectState.SUCCEEDED
    expect_one_of_everything(desk, phone=phone)
