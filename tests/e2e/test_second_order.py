"""A whole conversation step by step, and a second part in the same chat that is its own order."""

import pytest

from api.cli.portal_control import PortalControl
from tests.e2e.customer import Customer
from tests.e2e.order_steps import NUMBER_IS, hears_of
from tests.e2e.test_deals import deals_of

pytestmark = pytest.mark.e2e

WHO_AND_WHERE = "Соколова Марина, +79123456789, Пермь, ул. Мира, 4"


def test_a_second_part_becomes_an_order_of_its_own_and_the_first_stays_as_it_was(
    customer: Customer, shop: PortalControl
) -> None:
    earlier = len(shop.ledger().rows)
    assert "Здравствуйте" in customer.asks("Здравствуйте!")
    assert "61217726563" in customer.asks("61217726563")
    assert "1. BMW 61217726563" in customer.asks("деталь")
    assert "1 шт." in customer.asks("первый")
    assert "2 шт." in customer.asks("давайте две штуки")
    customer.asks("Соколова Марина")
    customer.asks("8 912 345-67-89")
    assert "Всё верно?" in customer.asks("Пермь, ул. Мира, 4")
    customer.says("да")
    told_first = hears_of(customer, NUMBER_IS)
    assert customer.sees_lead_in("CONVERTED")
    [first] = shop.ledger().rows[earlier:]
    [first_deal] = deals_of(customer)

    assert "1. VAG 06A115561B" in customer.asks("нужен ещё 06A115561B")
    assert "Всё верно?" in customer.asks("третий, одну штуку")
    customer.says("да")
    told_second = hears_of(customer, NUMBER_IS)
    customer.everything_heard()

    kept, second = shop.ledger().rows[earlier:]
    assert kept == first
    assert (first["number"] in told_first, second["number"] in told_second) == (True, True)
    assert shop.ledger().posts[first["tag"]] == shop.ledger().posts[second["tag"]] == 1
    assert [(x["number"], x["quantity"]) for x in first["lines"]] == [("61217726563", 2)]
    assert [(x["number"], x["quantity"]) for x in second["lines"]] == [("06A115561B", 1)]
    assert all(WHO_AND_WHERE in order["comment"] for order in (first, second))
    deals = deals_of(customer)
    assert deals[0] == first_deal
    assert [(deal.order_number, deal.rows) for deal in deals] == [
        (first["number"], ("BMW 61217726563 x2",)),
        (second["number"], ("VAG 06A115561B x1",)),
    ]
