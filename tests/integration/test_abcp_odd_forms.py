"""Orders and their states are read rightly in every form that shops are seen to answer in."""

from collections.abc import Iterator

import pytest

from tests.integration.order_counter import LINES, ORDERING, TAG, OrderCounter, order_counter

FORMS = ("numbers_as_text", "numbers_as_figures", "errors_as_list", "errors_as_object")
READS = {
    1: ("orders/version", "orders", "search/articles", "basket/content", "basket/options"),
    2: ("orders/version", "ts/orders/list", "search/articles", "ts/deliveryMethod/forCo"),
}
CHOICES = ("basket/shipmentMethods", "basket/shipmentAddresses", "basket/paymentMethods")
BOTH = pytest.mark.parametrize("version", [1, 2])


@pytest.fixture
def counter() -> Iterator[OrderCounter]:
    with order_counter() as counter:
        yield counter


@BOTH
@pytest.mark.parametrize("form", FORMS)
def test_an_order_is_placed_once_and_named_in_whatever_form_it_is_answered(
    counter: OrderCounter, version: int, form: str
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(ORDERING[version], form)

    news = counter.place()

    [order] = counter.orders
    assert (news.happening, news.order_number) == ("order_placed", order["number"])
    assert [(line["number"], line["quantity"]) for line in order["lines"]] == [
        (line.part_number, line.quantity) for line in LINES
    ]
    assert counter.posts == 1


@BOTH
@pytest.mark.parametrize("form", [*FORMS, "list_as_object"])
def test_whatever_is_read_before_an_order_may_come_in_any_form(
    counter: OrderCounter, version: int, form: str
) -> None:
    counter.control("options", {"order_version": version})
    for operation in (*READS[version], *CHOICES):
        counter.break_next(operation, form, times=9)

    news = counter.place()

    assert news.happening == "order_placed"
    assert (len(counter.orders), counter.posts) == (1, 1)


@BOTH
@pytest.mark.parametrize("form", FORMS)
def test_an_order_whose_answer_was_lost_is_found_in_a_list_of_any_form(
    counter: OrderCounter, version: int, form: str
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(ORDERING[version], "apply_then_drop")
    listing = {1: "orders", 2: "ts/orders/list"}[version]
    counter.break_next(listing, form, times=9)

    news = counter.place()

    assert (news.happening, news.order_number) == ("order_placed", counter.orders[0]["number"])
    assert (counter.orders[0]["tag"], counter.posts) == (TAG, 1)


@BOTH
@pytest.mark.parametrize("form", ["errors_as_list", "errors_as_object"])
def test_a_refusal_told_in_any_form_is_one(counter: OrderCounter, version: int, form: str) -> None:
    counter.control("options", {"order_version": version, "item_key_seconds": -1})
    counter.break_next({1: ORDERING[1], 2: "ts/cart/create"}[version], form)

    news = counter.place()

    assert (news.happening, counter.orders) == ("order_failed", [])


def test_a_page_of_text_in_place_of_a_list_leaves_the_order_for_later(
    counter: OrderCounter,
) -> None:
    counter.break_next("orders", "html_200")

    news = counter.place()

    assert news.happening == "order_placed"
    assert (len(counter.orders), counter.posts) == (1, 1)
