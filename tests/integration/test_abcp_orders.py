"""Orders over real HTTP, through the journal: never two for one intent, whatever goes wrong."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.effects import NotRun, Succeeded
from engine.journal import Postponed
from engine.messages import Message
from engine.order_effects import OrderLine, PlaceOrder
from engine.ports.order_desk import NotNow
from engine.session import Contact
from integrations.abcp.orders.placing import TURN_PAUSE_SECONDS
from integrations.abcp.orders.policy import Way
from tests.contract.stores import memory_store
from tests.integration.order_counter import (
    EMULATED,
    LINES,
    ORDER,
    ORDERING,
    POLICY,
    TAG,
    OrderCounter,
    order_counter,
)

FOREIGN = ["333305", "333305"]
"""One line of a manager in the basket and one in the cart."""

BOTH = pytest.mark.parametrize("version", [1, 2])


@pytest.fixture
def counter() -> Iterator[OrderCounter]:
    with order_counter() as counter:
        yield counter


def told(message: Message) -> tuple[str, str | None]:
    return message.happening, message.reason


@BOTH
def test_a_confirmed_basket_becomes_one_order_with_all_that_was_agreed(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version})

    news = counter.place()

    [order] = counter.orders
    assert (news.happening, news.order_number) == ("order_placed", order["number"])
    assert [(line["number"], line["quantity"]) for line in order["lines"]] == [
        (line.part_number, line.quantity) for line in LINES
    ]
    assert order["tag"] == TAG
    assert order["comment"] == f"#{TAG} Соколова Марина, +79123456789, Пермь, ул. Мира, 4"
    assert (order["shipment_method"], order["shipment_address"]) == ("12", "41")
    assert counter.basket == FOREIGN


FAULTS_V1 = [
    ("drop_before", 0, "order_unclear"),
    ("apply_then_drop", 1, "order_placed"),
    ("apply_then_500", 1, "order_placed"),
    ("apply_then_html", 1, "order_placed"),
    ("error_500", 0, "order_unclear"),
    ("html_502", 0, "order_unclear"),
    ("error_503_limit", 0, "order_unclear"),
    ("error_in_200", 0, "order_unclear"),
    ("rate_limited_429", 0, "order_failed"),
    ("not_found", 0, "order_failed"),
    ("price_changed", 0, "order_failed"),
    ("leaves_lines", 0, "order_failed"),
    ("partial", 1, "order_partial"),
    ("several_orders", 2, "order_placed"),
    ("empty_orders", 1, "order_placed"),
    ("orders_as_object", 1, "order_placed"),
    ("shown_late", 1, "order_placed"),
]
FAULTS_V2 = [
    row
    for row in FAULTS_V1
    if row[0] not in {"partial", "several_orders", "leaves_lines", "orders_as_object"}
]


@pytest.mark.parametrize(
    ("version", "mode", "orders", "happening"),
    [*[(1, *row) for row in FAULTS_V1], *[(2, *row) for row in FAULTS_V2]],
)
def test_whatever_becomes_of_the_request_it_is_made_once_and_told_honestly(
    counter: OrderCounter, version: int, mode: str, orders: int, happening: str
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(ORDERING[version], mode)

    news = counter.place()

    assert (len(counter.orders), news.happening) == (orders, happening)
    assert counter.posts == 1
    assert counter.basket == FOREIGN


@BOTH
@pytest.mark.parametrize("hidden_seconds", [10, 30, 100])
def test_an_order_that_the_list_shows_late_is_still_found(
    counter: OrderCounter, version: int, hidden_seconds: float
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(ORDERING[version], "empty_orders", delay_seconds=hidden_seconds)

    news = counter.place()

    assert news.order_number == counter.orders[0]["number"]
    assert counter.posts == 1


@BOTH
def test_an_answer_that_takes_too_long_is_not_waited_for_but_looked_for(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(ORDERING[version], "slow", delay_seconds=1.5)

    assert counter.place().happening == "order_placed"
    assert (len(counter.orders), counter.posts) == (1, 1)


def test_several_orders_are_all_named(counter: OrderCounter) -> None:
    counter.break_next("orders/instant", "several_orders")

    news = counter.place()

    assert news.order_number == ", ".join(order["number"] for order in counter.orders)


def test_a_part_of_an_order_is_told_with_its_number(counter: OrderCounter) -> None:
    counter.break_next("orders/instant", "partial")

    news = counter.place(replace(ORDER, contact=Contact("Соколова", phone=ORDER.phone)))

    [order] = counter.orders
    number = order["number"]
    assert (news.order_number, news.reason) == (number, f"ORDER_PARTIAL {number}")
    assert news.order is not None
    placed = {f"{line['brand']} {line['number']}" for line in order["lines"]}
    assert {row.name for row in news.order.rows} == placed
    assert {row.name for row in (*news.order.rows, *news.order.missing)} == {
        f"{line.brand} {line.part_number}" for line in LINES
    }


@BOTH
def test_two_confirmations_of_one_basket_are_one_order(counter: OrderCounter, version: int) -> None:
    counter.control("options", {"order_version": version})

    first, second = counter.place(), counter.place()

    assert first == second
    assert (len(counter.orders), counter.posts) == (1, 1)


@BOTH
def test_a_basket_whose_order_is_unclear_stays_unclear_when_confirmed_again(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(ORDERING[version], "drop_before")

    first, second = counter.place(), counter.place()

    assert told(first) == told(second) == ("order_unclear", "ORDER_UNCLEAR")
    assert (counter.orders, counter.posts) == ([], 1)


def test_a_second_basket_is_a_second_order(counter: OrderCounter) -> None:
    counter.place()

    counter.place(replace(ORDER, tag="BOT-TESTTESTBB"))

    assert len(counter.orders) == 2


@BOTH
def test_an_order_that_is_already_there_is_not_placed_again(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version})
    counter.place()
    with_order = counter.orders
    forgetful = replace(counter, store=memory_store())

    news = forgetful.place()

    assert news.order_number == with_order[0]["number"]
    assert (counter.orders, counter.posts) == (with_order, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"price": "18820.00"}, "ORDER_LINE_DEARER"),
        ({"availability": 0}, "ORDER_LINE_GONE"),
    ],
)
def test_what_is_no_longer_as_agreed_is_not_ordered(
    counter: OrderCounter, change: dict[str, Any], reason: str
) -> None:
    counter.change_offer(**change)

    assert told(counter.place()) == ("order_failed", reason)
    assert (counter.orders, counter.posts, counter.basket) == ([], 0, FOREIGN)


def test_a_price_grown_by_less_than_two_percent_is_still_as_agreed(counter: OrderCounter) -> None:
    counter.change_offer(price="18819.00")

    assert counter.place().happening == "order_placed"


def test_more_pieces_than_there_are_is_not_ordered(counter: OrderCounter) -> None:
    many = replace(ORDER, lines=(replace(LINES[0], quantity=99),))

    assert told(counter.place(many)) == ("order_failed", "ORDER_LINE_SHORT")
    assert counter.posts == 0


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ({"delivery": Way(address="41")}, "ORDER_SHIPMENT_METHOD_MISSING"),
        ({"delivery": Way("99", "41")}, "ORDER_SHIPMENT_METHOD_UNKNOWN"),
        ({"delivery": Way("12")}, "ORDER_SHIPMENT_ADDRESS_MISSING"),
        ({"delivery": Way("12", "99")}, "ORDER_SHIPMENT_ADDRESS_UNKNOWN"),
        ({"delivery": Way("12", "41", "99")}, "ORDER_SHIPMENT_OFFICE_UNKNOWN"),
        ({"payment_method": None}, "ORDER_PAYMENT_METHOD_MISSING"),
        ({"payment_method": "99"}, "ORDER_PAYMENT_METHOD_UNKNOWN"),
    ],
)
def test_what_the_shop_asks_for_and_nobody_configured_is_not_guessed(
    policy: dict[str, Any], reason: str
) -> None:
    with order_counter(**policy) as counter:
        assert told(counter.place()) == ("order_failed", reason)
        assert (counter.orders, counter.posts) == ([], 0)


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ({"delivery": Way(address="41")}, "ORDER_SHIPMENT_METHOD_MISSING"),
        ({"delivery": Way("12", "99")}, "ORDER_SHIPMENT_ADDRESS_UNKNOWN"),
    ],
)
def test_the_second_subsystem_guesses_nothing_either_and_leaves_no_positions(
    policy: dict[str, Any], reason: str
) -> None:
    with order_counter(**policy) as counter:
        counter.control("options", {"order_version": 2})

        assert told(counter.place()) == ("order_failed", reason)
        assert (counter.orders, counter.posts, counter.basket) == ([], 0, FOREIGN)


@pytest.mark.parametrize(
    ("date", "expected"), [(None, "ORDER_SHIPMENT_DATE_MISSING"), ("earliest", None)]
)
def test_a_shipment_date_is_taken_only_when_configured(date: Any, expected: str | None) -> None:
    with order_counter(date=date) as counter:
        counter.control("options", {"shipment_dates": True})

        assert counter.place().reason == expected
        assert len(counter.orders) == (0 if expected else 1)


def test_no_shipment_date_is_chosen_for_a_part_whose_term_nobody_knows() -> None:
    with order_counter(date="earliest") as counter:
        counter.control("options", {"shipment_dates": True})
        to_order = OrderLine("A2742001507", "Mercedes-Benz", "11890377", 1, Decimal(24990))
        counter.change_offer(to_order, delivery_hours=0)

        news = counter.place(only(replace(to_order, no_return=True, to_order=True)))

        assert told(news) == ("order_failed", "ORDER_SHIPMENT_DATE_UNKNOWN")
        assert counter.posts == 0


@BOTH
def test_pickup_goes_to_the_office_that_is_configured(counter: OrderCounter, version: int) -> None:
    counter.control("options", {"order_version": version})

    counter.place(replace(ORDER, address="самовывоз", pickup=True))

    [order] = counter.orders
    assert (order["shipment_method"], order["shipment_office"]) == ("11", "21")
    assert order["shipment_address"] == ("0" if version == 1 else "")


def test_the_clients_address_is_added_once_and_found_the_next_time() -> None:
    with order_counter(delivery=Way("12", "client")) as counter:
        counter.place()
        counter.place(replace(ORDER, tag="BOT-TESTTESTBB", address="пермь ул Мира 4"))

        addresses = {order["shipment_address"] for order in counter.orders}
        assert addresses == {"42"}


def test_an_address_that_the_shop_does_not_let_in_is_left_to_a_person() -> None:
    with order_counter(delivery=Way("12", "client")) as counter:
        counter.control("options", {"new_addresses": False})

        assert told(counter.place()) == ("order_failed", "ORDER_SHIPMENT_ADDRESS_DISALLOWED")
        assert counter.posts == 0


@BOTH
@pytest.mark.parametrize("operation", ["orders/version", "search/articles"])
def test_a_read_that_fails_before_the_order_is_simply_tried_again(
    counter: OrderCounter, version: int, operation: str
) -> None:
    counter.control("options", {"order_version": version})
    counter.break_next(operation, "html_502")

    assert counter.place().happening == "order_placed"
    assert (len(counter.orders), counter.posts) == (1, 1)


def test_an_order_whose_time_is_over_goes_to_a_person(counter: OrderCounter) -> None:
    counter.break_next("orders/version", "html_502", times=100)

    assert told(counter.place()) == ("order_failed", "TOO_OLD")
    assert counter.posts == 0


def test_a_list_that_cannot_be_read_leaves_the_question_open_until_a_person(
    counter: OrderCounter,
) -> None:
    claim = counter.confirmed()
    counter.break_next("orders/instant", "apply_then_drop")
    counter.deliver(claim)
    counter.break_next("orders", "html_502", times=100)
    counter.store.dialogs.release(claim)

    counter.carry_on(counter.store.take())

    assert told(counter.news()) == ("order_unclear", "ORDER_UNCLEAR")
    assert (len(counter.orders), counter.posts) == (1, 1)


def test_a_refusal_whose_list_cannot_be_read_is_no_refusal_yet(counter: OrderCounter) -> None:
    claim = counter.confirmed()
    counter.break_next("orders/instant", "rate_limited_429")
    counter.control("faults", {"method": "orders", "mode": "slow", "delay_seconds": 0.0})
    counter.control("faults", {"method": "orders", "mode": "html_502"})

    settled = counter.carry_on(claim)

    assert (settled.state, counter.posts) == ("manual", 1)


def test_an_order_of_the_same_goods_without_our_tag_is_left_to_a_person(
    counter: OrderCounter,
) -> None:
    counter.break_next("orders/instant", "drop_before")
    claim = counter.confirmed()
    counter.deliver(claim)
    counter.store.dialogs.release(claim)
    counter.place_by_hand()
    counter.pass_time(POLICY.lease_seconds)

    counter.carry_on(counter.store.take())

    number = counter.orders[0]["number"]
    assert told(counter.news()) == ("order_unclear", f"ORDER_PROBABLE {number}")
    assert len(counter.orders) == 1


def test_one_order_at_a_time_has_the_account(counter: OrderCounter) -> None:
    desk, account = counter.store.order_desk, counter.executor.account
    desk.enter(account, tag="BOT-OTHEROTHER", nonce="n", lease_seconds=20)

    assert counter.place().happening == "order_placed"
    assert counter.posts == 1


def of_somebody_else(counter: OrderCounter) -> Any:
    return counter.executor.execute(replace(ORDER, tag="BOT-OTHEROTHER"))


@pytest.mark.parametrize("mode", ["error_500", "error_in_200", "empty_orders"])
def test_an_order_that_the_shop_has_answered_for_keeps_nobody_out(
    counter: OrderCounter, mode: str
) -> None:
    counter.break_next("orders/instant", mode)
    claim = counter.confirmed()

    counter.deliver(claim)

    assert isinstance(of_somebody_else(counter), Succeeded)
    counter.store.dialogs.release(claim)
    counter.pass_time(30)
    counter.carry_on(counter.store.take())
    assert counter.posts == 2
    assert len(counter.orders) == (2 if mode == "empty_orders" else 1)


@pytest.mark.parametrize("mode", ["drop_before", "apply_then_drop", "html_502"])
def test_an_order_without_an_answer_keeps_others_out_as_long_as_the_shop_may_work_on_it(
    counter: OrderCounter, mode: str
) -> None:
    counter.break_next("orders/instant", mode)
    claim = counter.confirmed()
    counter.deliver(claim)
    counter.store.dialogs.release(claim)
    counter.break_next("orders", "error_500")

    assert of_somebody_else(counter) == NotRun("ORDER_TURN_TAKEN", TURN_PAUSE_SECONDS)
    counter.pass_time(6)
    assert isinstance(counter.deliver(counter.store.take()), Postponed)

    assert isinstance(of_somebody_else(counter), Succeeded)
    assert counter.posts == 2


def test_a_look_is_due_when_others_may_order() -> None:
    with order_counter(order_seconds=60.0) as counter:
        counter.break_next("orders/instant", "drop_before")
        claim = counter.confirmed()
        counter.deliver(claim)
        counter.store.dialogs.release(claim)
        counter.pass_time(46)

        delivery = counter.deliver(counter.store.take())

        assert isinstance(delivery, Postponed)
        assert delivery.seconds == pytest.approx(14, abs=0.5)


@BOTH
@pytest.mark.parametrize("moment", ["before the record", "after the record"])
def test_a_worker_that_dies_on_the_way_never_orders_twice(
    counter: OrderCounter, version: int, moment: str
) -> None:
    counter.control("options", {"order_version": version})
    claim = counter.confirmed()
    with pytest.raises(WorkerDied):
        die_while_delivering(counter, claim, moment)

    counter.pass_time(30)
    counter.carry_on(counter.store.take_over())

    placed = 1 if moment == "before the record" else 0
    assert len(counter.orders) == placed
    assert counter.news().happening == ("order_placed" if placed else "order_unclear")
    assert counter.posts == placed
    assert counter.basket == FOREIGN


def test_a_worker_that_stalls_before_sending_is_turned_away(counter: OrderCounter) -> None:
    claim = counter.confirmed()
    desk = counter.store.order_desk
    real = desk.begin_sending
    heirs: list[str] = []

    def stall(turn: Any, *, notes: str) -> bool | NotNow:
        if not heirs:
            heirs.append("the next owner places the order meanwhile")
            counter.pass_time(30)
            counter.carry_on(counter.store.take_over())
        return real(turn, notes=notes)

    desk.begin_sending = stall  # type: ignore[method-assign]

    counter.deliver(claim)

    assert (len(counter.orders), counter.posts) == (1, 1)


@BOTH
def test_an_order_that_is_held_is_looked_for_and_placed_when_the_hold_is_over(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version})
    desk = counter.store.order_desk
    real, baskets, began = desk.begin_sending, [], counter.seconds

    def hold(turn: Any, *, notes: str) -> bool | NotNow:
        baskets.append(counter.basket)
        left = began + 135 - counter.seconds
        return NotNow("ORDERS_HELD", left) if left > 0 else real(turn, notes=notes)

    desk.begin_sending = hold  # type: ignore[method-assign]

    assert counter.place().happening == "order_placed"
    assert len(baskets) > 1
    assert (len(counter.orders), counter.posts) == (1, 1)
    # What an attempt laid into the basket it took out again.
    assert baskets[0] == baskets[-1]


class WorkerDied(BaseException):
    """Ends an attempt where a killed process would."""


def die_while_delivering(counter: OrderCounter, claim: Any, moment: str) -> None:
    desk = counter.store.order_desk
    real = desk.begin_sending

    def die(turn: Any, *, notes: str) -> bool:
        if moment == "after the record":
            real(turn, notes=notes)
        raise WorkerDied

    desk.begin_sending = die  # type: ignore[method-assign]
    try:
        counter.deliver(claim)
    finally:
        desk.begin_sending = real  # type: ignore[method-assign]


def test_a_line_of_one_supplier_is_never_taken_from_another(counter: OrderCounter) -> None:
    line = OrderLine("06A115561B", "VAG", "999", 1, Decimal(890))

    assert told(counter.place(only(line))) == ("order_failed", "ORDER_LINE_GONE")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"used": True}, "ORDER_LINE_GONE"),
        ({"no_return": True}, "ORDER_LINE_WORSE"),
        ({"delivery_hours": 720}, "ORDER_LINE_WORSE"),
    ],
)
def test_a_cheaper_part_on_worse_terms_is_not_ordered(
    counter: OrderCounter, change: dict[str, Any], reason: str
) -> None:
    counter.change_offer(price="100.00", **change)
    agreed = replace(LINES[0], delivery_days=5)

    assert told(counter.place(only(agreed))) == ("order_failed", reason)
    assert (counter.orders, counter.posts) == ([], 0)


@BOTH
def test_the_first_order_of_an_account_is_placed_where_no_orders_are_no_results(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version, "empty_is_not_found": True})

    assert counter.place().happening == "order_placed"
    assert counter.posts == 1


@BOTH
def test_no_results_is_no_proof_that_an_unclear_order_is_not_there(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version, "empty_is_not_found": True})
    counter.break_next(ORDERING[version], "drop_before")

    assert told(counter.place()) == ("order_unclear", "ORDER_UNCLEAR")
    assert counter.posts == 1


@BOTH
def test_what_the_maker_sells_instead_is_not_ordered_in_place_of_the_part(
    counter: OrderCounter, version: int
) -> None:
    counter.control("options", {"order_version": version})
    superseded = OrderLine("06A115561A", "VAG", "11880411", 1, Decimal(890))

    assert told(counter.place(only(superseded))) == ("order_failed", "ORDER_LINE_GONE")
    assert (counter.orders, counter.posts, counter.basket) == ([], 0, FOREIGN)


def only(line: OrderLine) -> PlaceOrder:
    return replace(ORDER, lines=(line,))


def test_an_order_is_not_sent_when_its_turn_may_end_before_the_answer(
    counter: OrderCounter,
) -> None:
    desk = counter.store.order_desk
    real, turns = desk.enter, 0

    def enter_slowly(account: str, **asked: Any) -> Any:
        nonlocal turns
        turn, turns = real(account, **asked), turns + 1
        if turns == 1:
            counter.pass_time(POLICY.lease_seconds - POLICY.order_seconds)
        return turn

    desk.enter = enter_slowly  # type: ignore[method-assign]

    first = counter.executor.execute(ORDER)
    unsent = desk.record(counter.executor.account, tag=TAG)
    second = counter.executor.execute(ORDER)

    assert first == NotRun("ORDER_TURN_LOST", TURN_PAUSE_SECONDS)
    assert unsent is None
    assert isinstance(second, Succeeded)
    assert counter.posts == 1


@pytest.mark.parametrize("mode", ["apply_then_drop", "html_502", "rate_limited_429", "slow"])
def test_neither_account_nor_client_is_told_to_anybody_by_a_failure(
    counter: OrderCounter, capfd: pytest.CaptureFixture[str], mode: str
) -> None:
    counter.break_next("orders/instant", mode, delay_seconds=1.5 if mode == "slow" else 0.0)

    outcome = counter.executor.execute(ORDER)

    told = "".join(capfd.readouterr()) + repr(outcome) + repr(ORDER)
    secrets = (EMULATED.login, EMULATED.password_md5, ORDER.phone, ORDER.client_name, ORDER.address)
    assert [secret for secret in secrets if secret in told] == []
