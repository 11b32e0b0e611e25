"""An offer named with a term that it does not keep is not taken."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in

TOO_LATE = [
    "второй, но чтоб завтра", "самый дешевый, но чтоб сегодня",
    "второй, чтобы завтра был", "второй, главное чтобы завтра", "второй, но не позже завтра",
    "давайте подешевле но чтоб быстро", "самый дешевый, чтобы до пятницы", "второй только завтра",
    "беру второй лишь бы завтра", "третий чтоб сегодня", "первый и третий, чтобы завтра были",
]  # fmt: skip
IN_TIME = [
    ("беру третий, чтоб завтра был", (3,)),
    ("третий чтоб завтра был", (3,)),
    ("третий, только завтра", (3,)),
    ("самый дешевый, но чтоб завтра", (3,)),
    ("самый дешевый чтобы за 2 дня", (3,)),
    ("подешевле, но чтоб за 2 дня", (3,)),
    ("самый дорогой, но чтоб за 2 дня", (1,)),
    ("самый быстрый, чтобы до пятницы", (3,)),
    ("самый дешевый, чтоб через 5 дней был", (2,)),
    ("беру первый, но за 2 дня довезите", (1,)),
    ("беру второй, чтобы мастер поставил", (2,)),
    ("второй, но только до двери", (2,)),
]  # fmt: skip


@pytest.mark.parametrize("text", TOO_LATE)
def test_an_offer_that_comes_too_late_is_not_taken(text: str) -> None:
    assert choice_in(text).ids == ()


@pytest.mark.parametrize(("text", "taken"), IN_TIME)
def test_an_offer_in_time_is_taken(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken
