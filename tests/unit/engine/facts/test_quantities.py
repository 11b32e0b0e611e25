"""How many pieces a message names, and of what."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.quantities import PIECES_LIMIT, read_quantities
from engine.facts.said import read_said
from tests.unit.engine.facts.offers_shown import choice_in, offers
from tests.unit.engine.facts.reading import knowledge


def pieces_in(text: str) -> list[int]:
    said = read_said(text, knowledge())
    return [pieces.count for pieces in read_quantities(said, numbers=frozenset())]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2 шт", 2),
        ("2шт", 2),
        ("2 штуки", 2),
        ("две штуки", 2),
        ("три штучки", 3),
        ("пару", 2),
        ("парочку", 2),
        ("х2", 2),
        ("x2", 2),
        ("х 2", 2),
        ("2х", 2),
        ("по 2 шт", 2),
        ("по 2", 2),
        ("по две", 2),
        ("по паре", 2),
        ("в количестве 3", 3),
        ("количество 4", 4),
        ("кол-во 5", 5),
        ("4 комплекта", 4),
        ("10 pcs", 10),
        ("двадцать штук", 20),
        ("999 шт", 999),
    ],
)
def test_pieces_are_named_in_many_ways(text: str, count: int) -> None:
    assert pieces_in(text) == [count]


@pytest.mark.parametrize(
    "text",
    [
        "0 шт",
        "1000 шт",
        "2 дня",
        "через 3 дня",
        "пару слов",
        "пару дней",
        "W211 x 5",
        "2 тысячи",
        "дом 2",
        "второй",
        "спасибо",
        "на 2 машины",
    ],
)
def test_other_counts_are_no_pieces(text: str) -> None:
    assert pieces_in(text) == []


@pytest.mark.parametrize(
    ("text", "quantity", "each"),
    [
        ("вариант 3, 2 шт", 2, {}),
        ("второй, две штуки", 2, {}),
        ("беру 1 х2", 2, {}),
        ("пару второго", 2, {}),
        ("2 и 3 по 2 шт", 2, {}),
        ("первый 2 шт, второй 1 шт", 0, {1: 2, 2: 1}),
        ("2 по 3 шт и 3 - 1 шт", 0, {2: 3, 3: 1}),
    ],
)
def test_pieces_belong_to_the_offers_they_are_said_of(
    text: str, quantity: int, each: dict[int, int]
) -> None:
    choice = choice_in(text)

    assert (choice.quantity, dict(choice.quantities)) == (quantity, each)


@pytest.mark.parametrize("text", ["мне 2 штуки", "пару", "4 шт надо"])
def test_pieces_alone_choose_nothing_new(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(2,))

    assert choice.ids == ()
    assert choice.quantity > 1


def test_a_count_in_words_after_agreeing_is_pieces() -> None:
    assert choice_in("давайте две").quantity == 2


@given(st.text(max_size=80))
def test_any_text_is_read_and_counts_stay_in_bounds(text: str) -> None:
    assert all(0 < count <= PIECES_LIMIT for count in pieces_in(text))


def test_letters_without_a_name_in_unicode_are_read_over() -> None:
    assert pieces_in("пар\U00017000 2 шт") == [2]


@pytest.mark.parametrize(
    "text",
    [
        "51117294731 бампер x5",
        "бампер x6 51117294731",
        "51117294731 на бмв х5 е70",
        "нужен 06A115561B на x3",
        "бампер на х 5",
    ],
)
def test_a_car_model_is_no_quantity_where_nothing_was_offered(text: str) -> None:
    assert choice_in(text, stage="NEW", shown=()).quantity == 0


@pytest.mark.parametrize(
    "text", ["первый на x5", "второй для бмв x3", "x5 e70, второй", "бампер x5"]
)
def test_a_car_model_beside_its_make_is_no_quantity_of_an_offer(text: str) -> None:
    assert choice_in(text).quantity == 0


@pytest.mark.parametrize("text", ["первого 3 надо", "первого надо 3", "3 шт первого"])
def test_pieces_of_one_of_two_chosen_leave_the_other_as_it_is(text: str) -> None:
    shown = tuple(replace(offer, quantity=2) for offer in offers())

    choice = choice_in(text, chosen=(1, 2), shown=shown)

    assert choice.applied_to((1, 2)) == (1, 2)
    assert [choice.pieces_of(offer) for offer in shown[:2]] == [3, 2]


@pytest.mark.parametrize("text", ["только первый 3 шт", "беру первый 3 шт"])
def test_an_offer_taken_anew_with_its_pieces_replaces_the_choice(text: str) -> None:
    assert choice_in(text, chosen=(1, 2)).applied_to((1, 2)) == (1,)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("полтора десятка первых", 15),
        ("полторы дюжины второго", 18),
        ("полдюжины второго", 6),
        ("два десятка второго", 20),
        ("десяток второго", 10),
    ],
)
def test_dozens_and_tens_are_counted(text: str, count: int) -> None:
    assert choice_in(text).quantity == count


@pytest.mark.parametrize(
    "text", ["1000 шт первого", "0 шт первого", "первый 1000 шт", "второй 0 штук"]
)
def test_an_impossible_number_of_pieces_is_asked_about(text: str) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.ids) == ("unclear", ())


@pytest.mark.parametrize("text", ["за 900 беру 2", "беру 2 за 900", "беру третий за 900"])
def test_a_price_of_another_offer_than_the_one_named_is_asked_about(text: str) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.ids) == ("unclear", ())


@pytest.mark.parametrize("text", ["беру 2 и за 900", "беру второй и тот что за 900"])
def test_a_price_in_a_list_names_one_more_offer(text: str) -> None:
    assert choice_in(text).ids == (2, 1)


def test_a_part_is_counted_once_an_offer_is_chosen() -> None:
    assert choice_in("фильтры x2", chosen=(2,)).quantity == 2


def test_needed_pieces_of_two_offers_are_told_apart() -> None:
    choice = choice_in("первого 3 надо второго 1", chosen=(1, 2))

    assert dict(choice.quantities) == {1: 3, 2: 1}


@pytest.mark.parametrize("text", ["1000 шт второго", "1000 шт", "второго 5000 штук"])
def test_more_pieces_than_any_shop_has_are_too_many(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(1,))

    assert (choice.kind, choice.too_many) == ("unclear", True)


@pytest.mark.parametrize("text", ["0 шт второго", "900 шт второго", "1000 рублей за второй"])
def test_other_amounts_are_not_too_many(text: str) -> None:
    assert not choice_in(text, stage="CONTACT", chosen=(1,)).too_many


@pytest.mark.parametrize(
    ("text", "count"), [("вместо мира 4 надо ленина 11", 0), ("мне 4 надо", 4)]
)
def test_the_house_of_a_street_counts_no_pieces(text: str, count: int) -> None:
    assert choice_in(text, stage="FINAL", chosen=(1,)).quantity == count
