"""A client asks about orders and hears of their own ones only, through every real process."""

import pytest

from api.cli.portal_control import PortalControl
from api.cli.web_control import WebControl
from tests.e2e.customer import Customer
from tests.e2e.order_steps import NUMBER_IS, confirms, hears_of

pytestmark = pytest.mark.e2e

IN_WORK, IN_STOCK = 1804, 1805


def test_where_an_order_stands_is_told_to_its_client_and_to_nobody_else(
    customer: Customer, shop: PortalControl, portal: PortalControl, web: WebControl
) -> None:
    confirms(customer)
    hears_of(customer, NUMBER_IS)
    number = shop.ledger().numbers[-1]

    assert f"Заказ {number} — статус «Получен»" in customer.asks("где мой заказ?")
    shop.move_order(number, status_id=IN_WORK)
    assert "«В работе»" in customer.asks(f"что с заказом {number}?")
    shop.move_order(number, status_id=IN_STOCK)
    assert "«Пришло на склад»" in customer.asks("а статус какой?")

    stranger = Customer(portal, web)
    told = stranger.asks(f"что с заказом {number}?")
    assert "Такого заказа среди ваших заказов" in told
    assert "Пришло на склад" not in told


def test_a_shop_that_is_down_hands_the_question_to_a_person(
    customer: Customer, shop: PortalControl
) -> None:
    confirms(customer)
    hears_of(customer, NUMBER_IS)
    shop.fail("orders/list", "html_502", times=3)

    told = customer.asks("где мой заказ?")

    assert "Передали вопрос менеджеру" in told
