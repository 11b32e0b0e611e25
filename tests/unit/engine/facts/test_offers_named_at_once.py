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
