"""What part of a person's name a word can be, and what it reads in the nominative."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.facts.morphology import parses

Gender = Literal["masc", "femn"]
Surname = Literal["known", "guessed", "ordinary", "none"]

_SURE, _NOT_RARE = 0.3, 0.1
_SHORTEST = 2
_CASES = ("nomn", "gent", "datv", "accs", "ablt")
_GENDERS: dict[str | None, tuple[Gender, ...]] = {
    "masc": ("masc",),
    "femn": ("femn",),
    None: ("masc", "femn"),
}
_BOTH: tuple[Gender, ...] = ("masc", "femn")
# Misspelt patronymics are in no dictionary, but no other word ends like this.
_PATRONYMIC = re.compile(r"[а-я]{2,}(?:[оеь]вич|(?:ич|[аоеь]в|инич)на)")
PATRONYMIC_ENDS = frozenset({"оглы", "оглу", "кызы", "кзы", "улы", "гызы"})
"""What stands for `son of` and `daughter of` after a father's name in Turkic languages."""

_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
_NEVER_SURNAME_ENDINGS = ("о", "е", "ь", "ы", "ть")


@dataclass(frozen=True)
class Form:
    """One reading of a word: grammatical case and gender, and the word in the nominative."""

    case: str
    gender: Gender
    nominative: str


@dataclass(frozen=True)
class NameReadings:
    """Everything a word can be in a name."""

    first: tuple[Form, ...] = ()
    middle: tuple[Form, ...] = ()
    last: tuple[Form, ...] = ()
    surname: Surname = "none"
    surely_first: bool = False
    surely_last: bool = False
    place: bool = False
    """The word also names a city, river or country."""


@functools.lru_cache(maxsize=20_000)
def name_readings(word: str) -> NameReadings:
    """Read one lower-case Cyrillic word, hyphens inside allowed."""
    parts = word.split("-")
    readings = _read_word(parts[0])
    for part in parts[1:]:
        readings = _joined(readings, _read_word(part))
    return readings


def may_begin_name(word: str) -> bool:
    """Say whether a lower-case word, an initial or one in Latin letters, can begin a name."""
    if len(word) < _SHORTEST or word.isascii():
        return word.isalpha()
    readings = name_readings(word)
    return bool(readings.first or readings.last)


def closes_patronymic(word: str) -> bool:
    """Say whether a word is the `son of` or `daughter of` after a father's name."""
    return word in PATRONYMIC_ENDS


def _read_word(word: str) -> NameReadings:
    if len(word) < _SHORTEST or closes_patronymic(word):
        return NameReadings()
    found = parses(word)
    names = [parse for parse in found if "Name" in parse.tag and parse.is_known]
    last, surname = _surname(word)
    first, middle = _forms(word, names), _patronymic(word)
    place = any("Geox" in parse.tag and parse.is_known for parse in found)
    if surname == "ordinary" and (first or middle or place):
        last, surname = (), "none"
    return NameReadings(
        first=first,
        middle=middle,
        last=last,
        surname=surname,
        surely_first=_share(names, "Name") >= _SURE,
        surely_last=surname == "known" and _is_surely_last(found),
        place=place,
    )


def _share(found: Sequence[Any], grammeme: str) -> float:
    return sum(float(parse.score) for parse in found if grammeme in parse.tag)


def _is_surely_last(found: Sequence[Any]) -> bool:
    # A street is named in the genitive: Ленина is hardly ever a woman's surname.
    nominative = [parse for parse in found if parse.tag.case == "nomn"]
    return _share(found, "Surn") >= _SURE and _share(nominative, "Surn") >= _NOT_RARE


def _patronymic(word: str) -> tuple[Form, ...]:
    forms = _forms(word, [parse for parse in parses(word) if "Patr" in parse.tag])
    if forms or parses(word)[0].is_known or not _PATRONYMIC.fullmatch(word):
        return forms
    return (Form("nomn", "femn" if word.endswith("на") else "masc", word),)


def _surname(word: str) -> tuple[tuple[Form, ...], Surname]:
    forms, kind = _declined_surname(word)
    return (*forms, *_undeclined(word, forms)), kind


def _undeclined(word: str, forms: Sequence[Form]) -> tuple[Form, ...]:
    """A woman's `Мельник` and anybody's `Седых` stay as they are in every case."""
    if forms and word.endswith(("ых", "их")):
        return tuple(Form("nomn", gender, word) for gender in _BOTH)
    masculine = any(form.case == "nomn" and form.gender == "masc" for form in forms)
    if masculine and word[-1] in _CONSONANTS and not word.endswith(("ов", "ев", "ин", "ын")):
        return (Form("nomn", "femn", word),)
    return ()


def _declined_surname(word: str) -> tuple[tuple[Form, ...], Surname]:
    found = parses(word)
    surnames = [parse for parse in found if "Surn" in parse.tag]
    if surnames:
        return _forms(word, surnames), "known" if found[0].is_known else "guessed"
    likeliest = found[0]
    if not likeliest.is_known:
        if likeliest.tag.POS not in {"NOUN", "ADJF"} or word.endswith(_NEVER_SURNAME_ENDINGS):
            return (), "none"
        guessed = [parse for parse in found if "anim" in parse.tag or parse.tag.POS == "ADJF"]
        as_written = tuple(Form("nomn", gender, word) for gender in _BOTH)
        return as_written + _forms(word, guessed), "guessed"
    if likeliest.tag.POS not in {"NOUN", "ADJF"} or "Apro" in likeliest.tag:
        return (), "none"
    ordinary = [parse for parse in found if parse.tag.POS in {"NOUN", "ADJF"}]
    return _forms(word, ordinary), "ordinary"


def _forms(word: str, readings: list[Any]) -> tuple[Form, ...]:
    forms: dict[Form, None] = {}
    for parse in readings:
        case, number = parse.tag.case, parse.tag.number
        if number == "plur" or case not in _CASES:
            continue
        for gender in _GENDERS.get(parse.tag.gender, ()):
            forms[Form(case, gender, _nominative(word, parse))] = None
    return tuple(forms)


def _nominative(word: str, parse: Any) -> str:
    if parse.tag.case == "nomn":
        return word
    inflected = parse.inflect({"nomn", parse.tag.gender} - {None})
    return inflected.word if inflected else word


def _joined(left: NameReadings, right: NameReadings) -> NameReadings:
    surname: Surname = "guessed" if "none" not in {left.surname, right.surname} else "none"
    return NameReadings(
        first=_joined_forms(left.first, right.first),
        last=_joined_forms(left.last, right.last),
        surname=surname,
        surely_first=left.surely_first and right.surely_first,
        place=left.place or right.place,
    )


def _joined_forms(left: tuple[Form, ...], right: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(
        Form(one.case, one.gender, f"{one.nominative}-{two.nominative}")
        for one in left
        for two in right
        if (one.case, one.gender) == (two.case, two.gender)
    )
