"""What a search finds besides the part, and what is remembered, through every real process."""

import pytest

from api.cli.portal_control import PortalControl
from api.cli.web_control import WebControl
from tests.e2e.customer import Customer
from tests.e2e.order_steps import NUMBER_IS, hears_of

pytestmark = pytest.mark.e2e

SUPERSEDED = "06A115561A"
SEARCHES = "cortex_search_cache_total"


def places_the_order(customer: Customer, shop: PortalControl) -> list[tuple[str, str, int]]:
    """Go on from a choice to an order and return its lines."""
    customer.asks("Соколова Марина, 8 912 345-67-89")
    summary = customer.asks("Пермь, ул. Мира, 4")
    assert "Всё верно?" in summary
    customer.says("да")
    told = hears_of(customer, NUMBER_IS)
    (order,) = (row for row in shop.ledger().rows if row["number"] in told)
    return [(line["brand"], line["number"], line["quantity"]) for line in order["lines"]]


def test_an_analog_is_offered_as_one_and_ordered_under_its_own_number(
    customer: Customer, shop: PortalControl
) -> None:
    offers = customer.asks(f"нужен {SUPERSEDED}")
    taken = customer.asks("беру четвертый")

    assert f"Замены номера {SUPERSEDED}" in offers
    assert f"Аналоги номера {SUPERSEDED}" in offers
    assert "аналог номера" in taken
    assert places_the_order(customer, shop) == [("MANN-FILTER", "W71930", 1)]


def test_a_part_sold_in_pairs_is_ordered_in_pairs_and_the_client_knows(
    customer: Customer, shop: PortalControl
) -> None:
    offers = customer.asks("1K0615301AA")
    taken = customer.asks("первый, 3 шт")

    assert "продаётся по 2 шт." in offers
    assert "4 вместо 3" in taken
    assert places_the_order(customer, shop) == [("VAG", "1K0615301AA", 4)]


def test_a_second_client_is_quoted_from_what_the_first_asked(
    portal: PortalControl, web: WebControl
) -> None:
    Customer(portal, web).asks("нужен 06A906032N")
    hits = web.total(SEARCHES, result="hit")

    offers = Customer(portal, web).asks("нужен 06A906032N")

    assert "1. VAG 06A906032N" in offers
    assert web.total(SEARCHES, result="hit") == hits + 1
