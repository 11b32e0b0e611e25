"""A count beside the only number of a message, and nothing else, is of its part."""

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "5Q0819653 x 2",
        "5Q0819653 - 2",
        "5Q0819653, две",
        "два 5Q0819653",
        "нужны 5Q0819653 две",
        "нужен 5Q0819653 два",
        "здравствуйте, 5Q0819653 - два",
    ],
)
def test_a_bare_count_is_of_the_number(text: str) -> None:
    assert read(text).findings.choice.quantity == 2


@pytest.mark.parametrize(
    "text",
    [
        "5Q0819653 2",
        "2 5Q0819653",
        "5Q0819653 два дня назад",
        "5Q0819653 на 2 машины",
        "5Q0819653 - 2?",
        "5Q0819653 - 30",
        "5Q0819653 06A115561B - 2",
    ],
)
def test_other_counts_are_not(text: str) -> None:
    assert read(text).findings.choice.quantity != 2
