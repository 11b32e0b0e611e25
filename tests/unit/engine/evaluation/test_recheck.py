"""Nothing is ordered on remembered prices: what the shop says now decides."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.evaluation.recheck import recheck
from engine.ports.parts import Found, NothingFound, SearchFailed, SearchResult, SeveralBrands
from engine.session import Offer

CHOSEN = Offer(
    id=3,
    part_number="06A115561B",
    brand="MANN",
    price=Decimal(1000),
    quantity=2,
    supplier_code="s1",
    item_key="k1",
)


def found(*offers: Offer) -> Found:
    return Found("06A115561B", "MANN", offers)


def again(**changes: object) -> Offer:
    return replace(CHOSEN, id=0, quantity=1, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("price", "verdict"),
    [(900, "same"), (1000, "same"), (1020, "same"), (1021, "dearer"), (1500, "dearer")],
)
def test_a_price_may_grow_by_two_percent_before_the_client_is_asked(
    price: int, verdict: str
) -> None:
    now = recheck([CHOSEN], [found(again(price=Decimal(price)))])

    assert now.verdict == verdict
    assert now.offers[0].price == price


def test_the_fresh_offer_keeps_the_number_and_pieces_the_client_knows() -> None:
    now = recheck([CHOSEN], [found(again(item_key="k9", available=5))])

    assert (now.offers[0].id, now.offers[0].quantity, now.offers[0].item_key) == (3, 2, "k9")


@pytest.mark.parametrize(
    "answer",
    [
        NothingFound("06A115561B"),
        SeveralBrands("06A115561B", ("MANN", "Febi")),
        found(),
        found(again(available=1)),
        found(again(supplier_code="s2")),
        found(again(brand="Febi")),
        found(again(part_number="06A115561D")),
    ],
    ids=["nothing", "brands", "empty", "too few", "supplier", "brand", "number"],
)
def test_what_cannot_be_had_as_it_was_chosen_is_gone(answer: SearchResult) -> None:
    now = recheck([CHOSEN], [answer])

    assert (now.verdict, now.gone, now.offers) == ("gone", {3}, ())


def test_the_brand_is_the_same_however_it_is_written() -> None:
    assert recheck([CHOSEN], [found(again(brand="Mann"))]).verdict == "same"


NEW = replace(CHOSEN, delivery_days=1)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ({"delivery_days": 1}, "same"),
        ({"delivery_days": 0}, "same"),
        ({"delivery_days": 2}, "dearer"),
        ({"delivery_days": None}, "dearer"),
        ({"delivery_days": 1, "no_return": True}, "dearer"),
        ({"delivery_days": 1, "to_order": True}, "dearer"),
        ({"delivery_days": 1, "used": True}, "gone"),
    ],
    ids=str,
)
def test_worse_terms_than_agreed_to_are_asked_about_however_cheap(
    now: dict[str, object], verdict: str
) -> None:
    assert recheck([NEW], [found(again(price=Decimal(700), **now))]).verdict == verdict


def test_terms_that_were_agreed_to_are_no_reason_to_ask() -> None:
    agreed = replace(CHOSEN, no_return=True, to_order=True, used=True)

    now = found(again(no_return=True, to_order=True, used=True, delivery_days=30))

    assert recheck([agreed], [now]).verdict == "same"


def test_of_several_lines_one_on_the_agreed_terms_counts_even_under_another_key() -> None:
    late = again(delivery_days=30)
    used = again(delivery_days=1, used=True)
    agreed = again(delivery_days=1, item_key="k2")

    now = recheck([NEW], [found(late, used, agreed)])

    assert (now.verdict, now.offers[0].item_key) == ("same", "k2")


def test_an_analog_chosen_is_still_told_as_one() -> None:
    analog = replace(CHOSEN, kind="analog", instead_of="A1")

    now = recheck([analog], [found(again())])

    assert now.verdict == "same"
    assert (now.offers[0].kind, now.offers[0].instead_of) == ("analog", "A1")


@pytest.mark.parametrize(
    ("packing", "verdict"), [(1, "same"), (2, "same"), (3, "dearer"), (4, "dearer")]
)
def test_another_lot_than_agreed_to_is_asked_about(packing: int, verdict: str) -> None:
    now = recheck([CHOSEN], [found(again(packing=packing))])

    assert now.verdict == verdict
    assert now.offers[0].quantity == 2


def test_a_whole_lot_must_be_there() -> None:
    lots = replace(CHOSEN, packing=4)

    assert recheck([lots], [found(again(packing=4, available=3))]).verdict == "gone"
    assert recheck([lots], [found(again(packing=4, available=4))]).verdict == "same"


def test_of_several_lines_of_one_supplier_the_very_one_counts() -> None:
    other = again(item_key="k2", price=Decimal(500))

    now = recheck([CHOSEN], [found(other, again(price=Decimal(1010)))])

    assert now.offers[0].price == 1010


def test_without_the_very_line_the_nearest_price_counts() -> None:
    lines = [again(item_key="k2", price=Decimal(p)) for p in (300, 1100, 5000)]

    assert recheck([CHOSEN], [found(*lines)]).offers[0].price == 1100


def test_a_shop_that_does_not_answer_counts_more_than_anything_it_said() -> None:
    second = replace(CHOSEN, id=4)
    answers: list[SearchResult] = [
        NothingFound("06A115561B"),
        SearchFailed("06A115561B", "OUTCOME_UNKNOWN"),
    ]

    now = recheck([CHOSEN, second], answers)

    assert (now.verdict, now.gone) == ("failed", {3})


def test_one_missing_part_makes_the_whole_order_a_question() -> None:
    second = replace(CHOSEN, id=4)

    now = recheck([CHOSEN, second], [found(again(price=Decimal(2000))), NothingFound("x")])

    assert (now.verdict, now.gone) == ("gone", {4})
    assert [offer.id for offer in now.offers] == [3]


def test_nothing_chosen_can_never_be_confirmed() -> None:
    assert recheck([], []).verdict == "gone"
