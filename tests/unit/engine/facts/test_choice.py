"""Which of the offers shown a message takes, leaves or adds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.choice import Choice
from tests.unit.engine.facts.offers_shown import choice_in, offers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("2.", 2),
        ("№2", 2),
        ("№ 2", 2),
        ("#1", 1),
        ("беру 2", 2),
        ("2 беру", 2),
        ("ну давай 3", 3),
        ("хочу 2", 2),
        ("2, пожалуйста", 2),
        ("вариант 2", 2),
        ("2 вариант", 2),
        ("вариант два", 2),
        ("номер три", 3),
        ("под номером 3", 3),
        ("позиция 1", 1),
        ("пункт 2", 2),
        ("2-й", 2),
        ("3й", 3),
        ("1-ый вариант", 1),
        ("второй", 2),
        ("вторую", 2),
        ("давайте первое", 1),
        ("третье предложение", 3),
        ("мне второй", 2),
        ("второго хватит", 2),
        ("возьму третью позицию", 3),
        ("первый подойдёт", 1),
        ("я бы взял второй", 2),
        ("беру тройку", 3),
        ("последний", 3),
        ("добрый день, второй вариант", 2),
        ("первый фильтр", 1),
    ],
)
def test_an_offer_is_named_by_its_place(text: str, number: int) -> None:
    assert choice_in(text).ids == (number,)
    assert choice_in(text).kind == "one"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1 и 3", (1, 3)),
        ("1,3", (1, 3)),
        ("1 3", (1, 3)),
        ("1+2", (1, 2)),
        ("3 и 1", (3, 1)),
        ("первый и второй", (1, 2)),
        ("варианты 2 и 3", (2, 3)),
        ("и первый и третий", (1, 3)),
        ("беру 1 и 2", (1, 2)),
        ("беру все", (1, 2, 3)),
        ("все три", (1, 2, 3)),
        ("первые два", (1, 2)),
        ("два первых", (1, 2)),
        ("кроме второго все", (1, 3)),
        ("все кроме первого", (2, 3)),
        ("манн и феби", (2, 3)),
    ],
)
def test_several_offers_are_named_at_once(text: str, ids: tuple[int, ...]) -> None:
    assert choice_in(text).ids == ids
    assert choice_in(text).kind == "several"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("самый дешёвый", 2),
        ("давайте подешевле", 2),
        ("беру что подешевле", 2),
        ("самый недорогой оформляйте", 2),
        ("самый быстрый", 3),
        ("побыстрее давайте", 3),
        ("который быстрее, тот и беру", 3),
        ("берем манн", 2),
        ("давайте febi", 3),
        ("за 450 беру", 2),
        ("тот что за 900", 1),
        ("тот шо за 900", 1),
        ("который за 5 дней", 2),
    ],
)
def test_an_offer_is_named_by_what_it_is(text: str, number: int) -> None:
    assert choice_in(text).ids == (number,)


@pytest.mark.parametrize(
    ("text", "ids", "dropped"),
    [
        ("не первый, а второй", (2,), (1,)),
        ("не 1 а 2", (2,), (1,)),
        ("первый не надо, давайте третий", (3,), (1,)),
        ("оставьте первый, второй уберите", (1,), (2,)),
        ("второй уже не нужен", (), (2,)),
        ("уберите второй", (), (2,)),
        ("без первого", (), (1,)),
    ],
)
def test_what_is_refused_is_dropped(
    text: str, ids: tuple[int, ...], dropped: tuple[int, ...]
) -> None:
    choice = choice_in(text, chosen=(1, 2))

    assert (choice.ids, choice.dropped) == (ids, dropped)


@pytest.mark.parametrize("text", ["и ещё третий", "добавьте 3", "плюс третий", "еще третий"])
def test_what_is_added_stands_beside_the_choice_before(text: str) -> None:
    choice = choice_in(text, chosen=(1,))

    assert choice.added
    assert choice.applied_to((1,)) == (1, 3)


def test_with_nothing_chosen_before_nothing_is_added_to() -> None:
    assert not choice_in("добавьте 3").added


@pytest.mark.parametrize(
    "text",
    [
        "первая машина бмв",
        "второй день жду",
        "с первого раза не понял",
        "в первый раз у вас",
        "через 2 дня",
        "к 15 числу",
        "подешевле есть?",
        "а дешевле?",
        "дороговато",
        "долго",
        "какой самый дешевый?",
        "а второй в наличии?",
        "второй это оригинал?",
        "1 или 2?",
        "первый дороговат",
        "спасибо",
        "ул. Мира 5",
        "05.12.2024",
        "8 912 345-67-89",
    ],
)
def test_talk_takes_no_offer(text: str) -> None:
    assert choice_in(text).ids == ()
    assert choice_in(text).kind == "none"


@pytest.mark.parametrize(
    "text", ["беру", "давайте", "подходит", "оформляйте", "давайте две", "2 шт", "мне две штуки"]
)
def test_agreeing_without_a_name_is_unclear_where_there_are_several(text: str) -> None:
    assert choice_in(text).kind == "unclear"


@pytest.mark.parametrize("text", ["беру", "давайте", "подходит", "беру 2 шт", "давайте две"])
def test_agreeing_is_choosing_where_there_is_one(text: str) -> None:
    assert choice_in(text, shown=offers()[:1]).ids == (1,)


@pytest.mark.parametrize("text", ["беру 9", "вариант 12", "восьмой вариант"])
def test_an_offer_that_was_not_shown_is_told_as_such(text: str) -> None:
    assert choice_in(text).kind == "unknown"
    assert choice_in(text).ids == ()


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize(
    "text", ["2", "мира 5", "д 3 кв 2", "третий этаж", "первый подъезд", "1 и 2"]
)
def test_where_data_are_awaited_digits_and_parts_of_addresses_choose_nothing(
    stage: str, text: str
) -> None:
    assert choice_in(text, stage=stage, chosen=(1,)).ids == ()


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("второй", 2),
        ("лучше второй", 2),
        ("давайте лучше 3", 3),
        ("беру второй", 2),
        ("вариант 2", 2),
        ("третий вариант вместо первого", 3),
    ],
)
def test_a_choice_can_be_changed_at_any_step(stage: str, text: str, number: int) -> None:
    assert choice_in(text, stage=stage, chosen=(1,)).ids == (number,)


def test_an_ordinal_counts_within_the_part_number_it_stands_beside() -> None:
    first, second = offers()[:2], offers()[1:]
    other = tuple(
        replace(offer, id=number, part_number="5QM411105R")
        for number, offer in enumerate(second, start=3)
    )

    assert choice_in("по 5QM411105R первый", shown=first + other).ids == (3,)
    assert choice_in("по 5QM411105R самый дешевый", shown=first + other).ids == (3,)


def test_without_offers_nothing_can_be_chosen() -> None:
    assert choice_in("беру второй", shown=()) == Choice()


@given(st.text(alphabet="0123456789абвгберу вторйипшнзакм,.-№?", max_size=60))
def test_any_text_is_read_and_only_shown_offers_are_ever_taken(text: str) -> None:
    choice = choice_in(text, chosen=(1,))

    assert set(choice.ids) | set(choice.dropped) <= {1, 2, 3}
    assert not set(choice.ids) & set(choice.dropped)
    assert len(set(choice.ids)) == len(choice.ids)
    assert (choice.kind in {"one", "several"}) == bool(choice.ids)


@given(st.lists(st.integers(1, 9), max_size=4), st.lists(st.integers(1, 9), max_size=4))
def test_what_is_dropped_is_never_chosen_afterwards(ids: list[int], dropped: list[int]) -> None:
    choice = Choice("several", tuple(ids), dropped=tuple(dropped))

    assert not set(choice.applied_to((1, 2, 3))) & set(dropped)
