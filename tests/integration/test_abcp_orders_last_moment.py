"""What is learnt between the first look and the request of an order keeps it from going out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.bootstrap.brain import Brain, build_brain
from engine.effects import EffectState, Succeeded
from engine.errors import StoreUnavailable
from engine.journal import Postponed, Settled
from engine.order_news import ORDER_WITHDRAWN
from engine.ports.order_desk import OrderState, Turn
from engine.ports.parts import Found
from engine.session import Offer
from integrations.abcp.orders.executor import AbcpOrderExecutor
from tests.integration.order_counter import (
    ORDER,
    ORDERING,
    TAG,
    OrderCounter,
    order_counter,
)
from tests.unit.engine.commands.a_dialog import Dialog

FOREIGN = ["333305", "333305"]
"""One line of a manager in the basket and one in the cart."""

NUMBER = "06A115561B"


@pytest.fixture(scope="module")
def brain() -> Brain:
    return build_brain(rules_directory=Path("rules"))


@pytest.fixture(params=[1, 2])
def counter(request: pytest.FixtureRequest) -> Iterator[OrderCounter]:
    with order_counter() as counter:
        counter.control("options", {"order_version": request.param})
        yield counter


def state_at_the_desk(counter: OrderCounter) -> OrderState | None:
    account = counter.executor.account
    record = counter.store.order_desk.record(account, tag=TAG)
    return record.state if record else None


def test_who_loses_the_dialog_after_the_record_sends_nothing_and_leaves_nothing_behind(
    counter: OrderCounter,
) -> None:
    claim = counter.confirmed()

    delivery = counter.deliver(claim, may_act=lambda: state_at_the_desk(counter) is None)

    assert isinstance(delivery, Postponed)
    assert delivery.reason == "LEASE_ENDED"
    assert (counter.posts, counter.basket) == (0, FOREIGN)
    assert state_at_the_desk(counter) is OrderState.REFUSED


def test_the_next_owner_places_what_the_last_one_did_not_send(counter: OrderCounter) -> None:
    claim = counter.confirmed()
    counter.deliver(claim, may_act=lambda: state_at_the_desk(counter) is None)

    counter.carry_on(counter.store.take_over())

    assert counter.news().happening == "order_placed"
    assert (len(counter.orders), counter.posts) == (1, 1)


def test_a_refusal_is_believed_after_a_look_though_the_dialog_is_lost_by_then(
    counter: OrderCounter,
) -> None:
    claim = counter.confirmed()
    for operation in ORDERING.values():
        counter.break_next(operation, "price_changed")

    delivery = counter.deliver(claim, may_act=lambda: counter.posts == 0)

    assert isinstance(delivery, Settled)
    assert delivery.state is EffectState.FAILED


@dataclass
class DeskOutOfReach:
    """The shop's desk behind a line that breaks at one step, before or after it is done."""

    desk: Any
    step: str
    done: bool
    also_leave: bool = False

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.desk, name)
        broken = name == self.step or (self.also_leave and name == "leave")

        def out_of_reach(*given: Any, **named: Any) -> Any:
            if self.done:
                found(*given, **named)
            raise StoreUnavailable(f"no answer to {name}")

        return out_of_reach if broken else found


def place_out_of_reach(counter: OrderCounter, broken: DeskOutOfReach) -> None:
    """Try to place the order over such a line, which holds again afterwards."""
    work = replace(counter.executor._work, desk=broken)
    executor = AbcpOrderExecutor(
        work, clock=counter.executor._clock, identifiers=counter.executor._identifiers
    )
    with pytest.raises(StoreUnavailable, match=broken.step):
        executor.execute(ORDER)


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", ["begin_sending", "settle"])
def test_an_order_that_the_desk_does_not_answer_for_keeps_nobody_out(
    counter: OrderCounter, step: str, *, done: bool
) -> None:
    place_out_of_reach(counter, DeskOutOfReach(counter.store.order_desk, step, done))

    other = counter.executor.execute(replace(ORDER, tag="BOT-OTHEROTHER"))

    assert isinstance(other, Succeeded)
    assert counter.posts == (1 if step == "begin_sending" else 2)


def test_where_the_turn_cannot_be_given_back_either_it_is_the_first_failure_that_is_told(
    counter: OrderCounter,
) -> None:
    desk = DeskOutOfReach(counter.store.order_desk, "begin_sending", done=False, also_leave=True)

    place_out_of_reach(counter, desk)

    assert counter.posts == 0


@dataclass
class DeskBesideAChat:
    """The shop's desk, while the client goes on writing: each turn it gives is one too late."""

    desk: Any
    dialog: Dialog
    words: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    def enter(self, account: str, **asked: Any) -> Turn | None:
        turn: Turn | None = self.desk.enter(account, **asked)
        # The order was read against its mail before; from here on it only looks at the shop.
        self.dialog.receives(self.words)
        return turn


def sold_beside(counter: OrderCounter, brain: Brain, words: str) -> Dialog:
    """Sell a part of the shop up to the yes, and let words come in while it is ordered."""
    dialog = Dialog(brain)
    offer = Offer(0, NUMBER, "VAG", Decimal(890), delivery_days=2, supplier_code="11880411")
    dialog.world.answers = {NUMBER: Found(NUMBER, "VAG", (offer,))}
    for text in (
        f"нужен {NUMBER}",
        "беру первый",
        "Соколова Марина Олеговна, 8 912 345-67-89",
        "Пермь, ул. Мира, 4",
    ):
        dialog.hears(text)
    counter.store.order_desk = DeskBesideAChat(counter.store.order_desk, dialog, words)
    executors = {**dialog.serve.executors, "abcp_order": counter.executor}
    dialog.serve = replace(dialog.serve, executors=executors)
    dialog.hears("да")
    return dialog


def test_words_that_come_while_the_shop_is_looked_at_stop_the_order(
    counter: OrderCounter, brain: Brain
) -> None:
    dialog = sold_beside(counter, brain, "стоп, не заказывайте")

    results = [record.result for record in dialog.store.dialog(dialog.key).effects.values()]
    assert (counter.posts, counter.basket) == (0, FOREIGN)
    assert ORDER_WITHDRAWN in results
    # The turn is given back at once: others may order.
    assert counter.store.order_desk.enter(
        counter.executor.account, tag="BOT-OTHER", nonce="n", lease_seconds=1.0
    )


def test_other_words_stop_nothing(counter: OrderCounter, brain: Brain) -> None:
    sold_beside(counter, brain, "спасибо, жду")

    assert (len(counter.orders), counter.posts) == (1, 1)
