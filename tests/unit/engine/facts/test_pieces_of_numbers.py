"""Each of several part numbers keeps the pieces told beside it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.facts.reading import read

ONE, OTHER, THIRD = "06A115561B", "1K0698151E", "5Q0819653"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (f"{ONE} 2 шт, {OTHER} 3 шт", {ONE: 2, OTHER: 3}),
        (f"нужны: {ONE} 2 шт, {OTHER} 1 компл, {THIRD}", {ONE: 2, OTHER: 1}),
        (f"2 шт {ONE} и 4 шт {OTHER}", {ONE: 2, OTHER: 4}),
        (f"{ONE} и {OTHER} по 2 шт", {ONE: 2, OTHER: 2}),
        (f"{ONE}, {OTHER} 2 шт", {OTHER: 2}),
        ("06A 115 561 B 2 шт, 1K0 698 151 E 5 шт", {ONE: 2, OTHER: 5}),
        (f"{ONE} - 2, {OTHER} - 1", {ONE: 2, OTHER: 1}),
        (f"{ONE} две, {OTHER} одна", {ONE: 2, OTHER: 1}),
        (f"{ONE}: 2\n{OTHER}: 3", {ONE: 2, OTHER: 3}),
        (f"{ONE} - 2, {OTHER}", {}),
        (f"{ONE}, 2, {OTHER}, 1", {}),
        (f"{ONE} - 2 года, {OTHER} - 1 год", {}),
        (f"{ONE} и {OTHER}", {}),
        (f"{ONE} 2 шт", {}),
        ("", {}),
    ],
)
def test_pieces_belong_to_the_number_they_are_told_beside(
    text: str, pieces: Mapping[str, int]
) -> None:
    assert read(text).findings.pieces_of_numbers == pieces


WORDS = st.sampled_from([ONE, OTHER, THIRD, "2 шт", "по 3", "и", ",", "комплект", "x2"])


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_only_numbers_of_the_message_have_pieces(text: str) -> None:
    findings = read(text).findings

    assert set(findings.pieces_of_numbers) <= set(findings.part_numbers)
