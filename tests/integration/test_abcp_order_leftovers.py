"""The basket is shared: what an order leaves there is taken out, and nothing of anybody else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.effects import Succeeded
from engine.ports.order_desk import CartPosition
from integrations.abcp.orders.cart_notes import CartNotes
from tests.integration.order_counter import LINES, ORDER, OrderCounter, order_counter
from tests.integration.test_abcp_orders import FOREIGN, WorkerDied, die_while_delivering


@pytest.fixture
def counter() -> Iterator[OrderCounter]:
    with order_counter() as counter:
        yield counter


def test_positions_that_could_not_be_taken_out_are_told_and_taken_out_before_the_next_try(
    counter: OrderCounter, capfd: pytest.CaptureFixture[str]
) -> None:
    counter.control("options", {"order_version": 2})
    counter.break_next("ts/deliveryMethod/forCo", "error_500")
    counter.break_next("ts/cart/deletePositions", "error_500")

    assert counter.place().happening == "order_placed"
    assert counter.basket == FOREIGN
    assert "order_lines_left_in_basket" in "".join(capfd.readouterr())


def test_a_position_whose_creation_got_no_answer_is_told_and_left_to_people(
    counter: OrderCounter, capfd: pytest.CaptureFixture[str]
) -> None:
    counter.control("options", {"order_version": 2})
    counter.break_next("ts/cart/create", "apply_then_drop")

    assert counter.place().happening == "order_placed"
    assert sorted(counter.basket) == sorted([*FOREIGN, LINES[0].part_number])
    assert "order_lines_left_in_basket" in "".join(capfd.readouterr())


def test_a_cart_line_as_documented_is_enough_to_tidy_up(counter: OrderCounter) -> None:
    counter.control("options", {"order_version": 2})
    counter.break_next("ts/orders/createByCart", "price_changed")

    assert counter.place().happening == "order_failed"
    assert counter.basket == FOREIGN


def test_lines_that_the_basket_keeps_are_told(
    counter: OrderCounter, capfd: pytest.CaptureFixture[str]
) -> None:
    counter.break_next("orders/instant", "leaves_lines")
    counter.break_next("basket/add", "lines_kept")

    assert counter.place().happening == "order_failed"
    assert len(counter.basket) == len(FOREIGN) + len(LINES)
    assert "ORDER_LINES_KEPT" in "".join(capfd.readouterr())


def another_orders(counter: OrderCounter) -> None:
    """Let a worker that knows nothing of the first order another thing, when the turn is free."""
    del counter.executor
    counter.pass_time(counter.policy.lease_seconds + 1)
    other = replace(ORDER, tag="BOT-OTHEROTHER")
    assert isinstance(counter.executor.execute(other), Succeeded)


def dies(counter: OrderCounter, moment: str) -> None:
    with pytest.raises(WorkerDied):
        die_while_delivering(counter, counter.confirmed(), moment)


def test_what_a_dead_worker_left_in_the_cart_is_taken_out_before_the_next_order(
    counter: OrderCounter,
) -> None:
    counter.control("options", {"order_version": 2})
    dies(counter, "before the record")
    assert len(counter.basket) == len(FOREIGN) + len(LINES)

    another_orders(counter)

    assert counter.basket == FOREIGN
    assert counter.store.order_desk.lying(counter.executor.account) <= of_the_placed(counter)


def of_the_placed(counter: OrderCounter) -> frozenset[CartPosition]:
    lying = counter.store.order_desk.lying(counter.executor.account)
    return frozenset(position for position in lying if position.tag == "BOT-OTHEROTHER")


def test_positions_of_an_order_that_may_be_on_its_way_are_left_to_it(
    counter: OrderCounter,
) -> None:
    counter.control("options", {"order_version": 2})
    dies(counter, "after the record")

    another_orders(counter)

    assert len(counter.basket) == len(FOREIGN) + len(LINES)


def test_a_worker_that_dies_before_it_knows_an_id_leaves_word_of_the_position(
    counter: OrderCounter, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def die(*_: object, **__: object) -> None:
        raise WorkerDied

    counter.control("options", {"order_version": 2})
    with monkeypatch.context() as dying:
        dying.setattr(CartNotes, "created", die)
        with pytest.raises(WorkerDied):
            counter.deliver(counter.confirmed())

    another_orders(counter)

    assert sorted(counter.basket) == sorted([*FOREIGN, LINES[0].part_number])
    told = [line for line in "".join(capfd.readouterr()).splitlines() if "left_in_basket" in line]
    assert [("ID_UNKNOWN" in line, ORDER.tag in line) for line in told] == [(True, True)]


def test_a_worker_whose_turn_is_over_touches_nothing_of_the_next(counter: OrderCounter) -> None:
    notes = CartNotes(counter.store.order_desk, "a1b2")
    for fence in (1, 2, 3):
        notes.created(f"70{fence}", fence=fence, tag=f"BOT-{fence}")

    assert {position.number for position in notes.orphans(fence=2)} == {"701", "702"}
