"""Find an e-mail told beside an order: it is no place, and `почта` before it is no carrier."""

import re

from engine.facts.said import Said

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}")
_LABEL = "carrier_words"


def places_of_mail(said: Said) -> frozenset[int]:
    """Return the words of every e-mail, with what calls it so."""
    words = said.words
    if "@" not in words.text:
        return frozenset()
    places = set[int]()
    for found in _MAIL.finditer(words.small):
        first, last = words.at(found.start()), words.at(found.end() - 1) + 1
        places.update(range(first, last))
        if first - 1 in said.places.of(_LABEL):
            places.add(first - 1)
    return frozenset(places)
