"""Leave out the address that a client takes back: `не Ленина 1, а Ленина 11`."""

from collections.abc import Iterator, Sequence

from engine.facts.address_words import AddressKind
from engine.facts.words import Words

_LONGEST = 8
"""Words of the address taken back, the house included."""

_WAYS = frozenset({"carrier", "stop"})
"""What stands for a way of getting parts right behind `вместо`."""
_WANTED = frozenset({"надо", "нужно", "нужен", "нужна", "хочу", "буду"})
_TOWNS = frozenset({"city", "settlement"})
_NAMED = frozenset({"city", "house", "settlement", "street"})
_PLACES = frozenset({"carrier", "city", "house", "settlement", "street", "word"})


def without_refused(kinds: Sequence[AddressKind], words: Words) -> tuple[AddressKind, ...]:
    """Return the kinds of an address, those of words that are taken back as stops."""
    refused = {place for span in _refused(kinds, words) for place in span}
    return tuple("stop" if place in refused else kind for place, kind in enumerate(kinds))


def _refused(kinds: Sequence[AddressKind], words: Words) -> Iterator[range]:
    for place, word in enumerate(words.lower):
        if word == "не" and (way := _way_refused(kinds, place, words)):
            yield way
            continue
        reach = range(place + 1, min(place + 1 + _LONGEST, len(words)))
        if word == "не":
            last = next((index for index in reach if words.lower[index] == "а"), None)
            last = last or _end_of_clause(kinds, reach, words)
        elif word == "вместо":
            last = _end_of_replaced(kinds, reach)
        else:
            continue
        span = range(place, (last or place) + 1)
        if not _PLACES.isdisjoint(kinds[index] for index in span):
            yield span


def _way_refused(kinds: Sequence[AddressKind], place: int, words: Words) -> range:
    """`сдэк не надо, почтой: Псков, Мира 5`, `не сдэк, почтой`: a way of getting the parts."""
    ends = words.breaks[place + 2 : place + 3]
    if ends == (True,) and place + 2 < len(words) and kinds[place + 1] == "carrier":
        return range(place, place + 2)
    named = place > 0 and kinds[place - 1] == "carrier" and not words.breaks[place]
    told = words.lower[place + 1 : place + 2]
    alone = place + 2 == len(words) or (place + 2 < len(words) and words.breaks[place + 2])
    return range(place - 1, place + 2) if named and alone and set(told) <= _WANTED else range(0)


def _end_of_clause(kinds: Sequence[AddressKind], reach: range, words: Words) -> int | None:
    """Return the last word of a place beside another one: `не в Казань, в Тверь`."""
    end = next((index for index in reach if words.breaks[index]), reach.stop)
    told, behind = set(kinds[reach.start : end]), set(kinds[end:])
    before = set(kinds[: reach.start])
    if _NAMED.isdisjoint(told) or (_NAMED.isdisjoint(behind) and _TOWNS.isdisjoint(told)):
        return None
    return None if _NAMED.isdisjoint(before | behind) else end - 1


def _end_of_replaced(kinds: Sequence[AddressKind], reach: range) -> int | None:
    """Return the last word of what another address takes the place of.

    `вместо самовывоза` and `вместо сдэка` name a way, which is one word; a place ends with its
    house or before what is no part of an address: `вместо Ленина привезите на Мира 5`.
    """
    if reach and kinds[reach.start] in _WAYS:
        return reach.start
    for index in reach:
        if kinds[index] == "house":
            return index
        if kinds[index] == "stop":
            return index - 1
    return None
