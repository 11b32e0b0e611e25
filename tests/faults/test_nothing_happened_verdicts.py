"""A case in which nothing happened shows nothing, and says so."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from random import Random  # noqa: TID251 - a nemesis is given one
from threading import Event

import pytest
import requests

from api.cli.portal_control import OpenedChat, OrderLedger, PendingFault, PortalControl
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, RunningEmulators, start_emulators
from tests.e2e.campaign_buyers import ORDERED, Buyer, Errand, Line, Wish
from tests.faults.case import Misfortune, Nemesis
from tests.faults.checker import nobody_ordered
from tests.faults.doors import FAIR
from tests.faults.ledger import Ledger
from tests.faults.misfortunes import Misfortunes, never_met
from tests.faults.scarcity import redis_forgets, redis_put_back
from tests.faults.stack import FaultStack
from tests.faults.topology_nemeses import master_cut_off

SLOW = Misfortune("portal", "imbot.message.add", "slow", times=9999)
DROPPED = Misfortune("shop", "orders/instant", "apply_then_drop")
GOODS = Misfortune("shop", "search/articles", "error_500")


@pytest.fixture(scope="module")
def emulators() -> Iterator[RunningEmulators]:
    with start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as running:
        yield running


@pytest.mark.parametrize(
    ("pending", "missed"),
    [
        ({}, 0),
        ({"portal": [PendingFault(SLOW.method, "slow", 9998)]}, 0),
        ({"portal": [PendingFault(SLOW.method, "slow", 9999)]}, 1),
        ({"shop": [PendingFault(DROPPED.method, DROPPED.mode, 1)]}, 1),
        ({"portal": [PendingFault(DROPPED.method, DROPPED.mode, 1)]}, 0),
    ],
)
def test_a_misfortune_that_no_call_has_met_is_told(
    pending: Mapping[str, Sequence[PendingFault]], missed: int
) -> None:
    assert len(list(never_met([SLOW, DROPPED], pending))) == missed


def test_misfortunes_are_known_to_have_fallen_by_those_they_fell_on(
    emulators: RunningEmulators,
) -> None:
    misfortunes = Misfortunes((GOODS, DROPPED), patience_seconds=0.0)

    with misfortunes.at_work(emulators):
        requests.get(f"{emulators.abcp_url}/search/articles", timeout=5)

    assert misfortunes.missed == ("orders/instant apply_then_drop never fell",)
    assert misfortunes.fallen == 1
    with closing(PortalControl(emulators.abcp_url)) as shop:
        assert not shop.failing()


@pytest.mark.parametrize(
    "nemesis",
    [redis_forgets(ordering=True), redis_put_back, master_cut_off(clients=FAIR, seconds=0)],
    ids=["forgets", "put back", "cut off"],
)
def test_what_waits_for_an_order_that_never_comes_strikes_nothing(
    emulators: RunningEmulators, nemesis: Nemesis
) -> None:
    stack = FaultStack.__new__(FaultStack)
    stack.emulators = emulators
    all_is_said = Event()
    all_is_said.set()

    assert nemesis(stack, Random(1), all_is_said) == 0  # noqa: S311 - no secret is made of it


@pytest.mark.parametrize(("phone", "nobody"), [("+79120000001", False), ("+79129999999", True)])
def test_that_nobody_ordered_is_known_by_the_orders_of_the_shop(
    phone: str, *, nobody: bool
) -> None:
    wish = Wish(offer=1, pieces=1, name="Петров Иван", phone="+79120000001", address="Пермь")
    buyer = Buyer(OpenedChat(1, 1), Errand((Line("да", ORDERED),), wish))
    ledger = Ledger({}, OrderLedger([], {}, [{"number": "1", "comment": phone}]), [])

    assert nobody_ordered([buyer], ledger) is nobody
    assert not nobody_ordered([], ledger)
