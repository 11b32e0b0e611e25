"""A code of a door is found by what calls it so, and is no number of a part."""

import pytest

from engine.facts.door_codes import door_codes
from engine.facts.mail_told import places_of_mail
from engine.facts.said import Said, read_said
from tests.unit.engine.facts.reading import knowledge, read

CODES = [
    ("кв 5, код двери 12В4567", "12в4567"),
    ("домофон 5В1234", "5в1234"),
    ("домофон: К1234", "к1234"),
    ("код от подъезда 45к7890", "45к7890"),
    ("кв 2, домофон 40 ключ 1234", "40 ключ 1234"),
    ("пропуск 123АВ45", "123ав45"),
]
BARE = ["код 45к7890", "мира 5, код 12в4567"]
NO_CODES = ["код детали 06A115561B", "код 06A115561B", "код к1234", "домофона нет", "5 домофон"]


def said(text: str) -> Said:
    return read_said(text, knowledge())


def told(text: str, *, at_address: bool = False) -> str:
    spoken = said(text)
    codes = door_codes(spoken, at_address=at_address).codes
    return " ".join(spoken.words.lower[place] for place in sorted(codes))


@pytest.mark.parametrize(("text", "code"), CODES)
def test_a_code_stands_behind_what_calls_it_so(text: str, code: str) -> None:
    assert told(text) == code


@pytest.mark.parametrize("text", BARE)
def test_a_bare_code_is_of_a_door_only_where_an_address_is_awaited(text: str) -> None:
    assert told(text) == ""
    assert told(text, at_address=True) == text.rpartition(" ")[2]


@pytest.mark.parametrize("text", NO_CODES)
def test_other_codes_are_of_no_door(text: str) -> None:
    assert told(text, at_address=True) == ""


@pytest.mark.parametrize(("text", "_"), CODES)
def test_a_code_of_a_door_is_never_a_part(text: str, _: str) -> None:
    found = read(text, stage="ADDRESS").findings
    assert (found.part_numbers, found.bare_numbers) == ((), ())


def test_what_calls_a_mail_so_is_found_with_it() -> None:
    spoken = said("котова, почта: ko.va1@mail.ru, почтой в псков")
    words = [spoken.words.lower[place] for place in sorted(places_of_mail(spoken))]
    assert words == ["почта", "ko", "va1", "mail", "ru"]


def test_where_no_mail_is_told_none_is_found() -> None:
    assert not places_of_mail(said("почта россии, псков"))
