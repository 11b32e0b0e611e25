"""Clauses that tell of a part got from somebody else, each weighed by itself."""

import pytest

from engine.facts.clauses import Clauses
from engine.facts.got_elsewhere import find_settled
from engine.facts.places import Places
from engine.facts.words import split_words
from tests.unit.engine.facts.reading import knowledge

COMPANY = ("refusal_company", "polite_words", "greeting", "thanks", "done_words")


def settled(text: str) -> list[str]:
    """Return the clauses that settle the matter, as they were typed."""
    words = split_words(text)
    places = Places(knowledge().lexicon.find(words))
    company = places.of(*COMPANY, "acquired_words", "found_words", "mended_words")
    names = knowledge().part_numbers.find_names(words)
    found = find_settled(words, Clauses(words), places, company=company, names=names)
    return [words.text[words.starts[told.start] : words.ends[told.stop - 1]] for told in found]


@pytest.mark.parametrize(
    "text",
    [
        "уже купил", "купил вчера", "сам нашел", "у соседа взял", "в магазине взял",
        "починили", "нашел дешевле", "на озоне заказал", "муж купил уже",
        "взял на рынке за наличку", "купил в магазине под заказ",
    ],
)  # fmt: skip
def test_a_deed_with_its_place_time_or_doer_settles_the_matter(text: str) -> None:
    assert settled(text) == [text]


@pytest.mark.parametrize("text", ["закажу в другом месте", "лучше на озоне возьму", "сам поищу"])
def test_what_will_be_bought_elsewhere_settles_it_too(text: str) -> None:
    assert settled(text) == [text]


def test_only_the_clause_that_tells_of_it_counts() -> None:
    assert settled("долго отвечаете, купил на рынке, спасибо") == ["купил на рынке"]


@pytest.mark.parametrize(
    "text",
    [
        "купил машину вчера", "взял трубку уже", "уже нашел номер", "купил ваз вчера",
        "взял артикул у вас", "болты взял уже",
    ],
)  # fmt: skip
def test_another_thing_that_was_got_settles_nothing(text: str) -> None:
    assert settled(text) == []


@pytest.mark.parametrize("text", ["еще не купил", "не нашел в магазине", "не возьму на озоне"])
def test_a_deed_that_is_denied_settles_nothing(text: str) -> None:
    assert settled(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "купил бы уже", "если купил уже", "вы уже нашли", "вы нашли уже", "купил ли он уже",
        "пока вы думали нашли другие",
    ],
)  # fmt: skip
def test_wishes_conditions_and_deeds_of_the_shop_settle_nothing(text: str) -> None:
    assert settled(text) == []


def test_what_the_shop_did_meanwhile_takes_nothing_away() -> None:
    assert settled("взял на рынке пока вы думали") == ["взял на рынке пока вы думали"]


@pytest.mark.parametrize(
    "text", ["уже купил?", "купил на рынке, есть в наличии", "купил на рынке, какая цена у вас"]
)
def test_what_is_asked_beside_it_keeps_the_matter_open(text: str) -> None:
    assert settled(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    {
        "где мой заказ, уже заказал": [],
        "уже купил, заказ оплатил": [],
        "на озоне заказал, привезут завтра": ["на озоне заказал"],
    }.items(),
)
def test_an_order_made_is_ours_unless_another_shop_is_named(text: str, told: list[str]) -> None:
    assert settled(text) == told


@pytest.mark.parametrize(("text", "told"), {"возьму на рынок": [], "взял на пробу": []}.items())
def test_what_a_preposition_governs_tells_a_place_from_a_purpose(
    text: str, told: list[str]
) -> None:
    assert settled(text) == told


@pytest.mark.parametrize("text", ["сосед купил вчера", "раньше взял на рынке", "муж манн взял"])
def test_what_others_have_or_was_had_settles_nothing(text: str) -> None:
    assert settled(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    {
        "взял на рынке, не работает": [],
        "старая сломалась, взял на рынке": ["взял на рынке"],
    }.items(),
)
def test_what_went_wrong_behind_a_deed_keeps_the_matter_open(text: str, told: list[str]) -> None:
    assert settled(text) == told
