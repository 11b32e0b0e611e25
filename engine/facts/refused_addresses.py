"""Leave out the address that a client takes back: `не Ленина 1, а Ленина 11`."""

from collections.abc import Iterator, Sequence

from engine.facts.address_words import AddressKind
from engine.facts.words import Words

_LONGEST = 8
"""Words of the address taken back, the house included."""

_PLACES = frozenset({"city", "house", "settlement", "street", "word"})


def without_refused(kinds: Sequence[AddressKind], words: Words) -> tuple[AddressKind, ...]:
    """Return the kinds of an address, those of words that are taken back as stops."""
    refused = {place for span in _refused(kinds, words) for place in span}
    return tuple("stop" if place in refused else kind for place, kind in enumerate(kinds))


def _refused(kinds: Sequence[AddressKind], words: Words) -> Iterator[range]:
    for place, word in enumerate(words.lower):
        reach = range(place + 1, min(place + 1 + _LONGEST, len(words)))
        if word == "не":
            last = next((index for index in reach if words.lower[index] == "а"), None)
        elif word == "вместо":
            last = next((index for index in reach if kinds[index] == "house"), None)
        else:
            continue
        span = range(place, (last or place) + 1)
        if not _PLACES.isdisjoint(kinds[index] for index in span):
            yield span
