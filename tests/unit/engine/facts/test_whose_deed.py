"""Whom a part was got for, and when: others, other cars and former times settle nothing."""

import pytest

from engine.facts.places import Places
from engine.facts.whose_deed import is_of_others
from engine.facts.words import split_words
from tests.unit.engine.facts.reading import knowledge


def of_others(text: str) -> bool:
    words = split_words(text)
    return is_of_others(words, range(len(words)), Places(knowledge().lexicon.find(words)))


@pytest.mark.parametrize(
    "text",
    ["сосед взял бош", "коллега уже купил", "брат взял на рынке", "друг нашел дешевле"],
)
def test_others_buy_for_themselves(text: str) -> None:
    assert of_others(text)


@pytest.mark.parametrize("text", ["муж сестры купил", "сын соседа взял", "мужа брат взял"])
def test_the_household_of_somebody_else_is_of_others(text: str) -> None:
    assert of_others(text)


@pytest.mark.parametrize("text", ["жене взял", "мужу купили на работе", "взял жене на рынке"])
def test_who_receives_it_has_it(text: str) -> None:
    assert of_others(text)


@pytest.mark.parametrize(
    "text",
    ["сосед мне купил", "брат привез новую", "друг отдал свою", "товарищ помог купить"],
)
def test_what_others_did_for_the_client_is_no_deed_of_theirs(text: str) -> None:
    assert not of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "муж купил",
        "сын взял",
        "мастер купил",
        "у соседа взял",
        "я с братом купил",
        "у родной тети взял",
    ],
)
def test_the_household_and_the_client_buy_for_this_car(text: str) -> None:
    assert not of_others(text)


@pytest.mark.parametrize(
    "text",
    ["раньше взял на рынке", "в прошлый раз купил", "год назад взял", "купил два года назад"],
)
def test_what_was_bought_long_ago_is_experience(text: str) -> None:
    assert of_others(text)


@pytest.mark.parametrize(
    "text", ["купил давно уже", "месяц назад уже купил", "нашел раньше чем у вас", "взял вчера"]
)
def test_what_is_done_by_now_is_no_story(text: str) -> None:
    assert not of_others(text)


@pytest.mark.parametrize(
    "text",
    ["на вторую машину взял", "для машины жены купил", "на старую тачку взял"],
)
def test_another_car_is_of_others(text: str) -> None:
    assert of_others(text)


@pytest.mark.parametrize("text", ["на свою машину взял", "на машину взял уже"])
def test_the_car_of_the_client_is_not(text: str) -> None:
    assert not of_others(text)
