"""Numbers that the client takes back, and those that only stand beside a negation."""

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "не 06A115561B а 1K0615301AA",
        "1K0615301AA, а не 06A115561B",
        "вместо 06A115561B нужен 1K0615301AA",
        "ошибся, не 06A115561B, 1K0615301AA",
        "06A115561B не нужен, 1K0615301AA",
    ],
)
def test_a_number_taken_back_is_not_searched(text: str) -> None:
    assert read(text).findings.part_numbers == ("1K0615301AA",)


@pytest.mark.parametrize("text", ["не 06A115561B", "вместо 06A115561B", "06A115561B не надо"])
def test_the_only_number_stays_for_the_refusal_to_be_about(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561B",)


def test_a_negation_of_something_else_takes_no_number_back() -> None:
    found = read("не нашел 06A115561B и 1K0615301AA").findings

    assert found.part_numbers == ("06A115561B", "1K0615301AA")
