"""A line of our own list that is sent back names its offer, and nothing else of it is read."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.lines_sent_back import with_lines_by_number
from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = (
    *offers((("VAG", 2100, 1), ("VAG", 1900, 5), ("MANN", 980, 2))),
    replace(offers()[0], id=4, part_number="0451103318", brand="BOSCH", price=Decimal("1150.50")),
)
BOSCH = "4. BOSCH 0451103318 - 1 150,50 ₽, срок до 1 дня"


def told(text: str, shown: Sequence[Offer] = SHOWN) -> str:
    return " ".join(with_lines_by_number(text, shown).split())


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (BOSCH, "вариант 4"),
        ("BOSCH 0451103318 - 1 150,50 ₽", "вариант 4"),
        ("беру bosch 0451103318 1150 ₽", "беру вариант 4"),
        (f"беру {BOSCH} 2 шт", "беру вариант 4 2 шт"),
        (f"{BOSCH}; аналог номера 06A115561B", "вариант 4"),
        (f"{BOSCH}; под заказ; продаётся по 4 шт. нужно 8", "вариант 4 нужно 8"),
        ("BOSCH 0451103318 - 2 шт. × 1 150,50 ₽ = 2 301 ₽, в наличии", "вариант 4 2 шт"),
        ("1. VAG 06A115561B - 2 100 ₽, срок уточним", "вариант 1"),
        ("VAG 06A115561B - 1 900 ₽\nи MANN 06A115561B - 980 ₽", "вариант 2 и вариант 3"),
    ],
)
def test_a_line_is_the_number_of_its_offer(text: str, heard: str) -> None:
    assert told(text) == heard


@pytest.mark.parametrize(
    "text",
    [
        "BOSCH 0451103318 - 900 ₽ в магазине",
        "BOSCH 0451103318",
        "дайте за 1 900 ₽",
        "VAG 06A115561B - 11 900 ₽",
        "VAG 06A115561BA - 1 900 ₽",
    ],
)
def test_what_is_no_line_of_ours_stays(text: str) -> None:
    assert told(text) == text


def test_of_two_offers_alike_only_the_number_tells() -> None:
    alike = offers((("VAG", 2100, 1), ("VAG", 2100, 5), ("MANN", 980, 2)))

    assert told("2. VAG 06A115561B - 2 100 ₽, срок до 5 дней", alike) == "вариант 2"
    assert told("VAG 06A115561B - 2 100 ₽", alike) == "VAG 06A115561B - 2 100 ₽"


def test_beside_the_whole_list_only_what_else_is_said_counts() -> None:
    lines = [f"{o.id}. {o.brand} {o.part_number} - {o.price} ₽, в наличии" for o in SHOWN[:3]]

    assert told("\n".join((*lines, "беру 2")), SHOWN[:3]) == "беру 2"
    assert told("\n".join(lines), SHOWN[:3]) == " ".join(lines)


def test_what_is_asked_below_a_line_takes_nothing() -> None:
    assert choice_in(f"{BOSCH}\nэто оригинал?", shown=SHOWN).kind == "none"
    assert choice_in(f"{BOSCH}\nберу", shown=SHOWN).ids == (4,)


PARTS = ("BOSCH", "0451103318", "-", "1 150,50", "₽", "4.", ", в наличии", "; ", "2 шт. ×", "\n")


@given(st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join))
def test_of_any_text_something_is_left(text: str) -> None:
    assert bool(told(text)) == bool(text.split())
