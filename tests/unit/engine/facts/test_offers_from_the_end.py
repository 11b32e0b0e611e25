"""Offers counted from below are counted from the last one shown."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("второй снизу", (4,)),
        ("второй с конца", (4,)),
        ("беру третий от конца", (3,)),
        ("2-й снизу", (4,)),
        ("2 снизу", (4,)),
        ("снизу второй", (4,)),
        ("второй вариант снизу", (4,)),
        ("первый снизу", (5,)),
        ("второй сверху", (2,)),
        ("второй, конца ему нет", (2,)),
        ("первый и второй снизу", (5, 4)),
        ("2-й и 3-й снизу", (4, 3)),
        ("с конца первый и второй", (5, 4)),
        ("второй сверху и второй снизу", (2, 4)),
    ],
)
def test_an_offer_is_counted_from_the_end_where_that_is_said(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


def test_an_offer_before_the_first_is_unknown() -> None:
    choice = choice_in("седьмой снизу", shown=offers(FIVE))

    assert (choice.kind, choice.ids) == ("unknown", ())
