"""Pieces of which only the sum is asked are counted for the client and not written down."""

import pytest

from tests.unit.engine.facts.offers_shown import THREE, choice_in, offers


@pytest.mark.parametrize(
    ("text", "asked", "of"),
    [
        ("сколько за 4 штуки?", 4, {}),
        ("почём будет за две?", 2, {}),
        ("за пять сколько выйдет", 5, {}),
        ("если 4 шт взять какая сумма", 4, {}),
        ("а 5 возьму скидка будет?", 5, {}),
        ("если куплю 3, скидку сделаете?", 3, {}),
        ("второй за 4 штуки сколько выйдет?", 4, {2: 4}),
        ("почем третий если две возьму?", 2, {3: 2}),
        ("сколько с меня за 2 шт манна?", 2, {2: 2}),
        ("какая сумма за 6 штук", 6, {}),
        ("сколько за две будет?", 2, {}),
        ("скидка на 10 штук есть?", 10, {}),
        ("сколько выйдет 2 манна и 1 febi", 2, {2: 2, 3: 1}),
        ("беру два манна, скидка будет?", 2, {2: 2}),
        ("сколько дней ждать 4 шт", 4, {}),
        ("посчитайте второй, 3 шт", 3, {2: 3}),
    ],
)
def test_the_sum_is_asked(text: str, asked: int, of: dict[int, int]) -> None:
    choice = choice_in(text)

    assert (choice.asked, dict(choice.asked_of)) == (asked, of)
    assert (choice.ids, choice.quantity, dict(choice.quantities)) == ((), 0, {})


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("беру второй 4 штуки сколько с меня?", (2,), 4),
        ("беру третий 2 шт, какая сумма?", (3,), 2),
        ("второй 2 шт", (2,), 2),
        ("давайте второй, 3 штуки, и скажите сколько будет", (2,), 3),
    ],
)
def test_pieces_taken_are_no_question(text: str, taken: tuple[int, ...], pieces: int) -> None:
    choice = choice_in(text)

    assert (choice.asked, choice.ids, choice.quantity) == (0, taken, pieces)


@pytest.mark.parametrize(
    "text",
    [
        "сколько стоит 2?",
        "сколько за второй?",
        "почем 3 вариант",
        "сколько за доставку?",
        "за 900 отдадите?",
    ],
)
def test_an_offer_asked_about_counts_nothing(text: str) -> None:
    choice = choice_in(text)

    assert (choice.asked, choice.ids, choice.quantity) == (0, (), 0)


def test_an_offer_is_taken_beside_the_question() -> None:
    choice = choice_in("беру второй, а за 4 штуки сколько выйдет?")

    assert (choice.ids, choice.quantity, choice.asked) == ((2,), 0, 4)


@pytest.mark.parametrize(
    "text", ["сколько за 4 штуки?", "за 4 сколько?", "а если 4, скидка будет?"]
)
def test_a_question_changes_no_pieces_of_what_is_chosen(text: str) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(1,))

    assert (choice.asked, choice.quantity, dict(choice.quantities)) == (4, 0, {})


def test_a_question_about_the_only_offer_takes_nothing() -> None:
    choice = choice_in("если возьму 3 штуки сколько будет?", shown=offers(THREE[:1]))

    assert (choice.ids, choice.asked) == ((), 3)
