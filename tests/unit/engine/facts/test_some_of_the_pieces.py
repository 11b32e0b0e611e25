"""Some of the pieces chosen are taken off, got elsewhere, added or swapped for another maker."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema


def choice_after(text: str, had: Mapping[int, int]) -> Choice:
    shown = tuple(replace(offer, quantity=had.get(offer.id, 1)) for offer in offers())
    session = Session(stage="CONTACT", offers=shown, chosen_offer_ids=tuple(had))
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


def wanted_after(text: str, had: Mapping[int, int]) -> dict[int, int]:
    choice = choice_after(text, had)
    shown = (replace(offer, quantity=had.get(offer.id, 1)) for offer in offers())
    taken = choice.applied_to(tuple(had))
    return {offer.id: choice.pieces_of(offer) for offer in shown if offer.id in taken}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("одну уберите", 2),
        ("минус одна", 2),
        ("один лишний", 2),
        ("одну не надо", 2),
        ("две не надо", 1),
        ("третий не нужен", 2),
        ("один уберите, два оставьте", 2),
        ("один муж уже купил", 2),
        ("не надо три, одну", 1),
        ("давайте без одной", 2),
        ("два лишние", 1),
        ("не убирайте одну", 3),
        ("один не подойдет", 3),
        ("один раз уже купил, хороший", 3),
        ("третий вариант не нужен", 3),
        ("один момент, не надо пока", 3),
    ],
)
def test_pieces_taken_off_leave_the_others(text: str, left: int) -> None:
    assert wanted_after(text, {2: 3}) == {2: left}


@pytest.mark.parametrize(
    "text",
    [
        "одну убрать можно?",
        "второй не нужен",
        "одну уберите, феби добавьте",
        "одну не надо, надо три",
        "уберите 2",
        "один муж купил на рынке",
    ],
)
def test_pieces_taken_off_in_doubt_are_asked_about(text: str) -> None:
    assert choice_after(text, {1: 3}).pieces_unclear


def test_a_piece_of_one_of_two_offers_is_asked_about_without_its_maker() -> None:
    assert choice_after("одну уберите", {2: 2, 3: 1}).pieces_unclear
    assert wanted_after("один манн уберите", {2: 2, 3: 1}) == {2: 1, 3: 1}


@pytest.mark.parametrize("text", ["еще один манн", "манн еще один", "плюс один манн", "еще манн"])
def test_one_more_of_one_of_two_offers_leaves_the_other(text: str) -> None:
    assert wanted_after(text, {2: 2, 3: 1}) == {2: 3, 3: 1}
    assert wanted_after(text, {2: 1, 3: 1}) == {2: 2, 3: 1}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("одну замените на феби", {2: 1, 3: 1}),
        ("один пусть будет феби", {2: 1, 3: 1}),
        ("вместо одного манна феби", {2: 1, 3: 1}),
        ("замените один на феби", {2: 1, 3: 1}),
        ("замените на один феби", {3: 1}),
        ("вместо манна феби, тоже две", {3: 2}),
        ("нет, феби две", {3: 2}),
    ],
)
def test_some_pieces_swapped_leave_the_others(text: str, pieces: dict[int, int]) -> None:
    assert wanted_after(text, {2: 2}) == pieces


def test_one_of_two_got_elsewhere_leaves_the_second() -> None:
    assert wanted_after("один уже купила, второй нужен", {1: 2}) == {1: 1}


def test_a_second_one_of_another_maker_comes_beside_the_first() -> None:
    assert wanted_after("а второй феби", {1: 1}) == {1: 1, 3: 1}
    assert wanted_after("второй феби", {1: 2}) == {1: 1, 3: 1}


def test_an_ordinal_of_the_offer_chosen_counts_no_piece() -> None:
    assert wanted_after("второй феби", {2: 2}) == {2: 2}


@given(st.text("одинубертев торйнад 23шт.,?", max_size=30), st.integers(1, 4))
def test_at_least_one_piece_of_what_stays_is_wanted(text: str, had: int) -> None:
    assert all(pieces > 0 for pieces in wanted_after(text, {2: had}).values())


def test_a_refusal_beside_a_place_that_is_counted_gives_all_up() -> None:
    shown = tuple(replace(offer, quantity=2) for offer in offers())
    session = Session(stage="CONTACT", offers=shown, chosen_offer_ids=(2,))
    said = Message("в одном магазине нашел дешевле, не надо")

    assert extract(Situation(said, session), knowledge(), schema()).values["lost_phrase"]


def test_both_pieces_swapped_for_different_makers_are_asked_about() -> None:
    assert choice_after("один на феби, второй на манн", {1: 2}).pieces_unclear
    assert choice_after("вместо двух маннов один феби", {2: 2}).pieces_unclear
