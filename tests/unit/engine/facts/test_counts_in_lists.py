"""A list of nothing but offers and counts is read whole, or asked about."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.facts.offers_shown import choice_in
from tests.unit.engine.facts.test_offers_named_later import shown, wanted_after

OFFERS = shown()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("бош - 2, манн - 1", {4: 2, 3: 1}),
        ("манн: 2, бош: 1", {3: 2, 4: 1}),
        ("бош (2), манн (1)", {4: 2, 3: 1}),
        ("бош - 2\nманн - 1", {4: 2, 3: 1}),
        ("возьму: бош - 2 и манн - 1", {4: 2, 3: 1}),
        ("2 - бош, 1 - манн", {4: 2, 3: 1}),
        ("бош, 2 шт; манн, 1", {4: 2, 3: 1}),
        ("бош - 2, 3 - 1", {4: 2, 3: 1}),
        ("3(2) и 4(1)", {3: 2, 4: 1}),
        ("3 - 2 шт, 4 - 1", {3: 2, 4: 1}),
        ("4: 2 шт, 5: 1", {4: 2, 5: 1}),
        ("3 2 шт, 4 1", {3: 2, 4: 1}),
        ("3 - две, 4 - одна", {3: 2, 4: 1}),
        ("4 вариант 2 шт, 3 вариант 1", {4: 2, 3: 1}),
        ("№3 - 2, №4 - 1", {3: 2, 4: 1}),
        ("вариант 3 - 2", {3: 2}),
        ("третий вариант два", {3: 2}),
        ("бош - 2", {4: 2}),
    ],
)
def test_a_digit_behind_a_sign_counts_what_stands_before_it(
    text: str, wanted: Mapping[int, int]
) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert {o.id: choice.pieces_of(o) for o in OFFERS if o.id in choice.ids} == wanted


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1) бош 2) манн", (4, 3)),
        ("1. бош\n2. манн\n3. фильтрон", (4, 3, 5)),
        ("манн №3 и бош №4", (3, 4)),
        ("вариант 3\nвариант 4", (3, 4)),
        ("вариант 3, вариант 4", (3, 4)),
        ("бош (4)", (4,)),
        ("бош - 4", (4,)),
        ("беру BOSCH — 1 150 ₽", (4,)),
        ("3 и 4", (3, 4)),
        ("3, 4", (3, 4)),
        ("1-3", (1, 2, 3)),
    ],
)
def test_numbers_of_lines_count_nothing(text: str, ids: tuple[int, ...]) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert (choice.ids, choice.quantity, dict(choice.quantities)) == (ids, 0, {})


def test_lines_of_the_client_may_be_counted() -> None:
    choice = choice_in("1. бош 2\n2. манн 1", shown=OFFERS)

    assert dict(choice.quantities) == {4: 2, 3: 1}


@pytest.mark.parametrize(
    "text",
    [
        *("манн 3, бош 4", "3 манн, 4 бош", "1 - бош, 2 - манн"),
        *("3 - 2", "третий вариант 2", "бош - 2, бош - 1"),
    ],
)
def test_what_may_be_read_in_two_ways_is_asked_about(text: str) -> None:
    assert choice_in(text, shown=OFFERS).kind == "unclear"


@pytest.mark.parametrize(
    "text",
    ["бош - дорого, манн - 2", "бош - 1150, манн - 2?", "3 - 2 шт есть?", "бош или манн - 2"],
)
def test_what_says_more_is_no_list(text: str) -> None:
    assert not choice_in(text, shown=OFFERS).ids


@pytest.mark.parametrize("stage", ["CONTACT", "FINAL"])
def test_after_a_choice_a_list_says_all_that_is_wanted(stage: str) -> None:
    assert wanted_after("3 - 2 шт, 4 - 1", stage) == {3: 2, 4: 1}


@pytest.mark.parametrize("text", ["5 - 2", "Мира 5 - 2", "Псков, Мира 5, кв 2"])
def test_an_address_is_no_list(text: str) -> None:
    assert wanted_after(text, "ADDRESS") == {4: 1}


WORDS = st.sampled_from(
    [
        "бош",
        "манн",
        "3",
        "4",
        "2",
        "второй",
        "вариант",
        "2 шт",
        "-",
        ":",
        "(",
        ")",
        ",",
        "и",
        "\n",
        "№",
    ]
)


@given(st.lists(WORDS, max_size=10).map(" ".join))
def test_only_offers_shown_are_ever_listed(text: str) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert set(choice.ids) <= {offer.id for offer in OFFERS}
