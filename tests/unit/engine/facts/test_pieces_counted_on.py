"""Pieces added to those chosen before, taken off them, or going along with a swapped offer."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in, offers


def shown(pieces: Mapping[int, int]) -> tuple[Offer, ...]:
    return tuple(replace(offer, quantity=pieces.get(offer.id, 1)) for offer in offers())


def wanted_after(text: str, had: Mapping[int, int], *, stage: str = "CONTACT") -> dict[int, int]:
    """Return the pieces of every offer chosen after the message."""
    choice = choice_in(text, stage=stage, chosen=tuple(had), shown=shown(had))
    taken = choice.applied_to(tuple(had))
    return {offer.id: choice.pieces_of(offer) for offer in shown(had) if offer.id in taken}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("еще одну штуку добавьте", 3),
        ("добавьте еще одну", 3),
        ("еще штуку", 3),
        ("плюс одну штуку", 3),
        ("еще 2 шт", 4),
        ("еще две", 4),
        ("и еще одну, пожалуйста", 3),
        ("докиньте пару штук", 4),
        ("на одну больше", 3),
        ("на одну штуку меньше", 1),
        ("уберите одну штуку", 1),
        ("3 шт", 3),
        ("всего 3 шт", 3),
        ("добавьте до 3 шт", 3),
        ("еще один вопрос", 2),
        ("давайте еще раз", 2),
        ("уберите 2 штуки", 2),
    ],
)
def test_added_pieces_are_counted_on_from_those_wanted_before(text: str, pieces: int) -> None:
    assert wanted_after(text, {1: 2}) == {1: pieces}


def test_pieces_of_an_offer_that_comes_beside_are_its_own() -> None:
    assert wanted_after("еще третьего 2 шт", {1: 3}) == {1: 3, 3: 2}


def test_pieces_added_to_one_of_two_leave_the_other() -> None:
    assert wanted_after("еще одну штуку первого", {1: 2, 2: 4}) == {1: 3, 2: 4}


def test_pieces_added_to_both_of_two_are_counted_on_from_each() -> None:
    assert wanted_after("еще по одной штуке", {1: 2, 2: 4}) == {1: 3, 2: 5}


def test_with_nothing_chosen_before_nothing_is_counted_on() -> None:
    assert choice_in("добавьте еще 2 шт").quantity == 2


@pytest.mark.parametrize("text", ["второй лучше", "замените на второй", "не первый, а второй"])
def test_as_many_pieces_are_wanted_when_only_the_offer_changes(text: str) -> None:
    assert wanted_after(text, {1: 3}) == {2: 3}


def test_pieces_named_with_the_new_offer_outweigh_those_before() -> None:
    assert wanted_after("второй лучше, 2 шт", {1: 3}) == {2: 2}


def test_an_offer_that_comes_beside_does_not_take_over_pieces() -> None:
    assert wanted_after("добавьте второй", {1: 3}) == {1: 3, 2: 1}


@pytest.mark.parametrize("text", ["замените первый на третий", "вместо первого третий"])
def test_swapping_one_of_two_leaves_the_other(text: str) -> None:
    assert wanted_after(text, {1: 3, 2: 4}) == {2: 4, 3: 3}


def test_pieces_do_not_go_along_to_another_part() -> None:
    first, second, third = shown({1: 3})
    other = (first, replace(second, part_number="1K0129620D"), third)

    choice = choice_in("второй", stage="PRICING", chosen=(1,), shown=other)

    assert choice.pieces_of(other[1]) == 1


@given(st.text("ещедбавьтонуик 123шт.,на больше", max_size=30), st.integers(1, 5))
def test_at_least_one_piece_of_what_is_chosen_stays_wanted(text: str, had: int) -> None:
    assert all(pieces > 0 for pieces in wanted_after(text, {1: had}).values())
