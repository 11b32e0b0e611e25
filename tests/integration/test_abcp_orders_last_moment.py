"""What is learnt between the first look and the request of an order keeps it from going out."""

from collections.abc import Iterator

import pytest

from engine.effects import EffectState
from engine.journal import Postponed, Settled
from engine.ports.order_desk import OrderState
from tests.integration.order_counter import ORDERING, TAG, OrderCounter, order_counter

FOREIGN = ["333305", "333305"]
"""One line of a manager in the basket and one in the cart."""


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
