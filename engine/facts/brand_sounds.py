"""Match brands of the offers with what customers write by ear: `сангсин`, `заксы`, `мановский`."""

import functools
import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from engine.facts.morphology import is_known, parses

_SHORTEST = 3
_SHORTEST_IN_DICTIONARY = 4
"""Sounds: common words of three letters sound like some brand or other."""

_PART_OF_NAME = 4
_SLIPS_FROM = ((9, 2), (6, 1))
"""Slips forgiven, by how many sounds the brand has."""

_GENERIC = frozenset(
    ("filter", "filters", "parts", "auto", "group", "motor", "motors", "brake", "brakes", "mall")
)
"""Words in the names of many brands."""

_TAIL = "auto"

_DOUBLED = re.compile(r"([^eo])\1")
_SOFT_C = re.compile("c(?=[eiy])")
_SOFT_Y = re.compile("(?<=[bcdfghjklmnpqrstvwxz])y(?=[au])")
_SILENT_H = re.compile("(?<=[aeiou])h(?![aeiouy])")
_LATIN_SOUNDS = {
    "sch": "s",
    "sh": "s",
    "ch": "k",
    "ck": "k",
    "ph": "f",
    "th": "t",
    "oe": "o",
    "oo": "u",
    "ou": "u",
    "ee": "i",
    "qu": "kv",
    "c": "k",
    "g": "k",
    "h": "k",
    "j": "i",
    "q": "k",
    "w": "v",
    "x": "ks",
    "y": "i",
    "z": "s",
    "ä": "a",
    "ö": "o",
    "ü": "u",
}
_LATIN = re.compile("|".join(_LATIN_SOUNDS))
_SOFT_VOWEL = re.compile("(?<![бвгджзклмнпрстфхцчшщ])(?=[юя])")
_RUSSIAN_SOUNDS = str.maketrans(
    "абвгдежзийклмнопрстуфхцчшщыэюя", "abvkdessiiklmnoprstufkskssieua", "ъь"
)
_ADJECTIVE = re.compile("(?:(?:ов|ев)?ск|шн)(?:ий|ый|ая|ое|ие|ые|ого|ую|ой|им|ым|их|ых|ому|ом)$")
_SPELLED = re.compile("[^aeiouyäöü]{3,4}")
"""Brands said letter by letter: C is `ц` there."""
_ENDING = re.compile("(?:ами|ой|ом|ем|ам|ах|ов|ев|ей|[аоуыиеяю])$")
_OPEN = frozenset("aeiou")


def brands_by_ear(
    words: Sequence[str], brands: tuple[str, ...], *, spoken_for: frozenset[int]
) -> Iterator[tuple[int, int, str]]:
    """Find places that sound like exactly one of a few lower-case brands.

    `spoken_for` are words that mean something else.
    """
    heard = 0
    for first in range(len(words)):
        for last in (first + 2, first + 1):
            said = range(max(first, heard), min(last, len(words)))
            if len(said) != last - first or not spoken_for.isdisjoint(said):
                continue
            if meant := _only_meant("".join(words[first:last]), brands):
                yield first, last, meant
                heard = last
                break


@functools.lru_cache(maxsize=20_000)
def _only_meant(word: str, brands: tuple[str, ...]) -> str:
    if not word.isalpha() or len(word) < _SHORTEST:
        return ""
    meant = [brand for brand in brands if any(_is_name_of(word, name) for name in _names(brand))]
    return meant[0] if len(meant) == 1 else ""


@functools.lru_cache(maxsize=1_000)
def _names(brand: str) -> tuple[str, ...]:
    """Return the sounds of a brand and of each telling word in it."""
    parts = re.findall("[a-zäöü]+", brand)
    whole = "".join(parts)
    parts += [part.removesuffix(_TAIL) for part in parts if part.endswith(_TAIL)]
    telling = [p for p in parts if len(p) >= _PART_OF_NAME and p not in _GENERIC]
    spelled = [whole.replace("c", "s")] if _SPELLED.fullmatch(whole) else []
    # `вахлер`: the H of Wahler that a German would not say.
    spelled += [whole.replace("h", "k")] if "h" in whole else []
    sounds = dict.fromkeys(map(_of_latin, (whole, *spelled, *telling)))
    return tuple(sound for sound in sounds if len(sound) >= _SHORTEST)


def _is_name_of(word: str, name: str) -> bool:
    sounds = _sounds(word)
    # `хеллу`; a word of the dictionary, as `геля`, takes more to be one.
    long_enough = len(name) >= _PART_OF_NAME + is_known(word)
    declined = long_enough and name[-1] in _OPEN and name[:-1] in sounds[1:]
    exact = name in sounds or declined
    if is_known(word):
        whole = len(name) > _SHORTEST or name == sounds[0]
        return exact and whole and _may_be_a_brand(word)
    slips = next((slips for length, slips in _SLIPS_FROM if len(name) >= length), 0)
    return exact or any(OSA.distance(sound, name, score_cutoff=slips) <= slips for sound in sounds)


def _may_be_a_brand(word: str) -> bool:
    """Say so of words of the dictionary that are no first names; makers go by surnames."""
    tags = {str(grammeme) for reading in parses(word) for grammeme in reading.tag.grammemes}
    return "Name" not in tags and (len(word) >= _SHORTEST_IN_DICTIONARY or "Surn" in tags)


def _sounds(word: str) -> tuple[str, ...]:
    """Return how a word sounds, and how it would without its endings."""
    if word.isascii():
        return (_of_latin(word),)
    stems = (word, _ADJECTIVE.sub("", word), _ENDING.sub("", word))
    return tuple(map(_of_russian, (stem for stem in stems if len(stem) >= _SHORTEST)))


def _of_latin(name: str) -> str:
    name = _SILENT_H.sub("", _SOFT_C.sub("s", _DOUBLED.sub(r"\1", name)))
    name = _SOFT_Y.sub("", name)
    return _LATIN.sub(lambda found: _LATIN_SOUNDS[found.group()], name).replace("ts", "s")


def _of_russian(word: str) -> str:
    word = _SOFT_VOWEL.sub("й", _DOUBLED.sub(r"\1", word))
    return word.translate(_RUSSIAN_SOUNDS).replace("ts", "s")
