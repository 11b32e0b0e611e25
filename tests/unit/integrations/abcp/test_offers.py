"""Rows of a search as offers: what is left out, what is kept exactly, in which order."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from engine.session import Offer
from integrations.abcp.brands import BrandNames
from integrations.abcp.offers import OFFERS_KEPT, offers_from

BRANDS = BrandNames()


def a_row(**changes: Any) -> dict[str, Any]:
    row = {
        "brand": "VAG",
        "number": "06A 115 561 B",
        "numberFix": "06A115561B",
        "description": "Фильтр масляный",
        "availability": 4,
        "packing": 1,
        "deliveryPeriod": 72,
        "deliveryPeriodMax": "",
        "deadlineReplace": "",
        "supplierCode": 11880411,
        "itemKey": "HFGJ kfkd=",
        "price": 890.5,
        "priceIn": 400,
    }
    return {**row, **changes}


def offers_of(
    *rows: dict[str, Any], number: str = "06A115561B", brand: str = "VAG"
) -> tuple[Offer, ...]:
    return offers_from(rows, part_number=number, brand=brand, brands=BRANDS)


def test_a_row_becomes_an_offer_with_all_an_order_needs() -> None:
    assert offers_of(a_row()) == (
        Offer(
            id=0,
            part_number="06A115561B",
            brand="VAG",
            price=Decimal("890.5"),
            delivery_days=3,
            description="Фильтр масляный",
            available=4,
            packing=1,
            supplier_code="11880411",
            item_key="HFGJ kfkd=",
        ),
    )


@pytest.mark.parametrize("price", [0, "0,00", -5, "", None, "по запросу"])
def test_a_row_without_a_price_is_no_offer(price: object) -> None:
    assert offers_of(a_row(price=price)) == ()


def test_a_price_written_as_text_is_as_good_as_a_number() -> None:
    assert offers_of(a_row(price="2 040,74"))[0].price == Decimal("2040.74")


@pytest.mark.parametrize("availability", [0, "0", -4, -100, "", None, "нет", 0.5])
def test_a_part_that_is_not_there_is_no_offer(availability: object) -> None:
    assert offers_of(a_row(availability=availability)) == ()


@pytest.mark.parametrize(
    ("availability", "available"),
    [(7, 7), ("38", 38), (-1, None), ("-2", None), (-3, None), ("-10", None)],
)
def test_stock_is_exact_only_when_the_shop_says_so(
    availability: object, available: int | None
) -> None:
    assert offers_of(a_row(availability=availability))[0].available == available


@pytest.mark.parametrize(
    ("availability", "hours", "days"),
    [(-10, 0, None), (-10, "", None), (-10, 72, 3), (-1, 0, 0), (5, 0, 0)],
)
def test_what_is_made_to_order_is_not_here_today(
    availability: int, hours: object, days: int | None
) -> None:
    (offer,) = offers_of(a_row(availability=availability, deliveryPeriod=hours))

    assert offer.to_order == (availability == -10)
    assert offer.delivery_days == days


def test_the_most_hours_of_a_row_are_its_term() -> None:
    assert offers_of(a_row(deliveryPeriod=72, deliveryPeriodMax=120))[0].delivery_days == 5


@pytest.mark.parametrize(("packing", "lot"), [(4, 4), ("2", 2), (0, 1), ("", 1), (None, 1)])
def test_the_smallest_lot_is_at_least_one(packing: object, lot: int) -> None:
    assert offers_of(a_row(packing=packing))[0].packing == lot


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"brand": "Volkswagen"}, "asked"),
        ({"isAnalog": False}, "asked"),
        ({"isAnalog": "0"}, "asked"),
        ({"numberFix": "06A115561C"}, "replacement"),
        ({"numberFix": "06A115561C", "isAnalog": True}, "replacement"),
        ({"brand": "MANN-FILTER", "numberFix": "W719/30"}, "analog"),
        ({"brand": "MANN-FILTER", "numberFix": "W719/30", "isAnalog": False}, "analog"),
        ({"brand": "MANN-FILTER"}, "analog"),
    ],
)
def test_a_row_is_of_a_kind_by_its_maker_and_number(changes: dict[str, Any], kind: str) -> None:
    (offer,) = offers_of(a_row(**changes))

    assert offer.kind == kind
    assert offer.asked_number == "06A115561B"


@pytest.mark.parametrize(
    "changes",
    [
        {"isAnalog": True},
        {"isAnalog": 1},
        {"isAnalog": "1"},
        {"numberFix": "", "number": ""},
        {"brand": ""},
        {"brand": None},
    ],
)
def test_a_row_that_cannot_be_told_apart_is_no_offer(changes: dict[str, Any]) -> None:
    assert offers_of(a_row(**changes)) == ()


def test_the_part_comes_before_its_replacements_and_those_before_analogs() -> None:
    offers = offers_of(
        a_row(brand="MANN-FILTER", numberFix="W71930", price=300),
        a_row(numberFix="06A115561C", price=600),
        a_row(price=900),
        a_row(brand="Febi", numberFix="22532", price=200),
    )

    assert [(offer.kind, offer.price) for offer in offers] == [
        ("asked", 900),
        ("replacement", 600),
        ("analog", 200),
        ("analog", 300),
    ]


@pytest.mark.parametrize(
    ("flag", "marked"),
    [(True, True), (1, True), ("1", True), (False, False), (0, False), ("", False)],
)
def test_what_cannot_be_returned_or_was_used_is_marked(flag: object, *, marked: bool) -> None:
    (offer,) = offers_of(a_row(noReturn=flag, isUsed=flag))

    assert (offer.no_return, offer.used) == (marked, marked)


def test_a_used_part_may_be_marked_in_its_details_only() -> None:
    assert offers_of(a_row(isUsed=False, meta={"isUsed": True}))[0].used
    assert not offers_of(a_row(meta={"isUsed": False}))[0].used
    assert not offers_of(a_row(meta=[]))[0].used


def test_a_synonym_of_the_brand_is_the_brand() -> None:
    assert len(offers_of(a_row(brand="Volkswagen"), a_row(brand="AUDI"))) == 2


def test_a_slash_kept_by_the_shop_does_not_make_another_number() -> None:
    row = a_row(brand="MANN-FILTER", number="W 712/75", numberFix="W712/75")

    assert len(offers_of(row, number="W71275", brand="Mann")) == 1


def test_a_mercedes_number_is_found_without_its_a() -> None:
    row = a_row(brand="Mercedes-Benz", number="A2710940204", numberFix="A2710940204")

    assert len(offers_of(row, number="2710940204", brand="Mercedes")) == 1


def test_html_of_the_shop_is_stripped_from_texts() -> None:
    row = a_row(
        description="<b>Фильтр</b>&nbsp;масляный<br>", deadlineReplace="<i>до&nbsp;7 дн.</i>"
    )

    offer = offers_of(row)[0]

    assert (offer.description, offer.delivery_days) == ("Фильтр масляный", 7)


def test_the_cheapest_comes_first_then_the_soonest_then_the_unknown_term() -> None:
    offers = offers_of(
        a_row(price=900, deliveryPeriod=24),
        a_row(price=700, deliveryPeriod=None),
        a_row(price="700,00", deliveryPeriod=96),
        a_row(price=700, deliveryPeriod=48),
    )

    assert [(offer.price, offer.delivery_days) for offer in offers] == [
        (700, 2),
        (700, 4),
        (700, None),
        (900, 1),
    ]


def test_no_more_offers_are_kept_than_a_session_may_hold() -> None:
    own = [a_row(price=1000 - number) for number in range(60)]
    analogs = [a_row(brand="MANN", price=1000 - number) for number in range(60)]

    offers = offers_of(*analogs, *own)

    assert Counter(offer.kind for offer in offers) == {
        "asked": OFFERS_KEPT["asked"],
        "analog": OFFERS_KEPT["analog"],
    }
    assert {offer.price for offer in offers if offer.price < 942} == {941}


def test_what_the_shop_itself_paid_never_gets_into_an_offer() -> None:
    assert "400" not in repr(offers_of(a_row()))
