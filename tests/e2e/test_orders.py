"""A confirmed order becomes one order in the shop, through every real process and its death."""

import pytest

from api.cli.portal_control import PortalControl
from api.cli.stack import LocalStack
from api.cli.waiting import wait_for
from tests.e2e.customer import PATIENCE_SECONDS, Customer
from tests.e2e.order_steps import NUMBER_IS, confirms, goes_to_the_summary, hears_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("worker_left_alive")]

ORDER = "orders/instant"


class Ledger:
    """What the shop was asked for and has ordered since the test began."""

    def __init__(self, shop: PortalControl) -> None:
        self._shop = shop
        self._orders = len(shop.ledger().numbers)
        self._posts = sum(shop.ledger().posts.values())

    @property
    def numbers(self) -> list[str]:
        return list(self._shop.ledger().numbers[self._orders :])

    @property
    def posts(self) -> int:
        return sum(self._shop.ledger().posts.values()) - self._posts

    def waits_for_post(self) -> None:
        wait_for(
            lambda: self.posts > 0,
            what="the order is on its way",
            seconds=PATIENCE_SECONDS,
            poll_seconds=0.01,
        )


@pytest.fixture
def ledger(shop: PortalControl) -> Ledger:
    return Ledger(shop)


def test_an_order_and_a_second_one_in_the_same_dialog_have_their_own_numbers(
    customer: Customer, ledger: Ledger
) -> None:
    confirms(customer)
    first = hears_of(customer, NUMBER_IS)
    customer.asks("спасибо!")

    goes_to_the_summary(customer, "нужен 06A115561B", "3, две штуки")
    customer.says("да")
    second = hears_of(customer, NUMBER_IS)

    numbers = ledger.numbers
    assert len(set(numbers)) == ledger.posts == 2
    assert [n in reply for n, reply in zip(numbers, (first, second), strict=True)] == [True, True]
    assert customer.sees_lead_in("CONVERTED")


def test_a_second_yes_orders_nothing_more(customer: Customer, ledger: Ledger) -> None:
    confirms(customer)
    hears_of(customer, NUMBER_IS)

    customer.asks("да, подтверждаю")
    customer.everything_heard()

    assert (len(ledger.numbers), ledger.posts) == (1, 1)


def test_a_worker_killed_before_it_sent_the_order_has_it_placed_once_by_the_next(
    stack: LocalStack, customer: Customer, shop: PortalControl, ledger: Ledger
) -> None:
    goes_to_the_summary(customer)
    shop.fail("orders/version", "slow", delay_seconds=30)
    before = len(shop.calls("orders/version"))
    customer.says("да")
    wait_for(
        lambda: len(shop.calls("orders/version")) > before,
        what="the order is being prepared",
        seconds=PATIENCE_SECONDS,
        poll_seconds=0.01,
    )

    stack.worker.kill()
    stack.worker.start()

    told = hears_of(customer, NUMBER_IS)
    [number] = ledger.numbers
    assert number in told
    assert ledger.posts == 1


def test_a_worker_killed_while_the_order_is_on_its_way_has_it_found_by_the_next(
    stack: LocalStack, customer: Customer, shop: PortalControl, ledger: Ledger
) -> None:
    goes_to_the_summary(customer)
    shop.fail(ORDER, "slow", delay_seconds=30)
    customer.says("да")
    ledger.waits_for_post()

    stack.worker.kill()
    stack.worker.start()

    told = hears_of(customer, NUMBER_IS)
    [number] = ledger.numbers
    assert number in told
    assert ledger.posts == 1


def test_an_answer_that_is_lost_is_looked_for_and_the_number_is_told(
    customer: Customer, shop: PortalControl, ledger: Ledger
) -> None:
    goes_to_the_summary(customer)
    shop.fail(ORDER, "apply_then_drop")
    customer.says("да")

    told = hears_of(customer, NUMBER_IS)

    [number] = ledger.numbers
    assert number in told
    assert ledger.posts == 1


def test_an_order_the_shop_refuses_goes_to_a_person_and_the_client_hears_of_it(
    customer: Customer, shop: PortalControl, ledger: Ledger
) -> None:
    goes_to_the_summary(customer)
    shop.fail(ORDER, "price_changed")
    customer.says("да")

    hears_of(customer, "Менеджер уже разбирается")

    assert customer.sees_lead_in("UC_ZA04R1")
    assert (ledger.numbers, ledger.posts) == ([], 1)


# Last: an order whose fate is unknown keeps the account from others for a while.
def test_a_worker_killed_while_the_order_is_lost_never_has_it_sent_again(
    stack: LocalStack, customer: Customer, shop: PortalControl, ledger: Ledger
) -> None:
    goes_to_the_summary(customer)
    shop.fail(ORDER, "drop_before", delay_seconds=30)
    customer.says("да")
    ledger.waits_for_post()
    looks = len(shop.calls("orders"))

    stack.worker.kill()
    stack.worker.start()
    wait_for(
        lambda: len(shop.calls("orders")) > looks,
        what="the next worker looks for the order",
        seconds=PATIENCE_SECONDS,
    )

    assert (ledger.numbers, ledger.posts) == ([], 1)
