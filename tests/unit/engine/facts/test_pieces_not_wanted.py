"""Pieces that are too many or not needed are not wanted; those told instead of them are."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3 штуки мне не нужно, нужна одна", 1),
        ("3 штуки много, нужна одна", 1),
        ("3 шт многовато, давайте две", 2),
        ("не надо 3 шт, надо 1", 1),
        ("не нужно мне три штуки, нужно 2 шт", 2),
    ],
)
def test_the_count_told_instead_is_wanted(text: str, wanted: int) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(1,))

    assert (choice.kind, choice.quantity) == ("none", wanted)


@pytest.mark.parametrize("text", ["3 шт не нужно", "3 штуки много", "не надо мне 3 штуки"])
def test_how_many_is_asked_where_only_too_many_is_said(text: str) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(1,))

    assert (choice.kind, choice.pieces_unclear, choice.quantity) == ("unclear", True, 0)


@pytest.mark.parametrize("text", ["3 шт не надо упаковывать", "3 шт доставка не нужна", "3 шт"])
def test_pieces_stay_where_something_else_is_refused(text: str) -> None:
    assert choice_in(text, stage="FINAL", chosen=(1,)).quantity == 3


def test_an_offer_is_taken_beside_pieces_not_wanted() -> None:
    choice = choice_in("3 фильтра мне не нужно, нужен один, манн")

    assert (choice.ids, choice.quantity) == ((2,), 1)


def test_pieces_not_wanted_are_not_kept_for_an_offer_taken_later() -> None:
    assert choice_in("3 шт не нужно").quantity == 0
