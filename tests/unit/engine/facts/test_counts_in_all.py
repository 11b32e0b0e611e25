"""A count that may be of several offers together, or of one of them only, is asked about."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)


@pytest.mark.parametrize(
    "text",
    [
        "беру бош и манн, всего 3 штуки",
        "возьму манн и феби, итого четыре фильтра",
        "4 шт: бош и манн",
        "манн 4 шт. или нет, 2",
        "бош и манн, всего 6",
        "возьму бош, всего 3 и манн",
        "бош 2 шт, манн 3 шт, всего 6 шт",
    ],
)
def test_a_count_of_all_together_is_asked_about(text: str) -> None:
    assert choice_in(text, shown=OFFERS).kind == "unclear"


@pytest.mark.parametrize(
    "text",
    ["беру бош и манн, итого два фильтра", "два фильтра, бош и манн", "всего 2 шт: бош и манн"],
)
def test_so_many_as_offers_are_one_of_each(text: str) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert set(choice.ids) == {2, 4}
    assert not choice.quantity
    assert not choice.quantities


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("бош 2 шт, манн 2 шт, итого 4 шт", {4: 2, 2: 2}),
        ("3 штуки: бош и два манна", {2: 2}),
        ("3 шт, бош и 2 манна", {2: 2}),
        ("3 шт бош, 2 шт манн", {4: 3, 2: 2}),
    ],
)
def test_a_sum_of_what_is_told_counts_no_offer(text: str, pieces: dict[int, int]) -> None:
    choice = choice_in(text, shown=OFFERS)

    told = {n: choice.quantities.get(n, choice.quantity) for n in choice.ids}
    assert {number: count for number, count in told.items() if count} == pieces


def test_a_name_without_a_case_does_not_tell_which_is_counted() -> None:
    shown = offers((*FIVE, ("TRW", 4200, 3)))

    assert choice_in("беру два трв и бош", shown=shown).kind == "unclear"


@pytest.mark.parametrize("text", ["манн и бош два", "манн, бош две", "второй и третий два"])
def test_a_bare_count_behind_two_may_be_of_the_last(text: str) -> None:
    assert choice_in(text, shown=OFFERS) == Choice("unclear")


@pytest.mark.parametrize("text", ["манн и бош 2 шт", "манн, бош 2 шт", "2 и 4 - 2 шт"])
def test_units_behind_two_parts_may_be_of_the_last(text: str) -> None:
    parts = tuple(replace(o, part_number=f"X{o.id}", instead_of=f"Y{o.id}") for o in OFFERS)

    assert choice_in(text, shown=parts) == Choice("unclear")
    assert choice_in(f"{text} каждого", shown=parts) != Choice("unclear")


@pytest.mark.parametrize("text", ["ваг 1, бош 2 шт", "возьму бош 2 шт и ваг 1"])
def test_a_maker_of_two_offers_that_is_counted_is_not_left_out(text: str) -> None:
    shown = offers((*FIVE, ("VAG", 4900, 1)))

    assert choice_in(text, shown=shown).kind == "unclear"


@pytest.mark.parametrize("text", ["по две: бош и манн", "две штуки бош и манн"])
def test_what_is_said_of_each_counts_each(text: str) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert [choice.pieces_of(o) for o in OFFERS if o.id in choice.ids] == [2, 2]


@pytest.mark.parametrize("stage", ["CONTACT", "FINAL"])
@pytest.mark.parametrize("text", ["еще бош и два манна", "боша два и манн добавьте"])
def test_more_of_the_chosen_beside_another_is_asked_about(text: str, stage: str) -> None:
    choice = choice_in(text, stage=stage, chosen=(4,), shown=OFFERS)

    assert choice == Choice("unclear", pieces_unclear=True)


@pytest.mark.parametrize("text", ["манн тоже, по две", "манн тоже, по 2"])
def test_so_many_of_each_are_of_the_chosen_too(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(4,), shown=OFFERS)

    assert choice.applied_to((4,)) == (4, 2)
    assert [choice.pieces_of(o) for o in OFFERS if o.id in (2, 4)] == [2, 2]


def test_a_count_behind_a_verb_is_of_the_offer_it_declines() -> None:
    text = "оставьте бош и добавьте два манна"
    choice = choice_in(text, stage="FINAL", chosen=(4,), shown=OFFERS)

    assert dict(choice.quantities) == {2: 2}


def test_a_count_in_a_clause_of_its_own_is_of_its_maker_alone() -> None:
    choice = choice_in("добавьте манн, лемфордера 2", stage="CONTACT", chosen=(4,), shown=OFFERS)

    assert dict(choice.quantities) == {5: 2}


@pytest.mark.parametrize("text", ["добавьте манн и боша сделайте два", "манн 4 вместо боша"])
def test_a_count_that_no_offer_got_is_asked_about(text: str) -> None:
    assert choice_in(text, stage="FINAL", chosen=(4,), shown=OFFERS).kind == "unclear"


def test_a_maker_and_a_count_after_two_were_chosen_count_one_of_them() -> None:
    choice = choice_in("боша два", stage="CONTACT", chosen=(2, 4), shown=OFFERS)

    assert dict(choice.quantities) == {4: 2}


@pytest.mark.parametrize("text", ["а если две?", "а если три взять?", "если 3 штуки?"])
def test_pieces_only_supposed_are_asked_about(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(4,), shown=OFFERS)

    assert choice.asked
    assert not choice.quantity
