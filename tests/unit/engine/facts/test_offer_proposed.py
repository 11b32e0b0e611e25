"""A bare yes to a reply that proposed one offer takes that offer."""

import pytest

from engine.facts.agreement import Agreement
from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

PROPOSED = "Самый недорогой вариант: MANN. Если подходит, напишите «беру 2»."


def choice_after(
    text: str, reply: str | None = PROPOSED, *, chosen: tuple[int, ...] = ()
) -> Choice:
    session = Session(stage="PRICING", offers=offers(), chosen_offer_ids=chosen, last_reply=reply)
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    "text",
    ["беру", "да", "да, давайте", "его", "беру его", "ну давайте тогда", "оформляйте", "подходит"],
)
def test_who_agrees_takes_the_offer_proposed(text: str) -> None:
    assert choice_after(text).ids == (2,)


def test_pieces_told_with_the_yes_are_of_the_offer_proposed() -> None:
    choice = choice_after("давайте его 3 шт")

    assert (choice.ids, choice.quantity) == ((2,), 3)


@pytest.mark.parametrize(
    "text",
    [
        "ок",
        "понятно",
        "спасибо",
        "нет",
        "да?",
        "беру или нет",
        "не беру",
        "подумаю",
        "давайте скидку",
        "",
    ],
)
def test_who_has_only_read_it_takes_nothing(text: str) -> None:
    assert choice_after(text).ids == ()


def test_an_offer_named_beside_the_yes_is_the_one_taken() -> None:
    assert choice_after("да, давайте третий").ids == (3,)


@pytest.mark.parametrize(
    "reply",
    [None, "Какой вариант оформляем?", "Напишите «беру 7»", "Напишите «беру 1» или «беру 2»"],
)
def test_where_no_single_offer_was_proposed_a_bare_yes_takes_none(reply: str | None) -> None:
    assert choice_after("беру", reply).ids == ()


def test_once_something_is_chosen_only_the_word_that_the_reply_named_takes_another() -> None:
    assert choice_after("да", chosen=(1,)).ids == ()
    assert choice_after("оформляйте", chosen=(1,)).ids == ()
    assert choice_after("беру", chosen=(1,)).ids == (2,)


def test_what_is_chosen_is_not_proposed_anew() -> None:
    assert choice_after("беру", chosen=(2,)).ids == ()


def test_a_lexicon_without_the_words_proposes_nothing() -> None:
    assert Agreement().proposed_in(PROPOSED) is None
