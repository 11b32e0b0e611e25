"""Words of a message that may be parts of a name, in runs without anything else between."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.facts.latin_names import in_russian
from engine.facts.layout import in_russian as on_russian_keys
from engine.facts.morphology import parses
from engine.facts.name_words import Form, NameReadings, closes_patronymic, name_readings
from engine.facts.numerals import ordinal_at
from engine.facts.said import Said

_TOWN = "г"
_LETTERS = re.compile(r"[а-яa-z]+")
_BETWEEN_PARTS = frozenset({"фамилия", "имя", "отчество", "и"})
_PICKUP = "pickup_words"
"""A word alone is no name: `Антон самовывоз`; `муж Антон заберет` has one inside."""
_OTHER_THINGS = frozenset(
    {
        "address_label",
        "article_words",
        "asks_price",
        "asks_stock",
        "carrier_words",
        "farewell",
        "greeting",
        "house_words",
        "introduces_name",
        "no_part_of_address",
        "order_words",
        "part_words",
        "person_words",
        "phone_words",
        "photo_words",
        "settlement_words",
        "street_words",
        "thanks",
        "vin_words",
        "wants_part",
    }
)


@dataclass(frozen=True)
class NameToken:
    """A word, or several joined by hyphens, over words first..last, the last not included."""

    written: str
    first: int
    last: int
    readings: NameReadings
    latin: bool = False
    initial: bool = False

    @property
    def capital(self) -> bool:
        return self.written[0].isupper()


def read_name_runs(said: Said, numbers: frozenset[int]) -> list[list[NameToken]]:
    """Return the tokens side by side; a label such as `имя` between two parts parts nothing."""
    other = _other_things(said, numbers)
    runs: list[list[NameToken]] = [[]]
    index = 0
    while index < len(said.words):
        token = _token(said, index, other)
        if token is None:
            if not (runs[-1] and said.words.lower[index] in _BETWEEN_PARTS - {"и"}):
                runs.append([])
            index += 1
            continue
        _append(runs[-1], token)
        index = token.last
    return [run for run in runs if run]


def _other_things(said: Said, numbers: frozenset[int]) -> frozenset[int]:
    """Return indexes of words that are known to be no names."""
    taken = {
        index
        for hit in said.hits
        if hit.key in _OTHER_THINGS or (hit.key == _PICKUP and hit.last - hit.first == 1)
        for index in range(hit.first, hit.last)
    }
    named = {
        index
        for hit in (*said.names.makes, *said.names.brands)
        for index in range(hit.first, hit.last)
    }
    ordinals = {index for index in range(len(said.words)) if ordinal_at(said.words, index)}
    return frozenset(taken | named | numbers | (ordinals - _called(said)) | _pickup(said))


def _called(said: Said) -> frozenset[int]:
    """`фамилия Третий`: what is introduced is a name, whatever else it may be."""
    return frozenset(hit.last for hit in said.hits if hit.key == "introduces_name")


def _pickup(said: Said) -> frozenset[int]:
    """Words that stand for themselves: a phrase of several may hold a name."""
    return frozenset(
        hit.first for hit in said.hits if hit.key == "pickup_words" and hit.last == hit.first + 1
    )


def _append(run: list[NameToken], token: NameToken) -> None:
    if run and closes_patronymic(token.written.lower()):
        run[-1] = _with_closing(run[-1], token)
    else:
        run.append(token)


def _token(said: Said, index: int, other: frozenset[int]) -> NameToken | None:
    words = said.words
    if _is_initial(said, index):
        written = words.text[words.starts[index]].upper() + "."
        return NameToken(written, index, index + 1, NameReadings(), initial=True)
    if index in other or not _LETTERS.fullmatch(words.lower[index]):
        return None
    last = index + 1
    while last < len(words) and words.separator(last) == "-" and words.lower[last].isalpha():
        last += 1
    written = words.text[words.starts[index] : words.ends[last - 1]]
    parts = words.lower[index:last]
    if closes_patronymic(parts[-1]) and len(parts) > 1:
        return _turkic(written.rpartition("-")[0], parts[-1], index, last)
    latin = all(part.isascii() for part in parts)
    if latin and (meant := _in_other_layout(parts)):
        return NameToken(meant, index, last, name_readings(meant))
    spelt = "-".join(map(in_russian, parts) if latin else parts)
    readings = name_readings(spelt)
    if any(hit.key == "first_name_words" and hit.first == index for hit in said.hits):
        readings = replace(readings, first=readings.first or _any_gender(spelt), surely_first=True)
    return NameToken(written, index, last, readings, latin=latin)


def _in_other_layout(parts: Sequence[str]) -> str:
    """Return the Russian name that was typed with the keyboard left in Latin: `bdfyjd`."""
    typed = "-".join(map(on_russian_keys, parts))
    readings = name_readings(typed)
    return typed if readings.surely_first or readings.surely_last or readings.middle else ""


def _is_initial(said: Said, index: int) -> bool:
    words = said.words
    letter = words.text[words.starts[index] : words.ends[index]]
    if len(letter) > 1 or not letter.isalpha():
        return False
    dotted = words.text[words.ends[index] : words.ends[index] + 1] == "."
    if dotted and letter == _TOWN and _names_town(said, index + 1):
        return False
    return dotted or (letter.isupper() and index > 0 and not letter.isascii())


def _names_town(said: Said, index: int) -> bool:
    """`г. Реутов` is a town, `Г. Реутов` a person."""
    following = said.words.lower[index : index + 1]
    return any("Geox" in parse.tag for word in following for parse in parses(word))


def _with_closing(father: NameToken, closing: NameToken) -> NameToken:
    return _turkic(father.written, closing.written.lower(), father.first, closing.last)


def _turkic(father: str, closing: str, first: int, last: int) -> NameToken:
    written = f"{capitalised(father)} {closing}"
    return NameToken(written, first, last, NameReadings(middle=_any_gender(written.lower())))


def _any_gender(word: str) -> tuple[Form, ...]:
    return (Form("nomn", "masc", word), Form("nomn", "femn", word))


def capitalised(word: str) -> str:
    """Spell a name with capitals: Петрова-Водкина, Вагиф оглы."""
    return " ".join(
        part if closes_patronymic(part) else "-".join(map(str.capitalize, part.split("-")))
        for part in word.split(" ")
    )
