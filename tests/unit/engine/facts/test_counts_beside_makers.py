"""Numbers beside makers count pieces, and makers can be left out of all offers."""

from collections.abc import Mapping

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = offers((("VAG", 1250, 3), ("MANN", 890, 1), ("KNECHT", 760, 7)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("манн 2 шт и кнехт 1", {2: 2, 3: 1}),
        ("манн 2шт кнехт 1", {2: 2, 3: 1}),
        ("кнехт 2 шт и манн 1", {3: 2, 2: 1}),
        ("манн 2 и кнехт 1", {2: 2, 3: 1}),
        ("vag 2 и mann 1", {1: 2, 2: 1}),
        ("2 шт манн и 1 кнехт", {2: 2, 3: 1}),
        ("1 манн и 2 кнехт", {2: 1, 3: 2}),
        ("манн две и кнехт одну", {2: 2, 3: 1}),
    ],
)
def test_numbers_beside_two_makers_are_pieces(text: str, pieces: Mapping[int, int]) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.ids, dict(choice.quantities)) == (tuple(pieces), pieces)


@pytest.mark.parametrize(
    ("text", "pieces", "dropped"),
    [
        ("манн 2 кнехт не надо", {2: 2}, (3,)),
        ("манн один кнехт не надо", {2: 1}, (3,)),
        ("манн два vag один кнехт не надо", {2: 2, 1: 1}, (3,)),
        ("манн 2 не надо", {}, (2,)),
    ],
)
def test_a_refusal_behind_a_list_is_of_its_last_offer(
    text: str, pieces: Mapping[int, int], dropped: tuple[int, ...]
) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert {o.id: choice.pieces_of(o) for o in SHOWN if o.id in choice.ids} == pieces
    assert choice.dropped == dropped


@pytest.mark.parametrize(
    ("text", "taken", "quantity"),
    [
        ("2, манн", (2,), 0),
        ("манн 2", (2,), 0),
        ("манн 2 шт", (2,), 2),
        ("манн и кнехт", (2, 3), 0),
        ("манн и кнехт по 2 шт", (2, 3), 2),
        ("манн 1 день кнехт 7 дней", (), 0),
    ],
)
def test_other_numbers_beside_makers_stay_what_they_are(
    text: str, taken: tuple[int, ...], quantity: int
) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.ids, choice.quantity) == (taken, quantity)


@pytest.mark.parametrize(
    ("text", "kind", "taken", "quantity"),
    [
        ("кнехт 2", "one", (3,), 2),
        ("кнехт двоечку", "one", (3,), 2),
        ("2 кнехт", "one", (3,), 2),
        ("vag 2", "one", (1,), 2),
        ("манн 1", "one", (2,), 1),
        ("беру кнехт 1", "one", (3,), 1),
        ("манн 5", "one", (2,), 5),
        ("кнехт 3", "one", (3,), 0),
        ("кнехт 1+1", "one", (3,), 2),
        ("беру кнехт 2+1", "one", (3,), 3),
        ("1, манн", "unclear", (), 0),
        ("манн, если можно 3", "unclear", (), 0),
        ("вместо манна 3", "one", (3,), 0),
        ("кнехт под номером 2", "unclear", (), 0),
    ],
)
def test_a_digit_beside_one_maker_never_takes_the_offer_of_another(
    text: str, kind: str, taken: tuple[int, ...], quantity: int
) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.kind, choice.ids, choice.quantity) == (kind, taken, quantity)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("все кроме манн", (1, 3)),
        ("все кроме манна", (1, 3)),
        ("все кроме vag", (2, 3)),
        ("беру все кроме кнехта", (1, 2)),
        ("кроме манна все", (1, 3)),
        ("все без манна", (1, 3)),
        ("все за исключением второго", (1, 3)),
        ("кроме второго", ()),
        ("без второго обойдусь", ()),
        ("все кроме бошевского", ()),
        ("беру все три", (1, 2, 3)),
    ],
)
def test_all_but_one_are_taken_where_the_one_is_known(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=SHOWN).ids == taken


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("манн №2 и кнехт №3", (2, 3), {}),
        ("манна 2, кнехта 3", (2, 3), {2: 2, 3: 3}),
        ("манн 2, кнехт 1", (2, 3), {2: 2, 3: 1}),
        ("манн 2 шт, кнехт 3 шт", (2, 3), {2: 2, 3: 3}),
    ],
)
def test_makers_are_counted_by_no_number_of_their_own(
    text: str, taken: tuple[int, ...], pieces: Mapping[int, int]
) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (tuple(sorted(choice.ids)), dict(choice.quantities)) == (taken, pieces)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("кнехт 2 манн не надо", (3,)),
        ("кнехт две манн передумал", (3,)),
        ("кнехт один манн не надо", (3,)),
        ("кнехт не надо манн 1", (2,)),
    ],
)
def test_a_refusal_behind_a_count_is_of_the_maker_right_before_it(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, shown=SHOWN).ids == taken
