"""A superlative, an ordinal or `оба` is said of the kind, the maker or the term beside it."""

from dataclasses import replace

import pytest

from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in, offers

_ROWS = (
    ("VAG", 2100, 1),
    ("VAG", 1900, 5),
    ("MANN", 980, 2),
    ("BOSCH", 1150, 1),
    ("FILTRON", 760, 4),
)


def _shown() -> tuple[Offer, ...]:
    """Two offers of the part itself, then three of what fits in its place."""
    return tuple(
        offer if offer.id <= 2 else replace(offer, kind="analog", instead_of="06A115561B")
        for offer in offers(_ROWS)
    )


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("самый дешевый из оригинала", (2,)),
        ("самый дешевый оригинал беру", (2,)),
        ("оригинал подешевле", (2,)),
        ("оригинал, подешевле", (2,)),
        ("самый дешевый, но оригинал", (2,)),
        ("самый дешевый, только не аналог", (2,)),
        ("самый дешевый кроме аналогов", (2,)),
        ("самый быстрый оригинал", (1,)),
        ("самый дорогой аналог", (4,)),
        ("самый быстрый из аналогов", (4,)),
        ("из аналогов самый дешевый давайте", (5,)),
        ("самый дешевый аналог оригинала", (5,)),
        ("оригинал дорогой, давайте самый дешевый", (5,)),
        ("самый дешевый бош", (4,)),
        ("самый дешевый из боша и манна", (3,)),
        ("самый дешевый ваг", (2,)),
        ("самый дешевый аналог, но чтоб за 2 дня", (3,)),
        ("любой аналог, но чтоб завтра", (4,)),
        ("любой, лишь бы завтра", (4,)),
        ("самый дешевый бош или манн беру", (3,)),
        ("самый дешевый и бош", (5, 4)),
        ("бош и самый дешевый оригинал", (4, 2)),
        ("самый дешевый не надо, давайте бош", (4,)),
        ("оригинал не нужен самый дешевый давайте", (5,)),
        ("самый дешевый, давайте оригинал", (5,)),
        ("оба оригинала", (1, 2)),
        ("беру оба оригинала", (1, 2)),
        ("все аналоги беру", (3, 4, 5)),
        ("второй из аналогов", (4,)),
        ("второй аналог", (4,)),
        ("пятый аналог", (5,)),
        ("первый из оригиналов", (1,)),
        ("второй оригинал беру", (2,)),
    ],
)
def test_an_offer_is_taken_out_of_those_spoken_of(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=_shown()).ids == taken


@pytest.mark.parametrize(
    "text",
    [
        "любой",
        "любой можно вернуть?",
        "третий аналог",
        "четвертый из аналогов",
        "оба аналога",
        "оригинал подешевле есть?",
        "а оригинал самый дешевый сколько едет?",
        "самый дешевый аналог хороший?",
        "оригинал дорого, подешевле нет?",
    ],
)
def test_nothing_is_taken_where_it_does_not_follow_which(text: str) -> None:
    assert choice_in(text, shown=_shown()).ids == ()


def test_the_cheapest_analog_is_nothing_where_no_analog_was_shown() -> None:
    assert choice_in("самый дешевый аналог", shown=_shown()[:2]).ids == ()


@pytest.mark.parametrize(
    ("text", "taken", "dropped"),
    [
        ("замените бош на самый дешевый", (5,), ()),
        ("поменяйте на оригинал подешевле", (2,), ()),
        ("бош не надо, самый дешевый давайте", (5,), (4,)),
        ("оставьте самый дешевый", (5,), ()),
    ],
)
def test_the_best_instead_of_the_one_chosen_is_best_of_all(
    text: str, taken: tuple[int, ...], dropped: tuple[int, ...]
) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(4,), shown=_shown())

    assert (choice.ids, choice.dropped) == (taken, dropped)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("оставьте самый дешевый", (3,)),
        ("оставьте только дешевый", (3,)),
        ("самый дорогой уберите", (3,)),
        ("самый дешевый уберите, добавьте филтрон", (4, 5)),
    ],
)
def test_the_best_of_several_chosen_is_kept_or_left(text: str, left: tuple[int, ...]) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(3, 4), shown=_shown())

    assert choice.applied_to((3, 4)) == left


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("нужен 5Q0819653 подешевле", ()),
        ("самый дешевый 5Q0819653 найдите", ()),
        ("все аналоги 5Q0819653", ()),
        ("давайте самый дешевый и посмотрите 5Q0819653", (5,)),
        ("самый дешевый беру, и еще 5Q0819653", (5,)),
        ("самый дешевый, мой номер 89161234567", (5,)),
    ],
)
def test_what_is_said_of_another_number_takes_no_offer(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=_shown()).ids == taken
