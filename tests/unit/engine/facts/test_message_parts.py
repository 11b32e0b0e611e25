"""A message cut into parts: where they begin, what their words are, and which name a detail."""

import pytest

from engine.facts.message_parts import STRANGE, MessageParts
from engine.facts.phrases import Hit
from engine.facts.said import read_said
from tests.unit.engine.facts.reading import knowledge


def parts_of(text: str) -> MessageParts:
    return MessageParts(read_said(text, knowledge()))


@pytest.mark.parametrize(
    ("text", "parts"),
    {
        "деталь живая": ["деталь живая"],
        "деталь живая, не надо": ["деталь живая", "не надо"],
        "деталь живая так что не надо": ["деталь живая", "так что не надо"],
        "дорого но возьму": ["дорого", "но возьму"],
        "но возьму": ["но возьму"],
        "дорого. но если завтра, то беру": ["дорого", "но если завтра", "то беру"],
    }.items(),
)
def test_parts_begin_at_stops_and_at_words_that_join_sentences(text: str, parts: list[str]) -> None:
    message = parts_of(text)

    assert [" ".join(message.lower(part)) for part in message.all] == parts


def test_the_parts_hold_every_word_once() -> None:
    message = parts_of("дорого но возьму, а когда привезете? так что жду")

    assert [place for part in message.all for place in part] == list(range(len(message.said.words)))


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        (0, 1, "дорого"),
        (2, 3, "но возьму"),
        (0, 3, "дорого но возьму"),
        (2, 5, "но возьму завтра привезете"),
    ],
)
def test_a_phrase_is_of_all_the_parts_that_it_reaches_into(
    first: int, last: int, part: str
) -> None:
    message = parts_of("дорого но возьму, завтра привезете")

    assert " ".join(message.lower(message.of(Hit("any", first, last)))) == part


@pytest.mark.parametrize(
    ("text", "kind"),
    {
        "деталь": "NOUN",
        "брать": "INFN",
        "беру": "VERB",
        "экзист": STRANGE,
        "06A115561B": STRANGE,
    }.items(),
)
def test_a_word_has_the_kind_that_the_dictionary_gives_it(text: str, kind: str) -> None:
    assert parts_of(text).kind(0) == kind


@pytest.mark.parametrize(
    "text", ["второй", "второй вариант", "этот второй, пожалуйста", "только bosch"]
)
def test_a_part_may_name_a_detail_and_say_no_more(text: str) -> None:
    message = parts_of(text)

    assert message.names_a_detail(message.all[0])


@pytest.mark.parametrize("text", ["второй дорогой", "спасибо", "муж против второго", "bosch"])
def test_a_part_that_says_more_or_nothing_names_no_detail(text: str) -> None:
    message = parts_of(text)

    assert not message.names_a_detail(message.all[0])
