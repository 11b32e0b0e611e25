"""A choice among the offers of one number leaves what is chosen of another."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.facts.choice import Choice
from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in

SHOWN = (
    Offer(1, "5Q0819653", "VAG", Decimal(1500), delivery_days=3),
    Offer(2, "5Q0819653", "FEBI", Decimal(1600), delivery_days=1),
    Offer(3, "1K0698151E", "BREMBO", Decimal(5400), delivery_days=2),
    Offer(4, "GDB1550", "TRW", Decimal(4200), delivery_days=3, instead_of="1K0698151E"),
)


def told(text: str, chosen: tuple[int, ...]) -> Choice:
    return choice_in(text, stage="CONTACT", chosen=chosen, shown=SHOWN)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("давайте третий", (1,), (1, 3)),
        ("trw", (1,), (1, 4)),
        ("нет, второй", (1, 4), (4, 2)),
        ("лучше второй", (1, 4), (4, 2)),
        ("вместо третьего четвертый", (1, 3), (1, 4)),
    ],
)
def test_another_number_keeps_its_choice(
    text: str, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    assert told(text, before).applied_to(before) == after


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("только второй", (1, 4), (2,)),
        ("замените на trw", (1,), (4,)),
        ("нет, лучше trw", (1,), (4,)),
        ("давайте второй", (1,), (2,)),
    ],
)
def test_what_is_said_to_take_its_place_does(
    text: str, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    assert told(text, before).applied_to(before) == after


def test_pieces_go_over_to_the_offer_of_the_same_number_alone() -> None:
    shown = tuple(replace(offer, quantity=offer.id) for offer in SHOWN)
    swapped = choice_in("нет, первый", stage="CONTACT", chosen=(2, 4), shown=shown)
    added = choice_in("trw", stage="CONTACT", chosen=(2,), shown=SHOWN)

    assert swapped.pieces_of(replace(SHOWN[0], quantity=1)) == 2
    assert added.pieces_of(SHOWN[3]) == 1
