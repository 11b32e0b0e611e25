"""A house, an hour, an engine, a sum and another part count no pieces of an offer."""

from collections.abc import Mapping

import pytest

from engine.facts.choice import Choice
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

SHOWN = offers(FIVE)


def pieces_in(choice: Choice) -> dict[int, int]:
    return {number: choice.quantities.get(number, choice.quantity) for number in choice.ids}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Псков, Мира 5, бош", {4: 0}),
        ("Псков, Мира 5, бош 2", {4: 2}),
        ("Псков ул Мира 5, бош за 4100", {4: 0}),
        ("Псков, Мира д.5 кв.3, бош", {4: 0}),
        ("Псков, Мира, 5, бош", {4: 0}),
        ("пункт выдачи Мира 5, бош", {4: 0}),
        ("буду в 5, бош", {4: 0}),
        ("буду к 3, бош", {4: 0}),
        ("мотор 1.6, бош", {4: 0}),
        ("два боша, доставка Псков Мира 5", {4: 2}),
        ("фильтр бош 2", {4: 2}),
        ("давайте 2 бош", {4: 2}),
        ("за 4100 2", {4: 2}),
    ],
)
def test_a_number_of_what_stands_before_it_counts_no_pieces(
    text: str, pieces: Mapping[int, int]
) -> None:
    assert pieces_in(choice_in(text, shown=SHOWN)) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Псков, Мира 5, бош", {}),
        ("Псков, Мира 5, бош 2", {4: 2}),
        ("Псков, Мира 5, кв 7, боша 2", {4: 2}),
        ("Псков, Мира 5, 2 боша", {4: 2}),
        ("Псков, Мира д.5 кв.3 бош", {}),
        ("бош, 2", {4: 2}),
        ("манн 7 дней ждать, давайте бош", {}),
        ("бош 3 дня ждать, ладно, беру бош", {}),
        ("давайте 3 боша", {4: 3}),
        ("мне 2 бош", {4: 2}),
    ],
)
@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS"])
def test_after_a_choice_only_a_count_of_it_counts(
    text: str, pieces: Mapping[int, int], stage: str
) -> None:
    choice = choice_in(text, stage=stage, chosen=(4,), shown=SHOWN)

    told = choice.quantity or choice.quantities.get(4, 0)
    assert ({4: told} if told else {}) == pieces


@pytest.mark.parametrize("text", ["бош 4", "4 бош", "да, бош 4", "бош, 4"])
def test_the_chosen_offer_with_its_own_number_is_asked_about(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(4,), shown=SHOWN)

    assert (choice.kind, choice.digit) == ("unclear", 4)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("бош, заберу после 5", (4,)),
        ("в 5 заберу, бош", (4,)),
        ("бош 2 шт, заберу часов в 5", (4,)),
        ("заберу 5", (5,)),
        ("давайте в 2 варианте", (2,)),
    ],
)
def test_an_hour_is_no_offer(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=SHOWN).ids == taken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("бош и свечи 4 шт", {4: 0}),
        ("бош, плюс свечи 4 штуки", {4: 0}),
        ("манн и 2 прокладки", {2: 0}),
        ("бош 2 шт и 4 свечи", {4: 2}),
        ("бош, фильтр 2 шт", {4: 2}),
        ("два фильтра бош", {4: 2}),
        ("бош и два манна", {4: 0, 2: 2}),
    ],
)
def test_pieces_of_a_part_that_comes_beside_are_not_of_the_offer(
    text: str, pieces: Mapping[int, int]
) -> None:
    assert pieces_in(choice_in(text, shown=SHOWN)) == pieces
