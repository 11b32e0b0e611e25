"""Delivery terms: hours, the most hours, and the texts in their place, as days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.abcp.terms import days_of


def told(text: str, *, hours: object = 240, longest: object = "") -> int | None:
    return days_of(hours=hours, longest=longest, replacement=text)


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
    assert told("", hours=hours) == days


@pytest.mark.parametrize(
    ("hours", "longest", "days"),
    [
        (72, 120, 5),
        (24, "48", 2),
        ("", 48, 2),
        (72, "", 3),
        (72, None, 3),
        (72, 0, 3),
        (72, 48, 3),
        (0, 0, 0),
        (72, 99_999, 3),
    ],
)
def test_the_most_hours_are_what_is_promised(hours: object, longest: object, days: int) -> None:
    assert told("", hours=hours, longest=longest) == days


# Texts seen in shops (abcp.md 2), and their like.
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("до 18 дней", 18),
        ("15 days", 15),
        ("на наш склад через 2 д", 2),
        ("3-5 дней", 5),
        ("от 3 до 5 дн.", 5),
        ("от 3-5 дней", 5),
        ("1,5 дня", 2),
        ("7 календарных дней", 7),
        ("5 к.д.", 5),
        ("3 суток", 3),
        ("2 недели", 14),
        ("1 мес.", 30),
        ("48 ч.", 2),
        ("5 час", 1),
        ("24 час", 1),
        ("72", 3),
        ("на складе", 0),
        ("На складе.", 0),
        ("в наличии", 0),
        ("завтра", 1),
        ("послезавтра", 2),
        ("на следующий день", 1),
        ("через неделю", 7),
        ("сегодня после 18:00", 0),
        ("заказ сегодня, доставка завтра", 1),
        ("при заказе до 16 часов 2 дня", 2),
    ],
)
def test_the_shops_text_outranks_the_hours(text: str, days: int) -> None:
    assert told(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 р.д.", 3),
        ("до 3 раб.дн.", 5),
        ("до 7 раб.дн.", 11),
        ("до 9 р.дн.", 13),
        ("10 рабочих дней", 14),
        ("5 р/д", 7),
        ("2-4 дня (рабочих)", 6),
        ("3 business days", 5),
    ],
)
def test_working_days_hold_the_weekends_they_may_meet(text: str, days: int) -> None:
    assert told(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "уточняйте у менеджера",
        "до пт 16:00 доставка в пн после 18:00",
        "Заказ до пт 16:00 - доставка на склад в пн после 18:00",
        "нет на складе",
        "на складе поставщика",
        "самовывоз со склада на Ленина, 5",
        "до 25.11",
    ],
)
def test_a_text_without_a_clear_term_leaves_the_hours(text: str) -> None:
    assert told(text) == 10


@pytest.mark.parametrize(
    "text", ["уточняйте", "до пт 16:00 доставка в пн после 18:00", "нет на складе", "под заказ"]
)
def test_no_hours_beside_another_text_are_no_promise_of_today(text: str) -> None:
    assert told(text, hours=0) is None


@pytest.mark.parametrize("text", ["от 5 дней", "более 10 дн.", "не менее 2 недель", "от 14 д"])
def test_a_term_without_an_end_is_no_term(text: str) -> None:
    assert told(text, hours=48) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7-10 раб. дней (+2 дня)", 18),
        ("10 дней (+2 дня)", 12),
        ("до 18 дней, обычно 5 дней", 18),
        ("+3 дня", 3),
    ],
)
def test_the_longest_term_of_a_text_counts_with_what_comes_on_top(text: str, days: int) -> None:
    assert told(text, hours=24) == days


@pytest.mark.parametrize(
    "text",
    [
        "30+ дней",
        "обычно 5 дней, бывает 30+ дней",
        "до 30+ дней",
        "30 + дней",
        "десять дней",
        "пару недель",
        "две недели",
        "в рабочие дни",
    ],
)
def test_a_term_that_cannot_be_read_is_not_told_as_the_usual_one(text: str) -> None:
    assert told(text, hours=24) is None


@pytest.mark.parametrize(
    ("text", "longest", "days"), [("на складе", 48, 2), ("до 9 дней", 48, 9), ("до 2 дн", 120, 5)]
)
def test_of_two_terms_the_longer_is_promised(text: str, longest: int, days: int) -> None:
    assert told(text, hours=24, longest=longest) == days


@given(st.integers(0, 365 * 24), st.integers(0, 365 * 24))
def test_days_never_promise_less_than_the_hours(hours: int, longest: int) -> None:
    days = told("", hours=hours, longest=longest)

    assert days is not None
    assert (days - 1) * 24 < max(hours, longest) <= days * 24


@given(st.integers(1, 300), st.sampled_from(["дн.", "дней", "д", "к.д.", "суток"]))
def test_every_count_of_days_is_read_from_a_text(count: int, unit: str) -> None:
    assert told(f"до {count} {unit}", hours="") == count


@given(st.integers(1, 250), st.sampled_from(["раб. дн.", "р.д.", "рабочих дней", "раб.дней"]))
def test_working_days_are_never_told_as_fewer(count: int, unit: str) -> None:
    days = told(f"до {count} {unit}", hours="")

    assert days is not None
    assert days >= count * 7 / 5


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    days = told(text, hours="")

    assert days is None or 0 <= days <= 365 + 2 * 73
