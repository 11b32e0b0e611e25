"""A digit after a choice is asked about, where nothing says whether it counts or names."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers
from tests.unit.engine.facts.reading import knowledge, schema

OFFERS = offers(FIVE)
ONE_LISTED = "Вот что известно:\n\n4. Bosch — 4 100 ₽\n\nЧтобы взять его, напишите «беру 4»."


def told(text: str, *, stage: str = "CONTACT", pieces: int = 1) -> Choice:
    shown = tuple(replace(o, quantity=pieces) if o.id == 4 else o for o in OFFERS)
    return choice_in(text, stage=stage, chosen=(4,), shown=shown)


def after_reply(text: str, last_reply: str) -> Choice:
    session = Session(stage="PRICING", offers=OFFERS, last_reply=last_reply)
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    "text", ["2", "лучше 2", "тогда 2", "не, тогда 2", "ну пусть 2", "двоечку"]
)
@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS"])
def test_a_digit_alone_is_asked_about(text: str, stage: str) -> None:
    assert told(text, stage=stage) == Choice("unclear", digit=2)


@pytest.mark.parametrize(
    "text",
    ["перепутал, мне нужен 5", "извините, 5 нужен", "не то нажала, нужен был 5", "ошибся, 5 надо"],
)
@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
def test_a_digit_beside_a_mistake_is_asked_about(text: str, stage: str) -> None:
    assert told(text, stage=stage) == Choice("unclear", digit=5)


@pytest.mark.parametrize("text", ["бош 4", "4 бош", "да, бош 4"])
@pytest.mark.parametrize("stage", ["CONTACT", "FINAL"])
def test_the_chosen_offer_beside_its_number_is_asked_about(text: str, stage: str) -> None:
    assert told(text, stage=stage) == Choice("unclear", digit=4)


@pytest.mark.parametrize("text", ["боша 4", "4 боша", "бош 4 шт", "четыре боша"])
def test_what_is_declined_is_counted(text: str) -> None:
    assert told(text).pieces_of(OFFERS[3]) == 4


@pytest.mark.parametrize("text", ["мне нужно 5", "перепутал, мне 5 штук", "ошибся, нужно пять"])
def test_what_counts_pieces_is_no_question(text: str) -> None:
    assert told(text).quantity == 5


def test_a_digit_of_no_offer_beside_a_mistake_counts() -> None:
    assert told("перепутал, нужно 8").quantity == 8


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("самовывоз, давайте 2", "ADDRESS"),
        ("Котова Мария 89111112233, беру 2", "CONTACT"),
        ("Котова Мария 89111112233 и давайте 2", "CONTACT"),
    ],
)
def test_a_digit_taken_beside_other_data_is_asked_about(text: str, stage: str) -> None:
    choice = extract(
        Situation(
            Message(text),
            Session(stage=stage, offers=OFFERS, chosen_offer_ids=(4,), last_reply="Куда?"),
        ),
        knowledge(),
        schema(),
    ).findings.choice

    assert choice == Choice("unclear", digit=2)


@pytest.mark.parametrize(
    "text",
    [
        "Котова Мария 89111112233, беру вариант 2",
        "Котова Мария 89111112233, вариант 2 беру",
        "беру второй",
    ],
)
def test_an_offer_that_is_called_one_is_taken(text: str) -> None:
    assert told(text).ids == (2,)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("нет, один", 1),
        ("хотя нет, один", 1),
        ("самовывоз, один", 1),
        ("почему три? мне один", 1),
        ("3 много, 2 хватит", 2),
        ("многовато, 2 давай", 2),
        ("это много, давайте 2", 2),
        ("трех мало, давайте 5", 5),
    ],
)
def test_a_count_told_anew_replaces_the_pieces(text: str, count: int) -> None:
    assert told(text, pieces=3, stage="ADDRESS") == Choice(quantity=count)


@pytest.mark.parametrize("text", ["дорого, тогда 1", "дороговато, давайте 3", "дорого, две"])
def test_fewer_of_what_is_too_dear_replace_the_pieces(text: str) -> None:
    assert told(text, pieces=4, stage="FINAL").pieces_named in {1, 2, 3}


@pytest.mark.parametrize("text", ["дорого, тогда 5", "дорого, тогда 4", "дорого, 3?"])
def test_no_fewer_than_are_chosen_change_nothing_by_being_dear(text: str) -> None:
    assert told(text, pieces=4, stage="FINAL").pieces_named is None


def test_a_digit_of_a_cheaper_offer_changes_no_pieces_that_are_too_dear() -> None:
    assert told("дорого, тогда 2", pieces=4).pieces_named is None


@pytest.mark.parametrize(
    "text", ["буду один", "один из вариантов", "а один можно?", "и еще один", "добавьте одну"]
)
def test_one_more_and_one_of_something_else_are_not_one_in_all(text: str) -> None:
    assert told(text, pieces=3).quantity in {0, 4}


@pytest.mark.parametrize("text", ["беру 2", "давайте тогда 2", "тогда 2"])
def test_after_a_reply_of_one_offer_a_digit_is_asked_about(text: str) -> None:
    assert after_reply(text, ONE_LISTED) == Choice("unclear", digit=2)


@pytest.mark.parametrize("text", ["беру 4", "второй беру", "беру вариант 2", "2"])
def test_after_a_reply_of_one_offer_a_plain_choice_is_taken(text: str) -> None:
    assert after_reply(text, ONE_LISTED).kind == "one"


def test_a_digit_told_after_a_town_may_be_a_house() -> None:
    session = Session(stage="ADDRESS", offers=OFFERS, chosen_offer_ids=(4,), address="Псков")
    choice = extract(Situation(Message("2"), session), knowledge(), schema()).findings.choice

    assert choice == Choice()
