"""Several offers named in one message are all taken, or the client is asked which."""

from collections.abc import Mapping

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = offers(
    (("VAG", 2100, 1), ("VAG", 1900, 5), ("MANN", 980, 2), ("BOSCH", 1150, 0), ("TOYOTA", 760, 4))
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("манн. фильтр салона потом отдельно скину", {3: 1}),
        ("ваг за 1900 две и бош две", {2: 2, 4: 2}),
        ("бош 1 шт, ваг за 2100 1 шт", {4: 1, 1: 1}),
        ("щетки манн две и бош одну", {3: 2, 4: 1}),
        ("манн 1 шт, и бош 1 шт на вторую машину", {3: 1, 4: 1}),
        ("тойота 2, манн 2", {5: 2, 3: 2}),
        ("мне два манна и боша четыре", {3: 2, 4: 4}),
        ("манна хватит одного, боша возьму два", {3: 1, 4: 2}),
        ("по две манна и боша, тойоту одну", {3: 2, 4: 2, 5: 1}),
        ("ваг за 1900", {2: 1}),
        ("манн не надо, ваг за 2100", {1: 1}),
        ("тот что на складе, шесть шт", {4: 6}),
    ],
)
def test_every_offer_named_is_taken_with_its_pieces(text: str, pieces: Mapping[int, int]) -> None:
    choice = choice_in(text, shown=SHOWN)

    told = {offer.id: choice.pieces_of(offer) for offer in SHOWN if offer.id in choice.ids}
    assert told == pieces


@pytest.mark.parametrize(
    "text",
    [
        "сх две шт, бош одну",
        "манн 2 шт и горыныч 3 шт",
        "беру манн, бош 2 шт если скинете",
        "1 и 3, боша одну",
    ],
)
def test_what_is_counted_and_not_known_is_asked_about(text: str) -> None:
    assert choice_in(text, shown=SHOWN).ids == ()


@pytest.mark.parametrize(
    "text",
    [
        "манн есть в наличии",
        "манн или бош",
        "бош лучше манна",
        "манн дорого",
        "ваг 2 шт",
        "у меня тойота 2012",
        "манн хороший",
        "в прошлый раз манн ставил",
    ],
)
def test_what_is_only_spoken_of_is_not_taken(text: str) -> None:
    assert choice_in(text, shown=SHOWN).ids == ()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("беру манн, бош дорогой", (3,)),
        ("манн 2 шт, ой, бош 2 шт", (4,)),
        ("беру второй, третий 2 шт есть?", (2,)),
    ],
)
def test_what_is_put_right_or_asked_about_is_not_missed(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=SHOWN).ids == taken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("второй и бош", {2: 1, 4: 1}),
        ("бош и третий", {3: 1, 4: 1}),
        ("четвертый, и манн тоже", {3: 1, 4: 1}),
        ("второй + бош", {2: 1, 4: 1}),
        ("первый, бош, манн", {1: 1, 3: 1, 4: 1}),
        ("за 2100 и манн", {1: 1, 3: 1}),
        ("2 и за 980", {2: 1, 3: 1}),
        ("3 и 4 и за 760", {3: 1, 4: 1, 5: 1}),
        ("5 одну и два боша", {4: 2, 5: 1}),
        ("бош, а соседу манн", {3: 1, 4: 1}),
        ("мне бош мужу манн", {3: 1, 4: 1}),
    ],
)
def test_a_bare_name_joined_to_another_is_taken_with_it(
    text: str, pieces: Mapping[int, int]
) -> None:
    choice = choice_in(text, shown=SHOWN)

    told = {offer.id: choice.pieces_of(offer) for offer in SHOWN if offer.id in choice.ids}
    assert told == pieces


@pytest.mark.parametrize(
    "text",
    [
        "второй, бош",
        "пятый, манн",
        "бош, второй",
        "один бош, второй манн",
        "первый или бош",
        "второй и бош потом",
        "ваг за 1900 и 4",
    ],
)
def test_a_second_name_that_may_tell_of_the_first_is_asked_about(text: str) -> None:
    assert (choice_in(text, shown=SHOWN).kind, choice_in(text, shown=SHOWN).ids) == ("unclear", ())


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("третий, манн", (3,)),
        ("второй, ваг", (2,)),
        ("бош, 4", (4,)),
        ("первый, манн дорого", (1,)),
        ("первый. бош дорогой", (1,)),
        ("второй вместо боша", (2,)),
        ("второй лучше боша", (2,)),
        ("первый, раньше бош брал", (1,)),
        ("второй, Манн Сергей 89035556677", (2,)),
        ("второй. бош есть еще?", (2,)),
        ("первый, и доставка в Псков", (1,)),
        ("бош, а мужу не надо", (4,)),
        ("манн не нужен, тойота тоже. бош давайте", (4,)),
        ("бош не пойдет мне нужен ваг который через 5 дней", (2,)),
    ],
)
def test_what_is_only_spoken_of_beside_it_leaves_the_choice(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, shown=SHOWN).ids == taken


def test_an_ordinal_beside_a_maker_added_to_an_order_is_added_too() -> None:
    for text in ("первый и манн добавьте", "добавьте манн и первый"):
        choice = choice_in(text, stage="FINAL", chosen=(4,), shown=SHOWN)

        assert set(choice.applied_to((4,))) == {1, 3, 4}
