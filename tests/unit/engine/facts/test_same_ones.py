"""Further pieces of the same offer, told beside the choice or after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.choice import Choice, read_choice
from engine.facts.said import read_said
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge


def choice_in(text: str, *, chosen: tuple[int, ...] = (2,), stage: str = "FINAL") -> Choice:
    said = read_said(text, knowledge())
    return read_choice(said, offers(), chosen=chosen, numbers=frozenset(), stage=stage)


@pytest.mark.parametrize(
    "text",
    [
        "добавь второй такой же", "и еще один такой же", "и второй такой же", "добавь такой же",
        "давайте два таких", "плюс один такой же", "еще один такой же, пожалуйста",
        "еще один такой же для друга", "запишите еще одну такую же",
    ],
)  # fmt: skip
def test_another_of_the_same_is_a_second_piece(text: str) -> None:
    choice = choice_in(text)

    assert choice.pieces_of(offers()[1]) == 2
    assert choice.applied_to((2,)) == (2,)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("третий, и еще один такой же", 2), ("вариант 3, и второй такой же", 2),
        ("третий 2 шт и еще один такой же", 3), ("третий, и еще два таких же", 3),
        ("третий, два таких", 2),
    ],
)  # fmt: skip
def test_beside_a_choice_they_come_to_its_piece(text: str, pieces: int) -> None:
    choice = choice_in(text, chosen=(), stage="PRICING")

    assert choice.ids == (3,)
    assert choice.pieces_of(offers()[2]) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "второй такой же?", "второй такой же", "мне такой же как второй", "у меня такая же машина",
        "еще один такой же, но другой фирмы", "такой же", "а есть такой же дешевле",
    ],
)  # fmt: skip
def test_what_is_only_alike_adds_no_piece(text: str) -> None:
    assert choice_in(text).pieces_of(offers()[1]) == 1


def test_pieces_of_which_of_two_offers_are_not_known() -> None:
    assert choice_in("и еще один такой же", chosen=(1, 2)).pieces_unclear


@given(st.text(alphabet="второй ещёиодинтакжшпедв ,.?23", max_size=50))
def test_any_text_about_the_same_is_read(text: str) -> None:
    assert choice_in(text).applied_to((2,)) is not None
