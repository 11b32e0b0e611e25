"""A digit is an offer where an order opens with it or a list numbers it."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

_WHO = "Петров Иван, 89161234567"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (f"3, {_WHO}, г. Казань ул Баумана д 5 кв 3", (3,)),
        ("2 Петров Иван 89161234567 самовывоз", (2,)),
        (f"1 и 3, {_WHO}, самовывоз", (1, 3)),
        (f"2\n{_WHO}\nКазань, Баумана 5", (2,)),
        (f"здравствуйте, 2, {_WHO}", ()),
        ("4, самовывоз", (4,)),
        ("1. Петров Иван 2. 89161234567 3. Казань, Баумана 5", ()),
        ("1) Петров Иван\n2) 89161234567\n3) самовывоз", ()),
        (f"{_WHO}, ул Мира 3", ()),
    ],
)
def test_an_order_in_one_message_opens_with_the_offer(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


def test_a_digit_before_a_name_is_no_offer_once_one_is_chosen() -> None:
    assert choice_in(f"2, {_WHO}", stage="CONTACT", chosen=(1,)).ids == ()


@pytest.mark.parametrize("text", ["3 - 2", "3-2", "беру 3 - 2", "2 – 1"])
def test_a_digit_that_may_count_pieces_is_asked_about(text: str) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.ids) == ("unclear", ())


@pytest.mark.parametrize(
    ("text", "taken"), [("1-3", (1, 2, 3)), ("3, 2", (3, 2)), ("3 и 2", (3, 2)), ("3-2 шт", (3,))]
)
def test_other_digits_beside_each_other_have_one_meaning(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize("text", ["2) 3 шт", "2. 3 шт", "2) 3шт"])
def test_a_list_that_goes_on_adds_an_offer(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(1,))

    assert (choice.ids, choice.added, choice.quantity) == ((2,), True, 3)


def test_a_list_item_without_pieces_is_no_offer_where_data_are_awaited() -> None:
    assert choice_in("2) Петров Иван", stage="CONTACT", chosen=(1,)).ids == ()


@pytest.mark.parametrize("text", ["второй 3", "второй, 3", "беру второй 3", "2-й 3"])
def test_a_digit_beside_an_ordinal_is_never_dropped(text: str) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.ids) == ("unclear", ())


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("третий - 2", (3,), 2),
        ("третий: 2", (3,), 2),
        ("3=2", (3,), 2),
        ("2=3", (2,), 3),
        ("второй 2", (2,), 0),
        ("второй, 2 шт", (2,), 2),
        ("первые 2", (1, 2), 0),
        ("третий, 89161234567", (3,), 0),
    ],
)
def test_a_sign_or_a_unit_tells_pieces(text: str, taken: tuple[int, ...], pieces: int) -> None:
    choice = choice_in(text)

    assert (choice.ids, choice.quantity) == (taken, pieces)


def test_ordinals_with_endings_are_counted_as_well() -> None:
    assert choice_in("1-й - 2, 3-й - 1").quantities == {1: 2, 3: 1}
