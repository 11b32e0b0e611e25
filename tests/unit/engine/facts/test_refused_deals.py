"""The deal refused by a verb of it, in any person, order and distance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.clauses import Clauses
from engine.facts.places import Places
from engine.facts.refused_deals import find_refused_deals, refuses_to_seek
from engine.facts.words import split_words
from tests.unit.engine.facts.reading import knowledge, read

REFUSED = [
    ("не буду у вас ничего брать", "не буду у вас ничего брать"),
    ("брать я у вас точно ничего не стану", "брать я у вас точно ничего не стану"),
    ("покупать не хочу", "покупать не хочу"),
    ("так и не закажу", "не закажу"),
    ("мы не берем", "не берем"),
    ("пожалуйста не оформляйте", "не оформляйте"),
    ("не собираюсь ждать", None),
    ("не хочу ждать буду брать", None),
    ("не взял еще", None),
    ("не берете карты", None),
    ("буду брать", None),
    ("не буду", None),
    ("буду не", None),
]
RESOLVES = ["буду", "будем", "стану", "хочу", "хотим", "планирую", "собираюсь", "намерен"]
DEEDS = ["брать", "взять", "покупать", "купить", "заказывать", "заказать", "оформлять", "выкупать"]


def found_in(text: str) -> list[str]:
    words = split_words(text)
    places = Places(knowledge().lexicon.find(words))
    return [
        " ".join(words.lower[deal.start : deal.stop])
        for clause in Clauses(words)
        for deal in find_refused_deals(words, clause, places)
    ]


@pytest.mark.parametrize(("text", "refused"), REFUSED)
def test_a_verb_of_the_deal_is_refused_with_what_stands_between(
    text: str, refused: str | None
) -> None:
    assert found_in(text) == ([refused] if refused else [])


@pytest.mark.parametrize("resolve", RESOLVES)
@pytest.mark.parametrize("deed", DEEDS)
def test_who_does_not_mean_to_buy_is_lost_in_either_order(resolve: str, deed: str) -> None:
    for text in (f"не {resolve} у вас {deed}", f"{deed} я уже точно у вас не {resolve}"):
        assert read(text, stage="PRICING").values["lost_phrase"] is True


@pytest.mark.parametrize("resolve", RESOLVES)
@pytest.mark.parametrize("deed", DEEDS)
def test_who_means_to_buy_is_not_lost(resolve: str, deed: str) -> None:
    assert read(f"{resolve} у вас {deed}", stage="PRICING").values["lost_phrase"] is False


@given(st.lists(st.sampled_from(["не", "буду", "брать", "беру", "хочу", "ничего", ","])))
def test_refusals_found_hold_a_negation_and_lie_within_the_message(words: list[str]) -> None:
    for refused in found_in(" ".join(words)):
        assert "не" in refused.split()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("новую искать не буду", True),
        ("не хочу больше подбирать", True),
        ("искать буду", False),
        ("не буду ждать", False),
        ("не ищите", False),
        ("", False),
    ],
)
def test_who_will_not_seek_is_heard_by_the_verb(text: str, *, refused: bool) -> None:
    words = split_words(text)
    places = Places(knowledge().lexicon.find(words))

    assert refuses_to_seek(words, range(len(words)), places) is refused


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("поставил бушную, новую искать не буду", True),
        ("починили старый, другой подбирать не будем", True),
        ("новую искать не буду", False),
        ("поставил бушную, новую искать буду", False),
        ("поставил бушную, новую искать не буду?", False),
    ],
)
def test_who_has_a_part_and_seeks_no_other_gives_up(text: str, *, lost: bool) -> None:
    assert read(text, stage="PRICING").values["lost_phrase"] is lost
