"""Set aside days of the month: `надо к 1 декабря`, `до 5 числа`, `заберу 2-го`.

By which day parts are wanted is neither where to, nor how many, nor which of the offers.
"""

import re

from engine.facts.knowledge import Knowledge
from engine.facts.numerals import cardinal_at, is_ending, ordinal_at
from engine.facts.said import Said, read_said
from engine.facts.words import Words

_MAY_BE_TOLD = re.compile(r"(?<!\d)(?:[0-2]?\d|3[01])(?!\d)|[а-я]го(?![а-я])")
"""Cheaply: a number that may be a day, or an ordinal in the genitive."""

_IN_TIME = "вовремя"
"""What a day says of the sale, in a word that stands in no address."""

_LAST_DAY, _LAST_MONTH = 31, 12
_MONTH = re.compile(
    r"(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{1,2}|ма[яюе]"
)
_OF_MONTH = re.compile(r"числ\w{1,3}")
_YEAR = re.compile(r"20\d\d")
_YEARS = frozenset({"г", "год", "года", "году"})
_TERM = frozenset({"к", "ко", "до", "после", "позже", "позднее", "раньше"})
_BY = frozenset({"к", "ко", "до"})
_COMING = ("pickup_words", "may_pick_up", "coming_words")
_COMING_OR_NEED = (*_COMING, "delivery_words", "in_time_words", "need_words")
_BETWEEN = frozenset(("у", "вас", "я", "мы", "сам", "сама", "сами", "только", "уже", "заказ"))
"""May stand between the verb of coming and its day."""

_ALSO = frozenset({"и", "или", "либо"})
_OFFER_OR_PIECES = ("option_words", "part_words", "piece_words")
_NEED_REACH = 2
"""From a day to the verb before its preposition."""

_GENITIVE = "го"


def without_days(said: Said, knowledge: Knowledge) -> Said:
    """Return what is said with every day of the month read as `вовремя`."""
    if not _MAY_BE_TOLD.search(said.words.small):
        return said
    spans = _spans(said)
    if not spans:
        return said
    words, text, end = said.words, "", 0
    for first, last in spans:
        text += words.text[end : words.starts[first]] + _IN_TIME
        end = words.ends[last - 1]
    return read_said(text + words.text[end:], knowledge)


def _spans(said: Said) -> list[tuple[int, int]]:
    """Return words first..last of every day told, with the preposition before it."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(said.words):
        last = _day_end(said, index)
        if last > index:
            led = index > 0 and said.words.lower[index - 1] in _TERM
            found.append((index - led, last))
        index = max(last, index + 1)
    return found


def _day_end(said: Said, index: int) -> int:
    """Return where a day of the month that begins at a word ends, 0 where none begins."""
    words = said.words
    last = index + 1 + is_ending(words, index + 1) if index + 1 < len(words) else index + 1
    ordinal = ordinal_at(words, index)
    day = int(words.lower[index]) if words.lower[index].isdecimal() else ordinal
    if day is None or not 0 < day <= _LAST_DAY:
        return 0
    return (
        _end_with_month(said, index, last)
        or _end_with_number_of_month(words, index, last)
        or _end_of_lone_day(said, index, last, ordinal=ordinal is not None)
    )


def _end_with_month(said: Said, index: int, last: int) -> int:
    """`к 1 декабря 2026 г`; `1 мая 5` and `улица 1 мая` are addresses."""
    words = said.words
    if last >= len(words) or words.breaks[last] or not _MONTH.fullmatch(words.lower[last]):
        return 0
    end = last + 1
    if end < len(words) and _YEAR.fullmatch(words.lower[end]):
        end += 1 + (end + 1 < len(words) and words.lower[end + 1] in _YEARS)
    elif _numbers_house(said, end):
        return 0
    before = index - 1
    led = index > 0 and words.lower[before] in _TERM
    wanted = before in said.places.of(*_COMING_OR_NEED) and not words.breaks[index]
    street = before in said.places.of("street_words") and not led
    apart = last - index > 1 or _stands_apart(words, index, end)
    return end if led or wanted or (apart and not street) else 0


def _stands_apart(words: Words, index: int, end: int) -> bool:
    """`3 декабря, Псков, Мира 5`, `Псков, Мира 5, 3 декабря`, but not `Псков, 9 января`."""
    house_told = any(place < index for place in words.with_digits)
    return words.breaks[index] and words.breaks[end] and (end < len(words) or house_told)


def _numbers_house(said: Said, index: int) -> bool:
    """Say whether the number of a house stands behind a date, which then names a street."""
    words = said.words
    while index < len(words) and index in said.places.of("house_words"):
        index += 1
    if index >= len(words) or not words.lower[index][0].isdecimal():
        return False
    return index + 1 not in said.places.of("piece_words")


def _end_with_number_of_month(words: Words, index: int, last: int) -> int:
    """`до 5 числа`, `к 5.12`."""
    led = index > 0 and words.lower[index - 1] in _TERM
    if last >= len(words):
        return 0
    if _OF_MONTH.fullmatch(words.lower[last]) and not words.breaks[last]:
        return last + 1
    dotted = led and words.separator(last) == "." and len(words.lower[last]) > 1
    if not dotted or not words.lower[last].isdecimal() or int(words.lower[last]) > _LAST_MONTH:
        return 0
    end = last + 1
    year = end < len(words) and words.separator(end) == "." and words.lower[end].isdecimal()
    return end + year


def _end_of_lone_day(said: Said, index: int, last: int, *, ordinal: bool) -> int:
    """`надо до 5`, `к 5-му`, `заберу 2-го`, `третьего приеду`."""
    words = said.words
    before = words.lower[index - 1] if index and not words.breaks[index] else ""
    closed, wanting = words.breaks[last], said.places.of(*_COMING_OR_NEED)
    behind = last in wanting and not closed
    ahead = index - _NEED_REACH in wanting and (closed or ordinal)
    if before in _BY and (behind or ahead):
        return last
    spoken_of = said.places.of(*_OFFER_OR_PIECES)
    if not ordinal or not words.lower[last - 1].endswith(_GENITIVE) or last in spoken_of:
        return 0
    return _end_of_days(words, last) if _is_when_coming(said, index, last) else 0


def _end_of_days(words: Words, last: int) -> int:
    """`заберу 1-го или 2-го`: one day of several is a day as well."""
    while last + 1 < len(words) and words.lower[last] in _ALSO:
        behind = last + 2
        end = behind + is_ending(words, behind) if behind < len(words) else behind
        if ordinal_at(words, last + 1) is None or not words.lower[end - 1].endswith(_GENITIVE):
            break
        last = end
    return last


def _is_when_coming(said: Said, index: int, last: int) -> bool:
    """Say whether a verb of coming or bringing stands beside an ordinal: `приеду 2-го`."""
    words, coming = said.words, said.places.of(*_COMING)
    place = index - 1
    while place >= 0 and not words.breaks[place + 1] and words.lower[place] in _BETWEEN:
        place -= 1
    if place >= 0 and not words.breaks[place + 1] and place in coming:
        return not _is_counted(words, last)
    return last < len(words) and not words.breaks[last] and last in coming


def _is_counted(words: Words, last: int) -> bool:
    """`заберу второго две` tells how many of an offer."""
    if last >= len(words) or words.breaks[last]:
        return False
    return cardinal_at(words, last) is not None
