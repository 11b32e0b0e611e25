"""Counts of several offers in one message are each of its own offer."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = offers((("VAG", 1250, 3), ("MANN", 890, 1), ("KNECHT", 760, 7)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("третий один, второй два", {3: 1, 2: 2}),
        ("первый 2, второй 1", {1: 2, 2: 1}),
        ("беру первый два и третий один", {1: 2, 3: 1}),
        ("два вторых и один третий", {2: 2, 3: 1}),
        ("один третий и два вторых", {3: 1, 2: 2}),
        ("два первых и один третий", {1: 2, 3: 1}),
        ("два первых, один третий", {1: 2, 3: 1}),
        ("первых два и третий один", {1: 2, 3: 1}),
        ("второй 4, третий 1", {2: 4, 3: 1}),
        ("1х2, 2х1", {1: 2, 2: 1}),
        ("1x2 и 3x4", {1: 2, 3: 4}),
        ("1*2, 3*1", {1: 2, 3: 1}),
        ("1-2, 2-1", {1: 2, 2: 1}),
        ("1:2 и 3:1", {1: 2, 3: 1}),
        ("первый: 2, второй: 1", {1: 2, 2: 1}),
        ("первый - 2, второй - 1", {1: 2, 2: 1}),
        ("1 вторую и 2 третьих", {2: 1, 3: 2}),
        ("2 по 760 и 1 по 1250", {3: 2, 1: 1}),
        ("возьму 2 по 890 и 1 по 1250", {2: 2, 1: 1}),
    ],
)
def test_ordinals_and_a_count_of_each_tell_pieces(text: str, pieces: Mapping[int, int]) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.ids, dict(choice.quantities)) == (tuple(pieces), pieces)


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("два третьих", 3, 2),
        ("2 третьих", 3, 2),
        ("5 вторых", 2, 5),
        ("беру две вторых", 2, 2),
        ("второй 4", 2, 4),
        ("беру второй 10", 2, 10),
        ("2х4", 2, 4),
        ("беру 2*4", 2, 4),
        ("2 по 890", 2, 2),
        ("беру 2 по 890", 2, 2),
        ("давайте 4 по 760", 3, 4),
        ("беру две по 760", 3, 2),
        ("второй 4 шт, не 2", 2, 4),
        ("второй 4 шт а не 2", 2, 4),
        ("второй 4 штуки вместо 2", 2, 4),
        ("второй не 2 шт, а 4", 2, 4),
        ("второй не 2 а 4 шт", 2, 4),
        ("беру первый 2 шт, не второй", 1, 2),
        ("второй беру 4", 2, 4),
        ("два манна", 2, 2),
        ("манн беру 4", 2, 4),
    ],
)
def test_a_count_beside_one_offer_is_of_it(text: str, taken: int, pieces: int) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.kind, choice.ids, choice.quantity) == ("one", (taken,), pieces)


@pytest.mark.parametrize(
    "text", ["беру второй 3", "второй 4, не 2", "4 шт второго, не 2", "давайте первый 3"]
)
def test_a_digit_that_may_be_another_offer_is_asked_about(text: str) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.kind, choice.ids) == ("unclear", ())


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый и второй", (1, 2)),
        ("два первых", (1, 2)),
        ("1-3", (1, 2, 3)),
        ("1-2, 2-3", (1, 2, 3)),
        ("2-3", (2, 3)),
        ("2 за 890", (2,)),
        ("первые два", (1, 2)),
        ("второй 2", (2,)),
        ("2 первый 3 второй", (1, 2)),
    ],
)
def test_other_ordinals_and_digits_count_nothing(text: str, taken: tuple[int, ...]) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.kind != "none", dict(choice.quantities)) == (True, {})
    assert set(taken) <= set(choice.ids)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("манн 4, кнехт 1 шт", {2: 4, 3: 1}),
        ("кнехт 1 шт, манн 4", {3: 1, 2: 4}),
        ("манн 4, кнехт 1", {2: 4, 3: 1}),
    ],
)
def test_makers_of_all_that_was_chosen_count_each_its_own(
    text: str, pieces: Mapping[int, int]
) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(2, 3), shown=SHOWN)

    assert (set(choice.ids), dict(choice.quantities)) == (set(pieces), pieces)


def test_a_maker_with_a_count_drops_no_other_chosen_offer() -> None:
    choice = choice_in("кнехт 1 шт", stage="FINAL", chosen=(2, 3), shown=SHOWN)

    assert choice.applied_to((2, 3)) == (2, 3)


@pytest.mark.parametrize("text", ["2 - 4", "2-4", "1-9"])
def test_a_range_beyond_the_offers_is_none(text: str) -> None:
    assert choice_in(text, shown=SHOWN).kind == "unknown"


@pytest.mark.parametrize(
    "text", ["4х2", "диск 5х112", "лампа 2х5w", "размер 2х4х6", "12-30, 13-00"]
)
def test_a_product_that_begins_with_no_offer_counts_none(text: str) -> None:
    assert choice_in(text, shown=SHOWN).ids == ()


def test_a_product_counts_the_offer_by_its_place_where_ids_do_not_count_from_one() -> None:
    shown = tuple(replace(offer, id=4100 + offer.id) for offer in SHOWN)
    choice = choice_in("2х4", shown=shown)

    assert (choice.ids, choice.quantity) == ((4102,), 4)


def test_where_data_are_awaited_a_product_is_no_choice() -> None:
    assert choice_in("2х4", stage="ADDRESS", chosen=(1,), shown=SHOWN).ids == ()


def test_where_data_are_awaited_a_count_at_a_price_is_not_guessed() -> None:
    choice = choice_in("2 по 890", stage="FINAL", chosen=(1, 2), shown=SHOWN)

    assert (choice.ids, choice.quantity) == ((), 0)
