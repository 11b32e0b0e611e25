"""Short answers to a list of offers: a price, a word of its number, a maker, all of them."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("3900", (2,), 0),
        ("3900р", (2,), 0),
        ("3900 2 шт", (2,), 2),
        ("4500 и 5200", (1, 3), 0),
        ("четыре", (4,), 0),
        ("два", (2,), 0),
        ("мне 2 фильтра бош", (4,), 2),
        ("Bosch plz", (4,), 0),
        ("фильтр бош", (4,), 0),
        ("остановился на 2м варианте", (2,), 0),
        ("позиция 3 кол-во 5 шт", (3,), 5),
        ("беру № 2 количество 10 шт", (2,), 10),
        ("втарой варянт беру", (2,), 0),
        ("второй и тот что за 4100", (2, 4), 0),
        ("bosch please", (4,), 0),
        ("два первых и один третий", (1, 3), 0),
        ("лучше первый чем пятый", (1,), 0),
        ("скорее второй, чем третий", (2,), 0),
        ("второй подороже но ладно", (2,), 0),
        ("первый дороговат, ну и ладно", (1,), 0),
        ("третий долго ждать, но пусть", (3,), 0),
        ("по одному всех", (1, 2, 3, 4, 5), 1),
        ("каждого по одному", (1, 2, 3, 4, 5), 1),
        ("по штуке каждого", (1, 2, 3, 4, 5), 1),
        ("самый дорогой и самый дешевый", (5, 2), 0),
    ],
)
def test_the_offer_is_taken(text: str, taken: tuple[int, ...], pieces: int) -> None:
    choice = choice_in(text, shown=offers(FIVE))

    assert (choice.ids, choice.quantity) == (taken, pieces)


@pytest.mark.parametrize(
    "text",
    [
        *("4000", "3900?", "скиньте 3900", "две", "двое", "пять штук"),
        *("лучше первый чем пятый?", "дешевле первый чем пятый", "первый лучше чем пятый"),
        *("второй дорогой, но ладно, подумаю", "второй дорогой, но ладно вам", "каждого"),
        *("самый дешевый мале", "самый дешевый из первых двух", "за 3900 точно нет"),
    ],
)
def test_nothing_is_taken(text: str) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == ()


def test_a_complaint_before_another_offer_is_not_put_up_with() -> None:
    assert choice_in("второй дорогой но ладно давайте первый").ids == (1,)


def test_pieces_of_each_are_told_apart() -> None:
    assert choice_in("два первых и один третий").quantities == {1: 2, 3: 1}


def test_a_round_sum_near_a_price_takes_nothing_alone() -> None:
    shown = offers((("VAG", 890, 2), ("MANN", 450, 5)))

    assert (choice_in("890", shown=shown).ids, choice_in("900", shown=shown).ids) == ((1,), ())
