"""After a choice a maker that is left or counted is that offer, and no other one changes."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in, offers

ROWS = (("NGK", 5400, 3), ("Bosch", 3150, 1), ("Febi", 2100, 5))


def shown(had: Mapping[int, int]) -> tuple[Offer, ...]:
    return tuple(replace(offer, quantity=had.get(offer.id, 1)) for offer in offers(ROWS))


def told(text: str, had: Mapping[int, int]) -> Choice:
    return choice_in(text, stage="FINAL", chosen=tuple(had), shown=shown(had))


def wanted_after(text: str, had: Mapping[int, int]) -> dict[int, int]:
    """Return the pieces of every offer chosen after the message."""
    choice = told(text, had)
    taken = choice.applied_to(tuple(had))
    return {offer.id: choice.pieces_of(offer) for offer in shown(had) if offer.id in taken}


@pytest.mark.parametrize(
    "text",
    [
        "бош не надо", "не надо бош", "отмените бош", "бош отменяем", "да, бош не надо",
        "да, но без бош", "нет, бош не надо", "bosch уберите", "я не буду бош", "бош не беру",
        "бош не надо, дорого", "отмените бош, доставка в Тверь, Советская 5",
    ],
)  # fmt: skip
def test_a_maker_that_is_refused_is_left_and_the_other_stays(text: str) -> None:
    assert wanted_after(text, {1: 2, 2: 1}) == {1: 2}


@pytest.mark.parametrize("text", ["febi не надо", "отмените febi", "да", "бош не трогайте"])
def test_a_maker_that_was_not_chosen_leaves_the_choice_alone(text: str) -> None:
    assert wanted_after(text, {1: 2, 2: 1}) == {1: 2, 2: 1}


def test_of_two_offers_of_one_maker_the_chosen_one_is_left() -> None:
    twice = offers((("Bosch", 3150, 1), ("NGK", 5400, 3), ("Bosch", 2100, 5)))

    choice = choice_in("бош не надо", stage="FINAL", chosen=(2, 3), shown=twice)

    assert choice.applied_to((2, 3)) == (2,)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("нгк 1 шт", {1: 1, 2: 3}),
        ("2 шт ngk", {1: 2, 2: 3}),
        ("да, бош 2 шт", {1: 2, 2: 2}),
        ("всё верно, бош 2 шт", {1: 2, 2: 2}),
        ("бош поменяйте на 4 штуки", {1: 2, 2: 4}),
        ("бош 2 шт и самовывоз", {1: 2, 2: 2}),
        ("бош +1 шт", {1: 2, 2: 4}),
        ("второй + 1 шт", {1: 2, 2: 4}),
        ("второй минус 1 шт", {1: 2, 2: 2}),
        ("уберите 1 шт бош", {1: 2, 2: 2}),
        ("только нгк 1 шт", {1: 1}),
        ("бош 3 шт не надо", {1: 2}),
        ("второго 3 шт не надо", {1: 2}),
        ("не бош, а нгк 4 шт", {1: 4}),
        ("замените бош на febi", {1: 2, 3: 3}),
        ("бош на febi поменяйте", {1: 2, 3: 3}),
        ("замените бош", {1: 2, 2: 3}),
        ("замените на febi", {1: 2, 2: 3}),
    ],
)
def test_pieces_beside_a_maker_are_of_that_offer_alone(
    text: str, pieces: Mapping[int, int]
) -> None:
    assert wanted_after(text, {1: 2, 2: 3}) == pieces


@pytest.mark.parametrize("text", ["нгк 2 шт", "нгк сделайте 2 штуки"])
def test_pieces_of_a_maker_that_was_not_chosen_are_asked_about(text: str) -> None:
    choice = told(text, {2: 1})

    assert (choice.kind, choice.pieces_unclear) == ("unclear", False)
    assert wanted_after(text, {2: 1}) == {2: 1}


@pytest.mark.parametrize(
    "text",
    [
        "+1 шт",
        "еще 1 шт",
        "добавьте одну",
        "уберите 1 шт",
        "4 шт",
        "не 2, а 4 шт",
    ],
)
def test_pieces_added_or_taken_off_one_of_several_are_asked_about(text: str) -> None:
    assert told(text, {1: 2, 2: 3}).pieces_unclear
    assert wanted_after(text, {1: 2, 2: 3}) == {1: 2, 2: 3}


def test_a_piece_taken_off_the_maker_named_is_of_that_one() -> None:
    assert wanted_after("бош 1 шт лишняя", {1: 2, 2: 3}) == {1: 2, 2: 2}


@pytest.mark.parametrize("text", ["по 4 шт", "каждого по 4", "оба по 4", "все по 4 штуки"])
def test_pieces_of_each_are_not_asked_about(text: str) -> None:
    assert wanted_after(text, {1: 2, 2: 3}) == {1: 4, 2: 4}


@pytest.mark.parametrize(("text", "count"), [("+1 шт", 3), ("+ 2 шт", 4), ("да +1 шт", 3)])
def test_a_plus_adds_pieces_to_the_only_offer_chosen(text: str, count: int) -> None:
    assert wanted_after(text, {2: 2}) == {2: count}


@pytest.mark.parametrize("text", ["4 шт вместо 1", "4 вместо 1 шт", "не 1, а 4 шт"])
def test_a_digit_taken_back_beside_pieces_is_no_offer(text: str) -> None:
    assert wanted_after(text, {1: 1}) == {1: 4}
