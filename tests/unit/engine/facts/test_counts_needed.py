"""Counts without a unit that are needed: of one offer named, or of a part number."""

import pytest

from engine.session import Session
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)
NO_OFFERS = Session(stage="NEW").offers


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        ("бош пожалуйста, мне два надо", 4, 2),
        ("бош, мне 2 надо", 4, 2),
        ("возьму бош, но не один, а два", 4, 2),
        ("4, мне 2", 4, 2),
        ("4, надо 3", 4, 3),
        ("4 два", 4, 2),
        ("5 три", 5, 3),
    ],
)
def test_a_count_needed_is_of_the_offer_named(text: str, number: int, count: int) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert (choice.ids, choice.quantity) == ((number,), count)


@pytest.mark.parametrize("text", ["надо 4 и 2", "4 и два", "4, 2", "мне 4 и 2", "4 и мне 2"])
def test_two_numbers_joined_are_two_offers(text: str) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert (set(choice.ids), choice.quantity) == ({4, 2}, 0)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("06A115561B надо 2", 2),
        ("нужно 2 06A115561B", 2),
        ("06A115561B две надо", 2),
        ("нужны три 06A115561B", 3),
        ("нужен 06A115561B", 0),
        ("надо 06A115561B за 2 дня", 0),
        ("нужен 06A115561B к 2 декабря", 0),
        ("надо 2", 0),
        ("06A115561B и 1K0698151E надо 2", 0),
    ],
)
def test_a_count_needed_beside_a_part_number_is_of_it(text: str, count: int) -> None:
    assert choice_in(text, stage="NEW", shown=NO_OFFERS).quantity == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("и еще один бош", 2),
        ("плюс еще 1 бош", 2),
        ("добавьте бош", 2),
        ("еще бош", 2),
        ("еще два боша", 3),
    ],
)
def test_more_of_the_maker_chosen_is_counted_on(text: str, count: int) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(4,), shown=OFFERS)

    assert (choice.applied_to((4,)), choice.pieces_named) == ((4,), count)


@pytest.mark.parametrize("text", ["давайте бош", "еще один бош?", "бош еще раз", "еще манн"])
def test_what_adds_none_of_the_maker_chosen_counts_nothing(text: str) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(4,), shown=OFFERS)

    assert choice.quantity == 0


@pytest.mark.parametrize(
    "text", ["мне 3 фильтра", "хочу 3 фильтра заказать", "нам два амортизатора на гольф"]
)
def test_pieces_asked_for_before_any_offer_are_needed(text: str) -> None:
    assert choice_in(text, stage="NEW", shown=()).needed


@pytest.mark.parametrize(
    "text",
    [
        "мне 3 фильтра привезли не тех",
        "мне не нужны 3 фильтра",
        "у меня 2 фильтра",
        "брал 2 фильтра",
    ],
)
def test_pieces_of_the_past_or_refused_are_not_needed(text: str) -> None:
    assert not choice_in(text, stage="NEW", shown=()).needed
