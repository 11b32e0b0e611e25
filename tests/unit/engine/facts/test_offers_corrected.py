"""Who puts a choice right in the same breath takes the last offer only."""

from collections.abc import Mapping

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый, хотя нет, второй", (2,)),
        ("первый, а нет, второй", (2,)),
        ("беру первый. нет, второй", (2,)),
        ("первый точнее второй", (2,)),
        ("первый... хотя лучше второй", (2,)),
        ("2... нет 3", (3,)),
        ("второй, ой, третий", (3,)),
        ("второй, извините, третий", (3,)),
        ("второй, ой, не то, третий", (3,)),
        ("самый дешевый, хотя нет, самый быстрый", (3,)),
        ("манн, ой, третий", (3,)),
        ("первый и второй, нет, второй и третий", (2, 3)),
        ("первый, второй, ой, третий", (1, 3)),
    ],
)
def test_a_correction_takes_the_offer_before_it_back(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


def test_pieces_said_before_a_correction_go_along() -> None:
    choice = choice_in("первый 2 шт, нет, второй")

    assert (choice.ids, choice.quantity) == ((2,), 2)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("второй, третий", (2, 3)),
        ("нет, первый и второй", (1, 2)),
        ("извините, беру первый и второй", (1, 2)),
        ("первый. извините, и второй тоже", (1, 2)),
        ("первый, извините, второй тоже", (1, 2)),
        ("второй, других нет", (2,)),
        ("первый и второй, третий нет", (1, 2)),
    ],
)
def test_words_of_correction_take_nothing_else_back(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


def test_an_offer_at_the_price_of_another_is_not_taken() -> None:
    assert choice_in("второй по цене первого").ids == ()


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("нет, третий", (3,)),
        ("ой, третий", (3,)),
        ("извините, третий вариант", (3,)),
        ("третий", (3,)),
        ("нет, первый раз у вас", ()),
        ("нет, второй подъезд", ()),
        ("нет, мира 2", ()),
        ("нет, 2", ()),
    ],
)
def test_a_correction_alone_changes_what_was_chosen(
    stage: str, text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, stage=stage, chosen=(1,)).ids == taken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("второй и третий по две, нет, третий одну", {2: 2, 3: 1}),
        ("второй две и третий две, нет, второй одну", {2: 1, 3: 2}),
        ("манн и febi по две, нет, febi один", {2: 2, 3: 1}),
        ("второго хватит одной, третьего возьму две", {2: 1, 3: 2}),
    ],
)
def test_pieces_of_one_of_several_put_right_drop_no_other(
    text: str, pieces: Mapping[int, int]
) -> None:
    choice = choice_in(text)

    assert {offer.id: choice.pieces_of(offer) for offer in offers() if offer.id in choice.ids} == (
        pieces
    )


def test_only_leaves_out_what_was_counted_before() -> None:
    choice = choice_in("второй две, третий две, хотя нет, только третий 2 шт")

    assert (choice.ids, choice.quantity) == ((3,), 2)
