"""Say of every word of a message what it would be in an address.

How Russian glues houses to their numbers and ends names of streets and towns is spelling and
stands here; kinds of streets, towns, carriers and papers are facts of the lexicon.
"""

import functools
import re
from typing import Literal

from engine.facts.door_codes import door_codes
from engine.facts.mail_told import places_of_mail
from engine.facts.morphology import parses
from engine.facts.said import Said
from engine.facts.words import Words

AddressKind = Literal[
    "stop", "joint", "word", "city", "settlement", "street", "house_word", "house", "postcode",
    "carrier",
]  # fmt: skip
"""`joint` connects others and begins no address, `word` may be a name of a street or place."""

_BY_FACT: dict[str, AddressKind] = {
    "carrier_words": "carrier",
    "house_words": "house_word",
    "more_city_words": "city",
    "settlement_words": "settlement",
    "street_words": "street",
}
_STOPS = frozenset(
    {
        "address_label",
        "article_words",
        "asks_price",
        "asks_stock",
        "farewell",
        "greeting",
        "introduces_name",
        "no_part_of_address",
        "order_words",
        "part_words",
        "person_words",
        "phone_words",
        "photo_words",
        "pickup_words",
        "thanks",
        "vin_words",
        "wants_part",
    }
)
_COUNTED = frozenset({"no_part_of_address", "part_words"})
_STOP_PARTS_OF_SPEECH = frozenset(
    (
        *("ADVB", "COMP", "CONJ", "GRND", "INFN", "INTJ"),
        *("NPRO", "NUMR", "PRCL", "PRED", "PRTS", "VERB"),
    )
)
_HOUSE = re.compile(r"\d{1,4}[а-яa-z]?")
_HOUSE_AFTER_WORD = re.compile(r"\d{1,5}(?:[а-яa-z]\d{1,4}){0,2}[а-яa-z]?")
_GLUED_HOUSE = re.compile(
    r"(?:д|дом|кв|к|корп|стр|оф)\d{1,5}[а-я]?(?:(?:к|корп|стр|кв|оф)\d{1,4}){0,2}"
)
_FOR_PRICE = "за"
_POSTCODE = re.compile(r"[1-6]\d{5}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STREET = re.compile(r"[а-я]{3,}(?:ая|яя|ое|ее)")
_CITY = re.compile(r"[а-я]{3,}(?:ск|град|бург|горск|поль|город)")


def read_address_words(
    said: Said, *, numbers: frozenset[int], name: range
) -> tuple[AddressKind, ...]:
    """Return one kind for every word."""
    hits, other = _kinds_by_hits(said), numbers.union(name, places_of_mail(said))
    doors = door_codes(said, at_address=True)
    counted = {hit.first for hit in said.hits if hit.key in _COUNTED}
    documents = {hit.last for hit in said.hits if hit.key == "document_words"}
    of_makers = _counts_of_makers(said)
    kinds: list[AddressKind] = []
    for index in range(len(said.words)):
        before = kinds[-1] if kinds else "stop"
        stops = index in other or (before == "house" and index in of_makers)
        if index in doors.codes or (index in numbers and before == "carrier"):
            kinds.append("house")
        elif index in doors.called:
            kinds.append("house_word")
        elif stops or _is_told(said.words, index, before, counted=counted, documents=documents):
            kinds.append("stop")
        else:
            kinds.append(_kind(said.words, index, before, hits.get(index)))
    return tuple(kinds)


def _counts_of_makers(said: Said) -> frozenset[int]:
    """`Мира 5, 2 боша`: so many of a maker, in a clause of their own."""
    firsts = (hit.first for hit in (*said.names.makes, *said.names.brands))
    breaks = said.words.breaks
    return frozenset(first - 1 for first in firsts if breaks[first - 1] and not breaks[first])


def _is_told(
    words: Words, index: int, before: AddressKind, *, counted: set[int], documents: set[int]
) -> bool:
    """Say whether digits are an amount or of a paper: `2 колодки`, `паспорт 4510 123456`."""
    if not "0" <= words.lower[index][0] <= "9":
        return False
    halves = {index, index - 1} if before == "stop" else {index}
    return _counts(words, index, counted) or not halves.isdisjoint(documents)


def _counts(words: Words, index: int, counted: set[int]) -> bool:
    """Say whether digits are an amount of something: `2 колодки`, `3 дня`; `4 срок` is none."""
    if index + 1 not in counted or words.breaks[index + 1] or not words.lower[index].isdecimal():
        return False
    return words.lower[index].endswith("1") or not _is_subject(words.lower[index + 1])


@functools.lru_cache(maxsize=20_000)
def _is_subject(word: str) -> bool:
    """Say whether a noun can stand behind no number but one: `срок`, `оплата`."""
    nouns = [parse.tag for parse in parses(word) if parse.tag.POS == "NOUN"]
    single = all(tag.number == "sing" and tag.case in {"nomn", "accs"} for tag in nouns)
    return bool(nouns) and single and "Abbr" not in nouns[0]


def _kinds_by_hits(said: Said) -> dict[int, AddressKind]:
    found: dict[int, AddressKind] = {}
    for hit in (*said.names.makes, *said.names.brands):
        found.update(dict.fromkeys(range(hit.first, hit.last), "stop"))
    for hit in said.hits:
        if hit.key in _STOPS:
            found.update(dict.fromkeys(range(hit.first, hit.last), "stop"))
    for hit in said.hits:
        if hit.key in _BY_FACT:
            found.update(dict.fromkeys(range(hit.first, hit.last), _BY_FACT[hit.key]))
    return found


def _kind(words: Words, index: int, before: AddressKind, by_hit: AddressKind | None) -> AddressKind:
    word = words.lower[index]
    if "0" <= word[0] <= "9":
        return _kind_of_digits(words, index, before)
    if len(word) == 1:
        return _kind_of_letter(words, index, by_hit)
    if by_hit is not None:
        return _kind_by_hit(words, index, before, by_hit)
    if any(map(str.isdecimal, word)):
        return "house" if before == "carrier" or _GLUED_HOUSE.fullmatch(word) else "stop"
    kind = _kind_by_dictionary(word)
    # `не Тула, Тверь` names two towns, `Тверь, Кирова 5` a town and a street.
    beside = not words.breaks[index] or index + 1 < len(words)
    named = before == "street" or (beside and before == "city" and kind == "city")
    return "word" if named or (kind == "city" and _is_namesake(words, index)) else kind


def _is_namesake(words: Words, index: int) -> bool:
    """`Кирова 5`, `Пушкина, 10`: a street of a person whom a town is named after as well."""
    following = words.lower[index + 1 : index + 2]
    return bool(following) and following[0][0].isdecimal() and _is_genitive(words.lower[index])


@functools.lru_cache(maxsize=20_000)
def _is_genitive(word: str) -> bool:
    """Say whether a word is a surname's genitive, and no town in a case that stands alone."""
    readings = parses(word)
    towns = {parse.tag.case for parse in readings if "Geox" in parse.tag}
    persons = {parse.tag.case for parse in readings if "Surn" in parse.tag}
    return "gent" in towns & persons and towns.isdisjoint({"nomn", "accs"})


def _kind_by_hit(words: Words, index: int, before: AddressKind, by_hit: AddressKind) -> AddressKind:
    following = words.lower[index + 1 : index + 2]
    if by_hit == "stop" and before == "street":
        return "word"
    if by_hit == "settlement" and following and following[0][0].isdecimal():
        return "word"  # a street may be named after a republic: Республики 5
    return by_hit


def _kind_of_digits(words: Words, index: int, before: AddressKind) -> AddressKind:
    word = words.lower[index]
    if _POSTCODE.fullmatch(word):
        return "postcode"
    if before in {"house_word", "carrier"} and _HOUSE_AFTER_WORD.fullmatch(word):
        return "house"
    if not _HOUSE.fullmatch(word) or _YEAR.fullmatch(word) or _is_measure(words, index):
        return "stop"
    return "house"


def _is_measure(words: Words, index: int) -> bool:
    """Say whether digits are an amount, a price, a time or a fraction rather than a house."""
    after = words.text[words.ends[index] : words.ends[index] + 2]
    if re.match(r" ?[%₽$€°]|[.:]\d", after) or words.lower[index - 1 : index] == (_FOR_PRICE,):
        return True
    return index > 0 and words.separator(index) in {".", ":"} and words.lower[index - 1].isdecimal()


def _kind_of_letter(words: Words, index: int, by_hit: AddressKind | None) -> AddressKind:
    """Read `г`, `д`, `с`: abbreviations when marked as such, else prepositions and letters."""
    word, following = words.lower[index], words.lower[index + 1 : index + 2]
    dotted = words.text[words.ends[index] : words.ends[index] + 1] == "."
    if by_hit in {None, "stop"} or not following:
        return "joint"
    numbered = following[0][0].isdecimal()
    if by_hit == "house_word":
        return "house_word" if numbered else "settlement" if dotted else "joint"
    return by_hit if by_hit and (dotted or word in {"г", "ш"}) and not numbered else "joint"


@functools.lru_cache(maxsize=20_000)
def _kind_by_dictionary(word: str) -> AddressKind:
    readings = parses(word)
    likeliest = readings[0]
    if _STREET.fullmatch(word) and not ("Apro" in likeliest.tag or "Anum" in likeliest.tag):
        return "word"
    if any("Geox" in parse.tag and parse.is_known for parse in readings):
        return "city"
    if "PREP" in likeliest.tag or "Anum" in likeliest.tag or word == "и":
        return "joint"
    if "Apro" in likeliest.tag or likeliest.tag.POS in _STOP_PARTS_OF_SPEECH:
        return "stop"
    return "city" if not likeliest.is_known and _CITY.fullmatch(word) else "word"
