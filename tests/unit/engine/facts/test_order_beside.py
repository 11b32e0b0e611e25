"""A choice among the offers of another part comes to the order that stands."""

from decimal import Decimal

import pytest

from engine.facts.choice import Choice
from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in

SHOWN = (
    Offer(1, "5Q0819653", "VAG", Decimal(1500), delivery_days=3),
    Offer(2, "5Q0819653", "FEBI", Decimal(1600), delivery_days=1),
    Offer(3, "06A115561B", "BOSCH", Decimal(1150), delivery_days=1),
)


def beside(text: str) -> tuple[int, ...]:
    return told(text).applied_to((3,))


def told(text: str) -> Choice:
    return choice_in(text, chosen=(3,), shown=SHOWN)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("первый", (3, 1)),
        ("давайте febi", (3, 2)),
        ("самый дешевый", (3, 1)),
        ("оба", (3, 1, 2)),
        ("лучше первый", (3, 1)),
        ("второй не надо, первый", (3, 1)),
    ],
)
def test_what_is_taken_comes_to_the_order(text: str, chosen: tuple[int, ...]) -> None:
    assert beside(text) == chosen


@pytest.mark.parametrize("text", ["bosch не надо, только первый", "вместо bosch первый"])
def test_what_is_ordered_may_be_put_back_for_it(text: str) -> None:
    assert beside(text) == (1,)


@pytest.mark.parametrize(
    "text",
    [
        *("не надо", "нет, спасибо", "оформляйте", "да, оформляйте", "оформляйте как было"),
        *("bosch", "пока только bosch", "только bosch"),
    ],
)
def test_who_takes_none_of_them_goes_on_with_the_order(text: str) -> None:
    assert told(text).kind == "one"
    assert beside(text) == (3,)


@pytest.mark.parametrize("text", ["да", "2 штуки"])
def test_what_may_be_of_either_is_asked_about(text: str) -> None:
    assert told(text).kind in {"none", "unclear"}
    assert told(text).quantity == 0
    assert beside(text) == (3,)


def test_pieces_of_what_is_ordered_are_of_that_alone() -> None:
    choice = told("bosch 2 шт")

    assert [choice.pieces_of(offer) for offer in SHOWN] == [1, 1, 2]


def test_a_refusal_of_everything_keeps_no_order() -> None:
    assert told("отменяйте все").kind == "none"


@pytest.mark.parametrize("text", ["bosch 3 шт и первый", "первый, и bosch 2 шт"])
def test_pieces_beside_two_parts_are_asked_about(text: str) -> None:
    assert told(text).kind == "unclear"
    assert not told(text).pieces_named


def test_who_leaves_it_for_later_takes_nothing() -> None:
    assert told("позже отвечу") == Choice()


def test_who_takes_without_a_name_does_not_just_go_on_with_the_order() -> None:
    assert told("всё беру").ids != (3,)
