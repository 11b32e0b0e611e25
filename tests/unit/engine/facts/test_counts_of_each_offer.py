"""Counts of several offers in one message are each of its own offer."""

from collections.abc import Mapping

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = offers((("VAG", 1250, 3), ("MANN", 890, 1), ("KNECHT", 760, 7)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("третий один, второй два", {3: 1, 2: 2}),
        ("первый 2, второй 1", {1: 2, 2: 1}),
        ("беру первый два и третий один", {1: 2, 3: 1}),
        ("два вторых и один третий", {2: 2, 3: 1}),
        ("один третий и два вторых", {3: 1, 2: 2}),
    ],
)
def test_ordinals_and_a_count_of_each_tell_pieces(text: str, pieces: Mapping[int, int]) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.ids, dict(choice.quantities)) == (tuple(pieces), pieces)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый и второй", (1, 2)),
        ("первые два", (1, 2)),
        ("второй 2", (2,)),
        ("2 первый 3 второй", (1, 2)),
    ],
)
def test_other_ordinals_and_digits_count_nothing(text: str, taken: tuple[int, ...]) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.kind != "none", dict(choice.quantities)) == (True, {})
    assert set(taken) <= set(choice.ids)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("манн 4, кнехт 1 шт", {2: 4, 3: 1}),
        ("кнехт 1 шт, манн 4", {3: 1, 2: 4}),
        ("манн 4, кнехт 1", {2: 4, 3: 1}),
    ],
)
def test_makers_of_all_that_was_chosen_count_each_its_own(
    text: str, pieces: Mapping[int, int]
) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(2, 3), shown=SHOWN)

    assert (set(choice.ids), dict(choice.quantities)) == (set(pieces), pieces)


def test_a_maker_with_a_count_drops_no_other_chosen_offer() -> None:
    choice = choice_in("кнехт 1 шт", stage="FINAL", chosen=(2, 3), shown=SHOWN)

    assert choice.applied_to((2, 3)) == (2, 3)
