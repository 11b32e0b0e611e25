"""Several of the offers shown, and the offers of each number asked about."""

from dataclasses import replace

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)
OF_TWO_NUMBERS = offers((("VAG", 900, 2), ("MANN", 450, 5))) + tuple(
    replace(offer, id=number, part_number="5QM411105R")
    for number, offer in enumerate(
        offers((("Febi", 700, 6), ("Bosch", 600, 3), ("TRW", 650, 1))), 3
    )
)

NAMING = {
    (1, 2): [
        "варианты 1 и 2", "варианта 1 и 2", "варианты 1,2", "первый, второй", "и первый и второй",
        "первые 2", "1 и 2, оба", "и 1 и 2",
    ],
    (1, 2, 3): [
        "1,2,3", "первые три", "с 1 по 3", "1 2 3", "первые три варианта",
    ],
    (1, 2, 3, 4, 5): [
        "беру все", "все беру", "давайте все", "все пять", "все варианты",
        "все позиции оформляйте", "всё беру", "оформляйте всё", "все пять вариантов беру",
        "все варианты беру", "беру всё", "возьму все сразу", "давайте всё",
    ],
    (1, 2, 4): [
        "1 и 2 и 4", "1, 2 и 4", "беру 1, 2 и 4", "первый второй и четвертый",
    ],
    (1, 3): [
        "1 и 3", "1,3", "1, 3", "1 3", "1и3", "1/3", "1 + 3", "беру 1 и 3", "беру 1,3",
        "вариант 1 и вариант 3", "1 и 3 варианты", "1 и 3 вариант беру", "1-й и 3-й", "1й и 3й",
        "№1 и №3", "№1, №3", "первую и третью", "1 плюс 3", "первый + третий",
        "первый и третий, оба", "1 и 3 оба беру", "первый и третий оформляйте пожалуйста",
        "возьму сразу 1 и 3",
    ],
    (1, 4): [
        "номера 1 и 4", "позиции 1 и 4", "давайте 1 и 4", "1ый и 4ый",
    ],
    (2, 3): [
        "возьму второй и третий", "самый дешевый и самый быстрый",
    ],
    (2, 4): [
        "2,4", "2;4", "2 4", "2 & 4",
    ],
    (2, 5): [
        "под номерами 2 и 5",
    ],
    (3, 4): [
        "Bosch и Febi", "давайте бош и феби",
    ],
    (4, 5): [
        "последние два",
    ],
}  # fmt: skip

OF_A_PAIR = {
    (): [
        "оба варианта дорогие", "оба дорого", "оба оригинал?",
    ],
    (1, 2): [
        "оба", "обе", "беру оба", "давайте обе позиции", "оба варианта", "все", "обоих",
        "и тот и тот", "и то и другое", "оба по 2", "обе по одной",
    ],
    (2,): [
        "второй",
    ],
}  # fmt: skip

BY_NUMBER = {
    (1, 4): [
        "по 06A115561B первый, по 5QM411105R второй", "06A115561B первый и 5QM411105R второй",
    ],
    (2,): [
        "06A115561B 2 вариант", "по 06A115561B беру mann",
    ],
    (2, 4): [
        "по обоим самый дешевый", "по обоим подешевле", "по обоим номерам дешевые", "2 и 4",
    ],
    (2, 5): [
        "по 06A115561B дешевый, по 5QM411105R быстрый",
    ],
    (3,): [
        "по 5QM411105R первый", "первый по 5QM411105R",
    ],
    (4,): [
        "по 5QM411105R дешевле", "по 5QM411105R подешевле", "5QM411105R вариант 4",
    ],
    (5,): [
        "5QM411105R самый быстрый",
    ],
}  # fmt: skip


def _rows(table: dict[tuple[int, ...], list[str]]) -> list[tuple[str, tuple[int, ...]]]:
    return [(text, ids) for ids, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "ids"), _rows(NAMING))
def test_several_offers_are_named(text: str, ids: tuple[int, ...]) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert (choice.kind, tuple(sorted(choice.ids))) == ("several", ids)


@pytest.mark.parametrize(("text", "ids"), _rows(OF_A_PAIR))
def test_both_are_two_where_two_were_shown(text: str, ids: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE[:2])).ids == ids


@pytest.mark.parametrize(("text", "ids"), _rows(BY_NUMBER))
def test_offers_are_counted_within_the_number_named(text: str, ids: tuple[int, ...]) -> None:
    assert tuple(sorted(choice_in(text, shown=OF_TWO_NUMBERS).ids)) == ids


def test_numbers_may_stand_behind_the_offers_they_are_of() -> None:
    choice = choice_in("первый по 06A115561B второй по 5QM411105R", shown=OF_TWO_NUMBERS)

    assert choice.ids == (1, 4)


def test_numbers_of_a_list_that_does_not_count_from_one_are_places_in_it() -> None:
    shown = tuple(replace(offer, id=number) for number, offer in enumerate(OFFERS, 101))

    assert choice_in("второй и 4", shown=shown).ids == (102, 104)
    assert choice_in("вариант 103", shown=shown).ids == (103,)


@pytest.mark.parametrize(
    "text", ["мне две, на обе стороны", "обе стороны", "на обе оси", "для обеих машин надо"]
)
def test_both_sides_of_a_car_are_not_both_offers(text: str) -> None:
    assert choice_in(text, shown=offers(FIVE)[:2]).ids == ()


@pytest.mark.parametrize("text", ["обе детали", "оба фильтра", "обе позиции", "обе колодки беру"])
def test_both_parts_are_both_offers(text: str) -> None:
    assert choice_in(text, shown=offers(FIVE)[:2]).ids == (1, 2)
