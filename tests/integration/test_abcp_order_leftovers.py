"""The basket is shared: what an order leaves there is taken out, and nothing of anybody else."""

from collections.abc import Iterator

import pytest

from tests.integration.order_counter import LINES, OrderCounter, order_counter
from tests.integration.test_abcp_orders import FOREIGN


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
