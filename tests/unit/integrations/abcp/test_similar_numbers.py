"""Numbers that a number nobody knows may be a slip of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.abcp.similar_numbers import SIMILAR_KEPT, known_part_of, similar_to

ASKED = "06A115561B"


def a_row(number: str, *, brand: str = "VAG") -> dict[str, str]:
    return {"brand": brand, "number": number, "description": "<b>Фильтр</b>"}


def numbers(asked: str, *known: str) -> list[str]:
    return [similar.part_number for similar in similar_to(asked, map(a_row, known))]


@pytest.mark.parametrize(
    ("asked", "part"),
    [("06A115561B", "06A1155"), ("0611556", "06115"), ("06115", "06115"), ("0611", None)],
)
def test_the_end_of_a_number_is_left_in_doubt(asked: str, part: str | None) -> None:
    assert known_part_of(asked) == part


@pytest.mark.parametrize(
    "known",
    ["06A115561A", "06A115516B", "06A11561B", "06A1155612B", "O6A1I556IB", "06A115561B041"],
    ids=["letter", "swapped", "missing", "added", "look-alikes", "ending"],
)
def test_a_slip_is_a_letter_or_two_or_an_ending(known: str) -> None:
    assert numbers(ASKED, known) == [known]


@pytest.mark.parametrize("known", ["06A906032N", "5QM411105R", "06A115", ""])
def test_another_number_is_no_slip(known: str) -> None:
    assert numbers(ASKED, known) == []


def test_a_short_number_allows_one_slip_only() -> None:
    assert numbers("01089", "01088", "01099", "02088") == ["01088", "01099"]


def test_the_number_itself_is_no_slip_of_itself() -> None:
    assert numbers(ASKED, "06A 115 561 B") == []


def test_the_nearest_come_first_and_few_are_kept() -> None:
    known = ["06A115561B041", "06A115566A", "06A115561C", "06A115561D", "06A115561E"]

    assert numbers(ASKED, *known) == ["06A115561C", "06A115561D", "06A115561E"]
    assert len(numbers(ASKED, *known)) == SIMILAR_KEPT


def test_a_number_of_two_brands_is_told_of_both_once() -> None:
    rows = [a_row("06A115561C"), a_row("06A115561C"), a_row("06A115561C", brand="Febi")]

    assert [similar.brand for similar in similar_to(ASKED, rows)] == ["Febi", "VAG"]


def test_html_of_the_shop_is_stripped() -> None:
    assert similar_to(ASKED, [a_row("06A115561C")])[0].description == "Фильтр"


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=5))
def test_no_text_breaks_the_comparison(asked: str, known: list[str]) -> None:
    assert len(numbers(asked, *known)) <= SIMILAR_KEPT
