"""After a choice another offer comes instead where its own clause is plain."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

SHOWN = offers(FIVE)


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        ("манн не надо, бош один", 4, 1),
        ("отмените манн, нужен за 4100", 4, 0),
        ("манн отмена, бош два диска", 4, 2),
        ("бош давайте, манн отмена", 4, 0),
    ],
)
def test_what_is_named_beside_a_refusal_comes_instead(text: str, number: int, count: int) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(2,), shown=SHOWN)

    assert (choice.applied_to((2,)), choice.quantity) == ((number,), count)


@pytest.mark.parametrize("text", ["манн не надо, может бош?", "манн не надо, бош тоже не надо"])
def test_what_is_doubted_or_refused_does_not(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(2,), shown=SHOWN)

    assert choice.applied_to((2,)) == ()


@pytest.mark.parametrize(
    "text", ["долго ждать манн, переделайте на бош", "манн дорого, давайте бош"]
)
def test_a_complaint_of_the_chosen_one_leaves_the_other(text: str) -> None:
    assert choice_in(text, stage="CONTACT", chosen=(2,), shown=SHOWN).applied_to((2,)) == (4,)


def test_a_complaint_in_the_same_clause_as_the_other_moves_nothing() -> None:
    choice = choice_in("манн дороже боша", stage="CONTACT", chosen=(2,), shown=SHOWN)

    assert choice.applied_to((2,)) == (2,)


def test_a_wish_beside_a_maker_takes_no_third_offer() -> None:
    assert 3 not in choice_in("мне бош и побыстрее", shown=SHOWN).ids
    assert choice_in("давайте побыстрее", shown=SHOWN).ids == (3,)


def test_an_offer_that_is_no_option_is_not_taken() -> None:
    assert choice_in("манн не вариант, бош берем", shown=SHOWN).ids == (4,)
