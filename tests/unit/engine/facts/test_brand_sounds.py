"""Makers of the offers as customers write them by ear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.brand_sounds import brands_by_ear

BY_EAR = [
    ("сангсин", "sangsin"), ("сансин", "sangsin"), ("хепу", "hepu"), ("сакуру", "sakura"),
    ("сакурой", "sakura"), ("лемфердер", "lemforder"), ("лемфердера", "lemförder"),
    ("нгк", "ngk"), ("заксы", "sachs"), ("сакс", "sachs"), ("захс", "sachs"), ("мановский", "mann"),
    ("манн", "mann-filter"), ("филтроновский", "filtron"), ("кнехт", "knecht"),
    ("хенгста", "hengst"), ("эльринг", "elring"), ("рейнц", "victor reinz"), ("аюса", "ajusa"),
    ("юрид", "jurid"), ("нипартсовский", "nipparts"), ("стеллокс", "stellox"), ("каябу", "kayaba"),
    ("нисинбо", "nisshinbo"), ("адвикс", "advics"), ("денкерман", "denckermann"), ("муг", "moog"),
    ("сваг", "swag"), ("линкс", "lynxauto"), ("викс", "wix"), ("пурфлюкс", "purflux"),
    ("дольц", "dolz"), ("контитех", "contitech"), ("партсмолл", "parts-mall"),
]  # fmt: skip
NO_BRANDS = [
    ("бери", "behr"), ("берем", "behr"), ("вика", "vika"), ("виктор", "victor reinz"),
    ("фильтр", "filtron"), ("фильтр", "mann-filter"), ("сад", "sad"), ("топ", "top"),
    ("на", "nk"), ("и", "ina"), ("мастер", "masuma"), ("сангина", "sangsin"), ("мама", "mann"),
    ("авто", "lynxauto"), ("2", "a2"), ("", ""),
]  # fmt: skip
SHOWN = ("sangsin", "sakura", "mann", "mann-filter", "bosch")


def heard(text: str, *brands: str, spoken_for: frozenset[int] = frozenset()) -> list[str]:
    return [brand for _, _, brand in brands_by_ear(text.split(), brands, spoken_for=spoken_for)]


@pytest.mark.parametrize(("word", "brand"), BY_EAR)
def test_a_brand_is_known_by_its_sound(word: str, brand: str) -> None:
    assert heard(f"возьму {word}", brand) == [brand]


@pytest.mark.parametrize(("word", "brand"), NO_BRANDS)
def test_common_words_and_first_names_are_no_brands(word: str, brand: str) -> None:
    assert heard(f"возьму {word}", brand) == []


def test_two_words_are_one_brand() -> None:
    found = list(brands_by_ear(("беру", "блю", "принт"), ("blue print",), spoken_for=frozenset()))

    assert found == [(1, 3, "blue print")]


def test_a_word_that_fits_two_brands_names_neither() -> None:
    assert heard("манн", "mann", "mann-filter") == []


def test_a_word_that_says_something_else_is_no_brand() -> None:
    assert heard("беру", "beru") == ["beru"]
    assert heard("беру", "beru", spoken_for=frozenset({0})) == []


@given(st.text(alphabet="абвгдежзиклмнопрстуъьюя abhsy-2", max_size=40))
def test_any_text_is_read_and_only_brands_shown_are_heard(text: str) -> None:
    assert set(heard(text, *SHOWN)) <= set(SHOWN)
