"""Delivery terms: hours, and the texts in their place, as days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.abcp.terms import days_of


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        (0, 0),
        (1, 1),
        (24, 1),
        (25, 2),
        (72, 3),
        ("72", 3),
        ("337", 15),
        (336, 14),
        ("", None),
        (None, None),
        (-5, None),
        (99_999, None),
    ],
)
def test_hours_become_days_rounded_up(hours: object, days: int | None) -> None:
    assert days_of(hours=hours, replacement="") == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("до 7 раб.дн.", 7),
        ("до 9 р.дн.", 9),
        ("до 18 дней", 18),
        ("10 рабочих дней", 10),
        ("15 days", 15),
        ("на наш склад через 2 д", 2),
        ("3-5 дней", 5),
        ("от 3 до 5 дн.", 5),
        ("2 недели", 14),
        ("1 мес.", 30),
        ("48 ч.", 2),
        ("5 час", 1),
        ("72", 3),
        ("на складе", 0),
        ("На складе.", 0),
        ("в наличии", 0),
        ("завтра", 1),
        ("послезавтра", 2),
        ("сегодня после 18:00", 0),
        ("при заказе до 16 часов 2 дня", 2),
    ],
)
def test_the_shops_text_outranks_the_hours(text: str, days: int) -> None:
    assert days_of(hours=240, replacement=text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "уточняйте у менеджера",
        "до пт 16:00 доставка в пн после 18:00",
        "нет на складе",
        "на складе поставщика",
        "1,5 дня",
    ],
)
def test_a_text_without_a_clear_term_leaves_the_hours(text: str) -> None:
    assert days_of(hours=240, replacement=text) == 10


@given(st.integers(0, 365 * 24))
def test_days_never_promise_less_than_the_hours(hours: int) -> None:
    days = days_of(hours=hours, replacement="")

    assert days is not None
    assert (days - 1) * 24 < hours <= days * 24


@given(st.integers(1, 300), st.sampled_from(["дн.", "дней", "раб. дн.", "д", "р.д."]))
def test_every_count_of_days_is_read_from_a_text(count: int, unit: str) -> None:
    assert days_of(hours="", replacement=f"до {count} {unit}") == count


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    days = days_of(hours="", replacement=text)

    assert days is None or 0 <= days <= 365
