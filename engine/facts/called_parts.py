"""Tell which numbers the client calls a part's, though they look like phones."""

import re

from engine.facts.said import Said
from engine.facts.words import Words

_CALLING = frozenset({"calls_part", "article_words"})
_SAYS_WHAT_IT_IS = (("это",), ("не", "телефон", "а"), ("это", "не", "телефон", "а"))
_MOBILE = re.compile(r"[78]9\d{9}")


def called_parts(said: Said) -> frozenset[int]:
    """Return the words of numbers said to be parts: `89031234567 это деталь`."""
    if _CALLING.isdisjoint(said.keys):
        return frozenset()
    named = [(hit.first, hit.last) for hit in said.hits if hit.key == "calls_part"]
    before = {
        first - len(words) - 1
        for first, _ in named
        for words in _SAYS_WHAT_IT_IS
        if said.words.lower[max(0, first - len(words)) : first] == words
    }
    after = {
        last
        for first, last in named
        if said.words.lower[max(0, first - 1) : first] == ("это",) and not said.words.breaks[last]
    }
    # `артикул: 79161234567`, but not `артикул потом, 79161234567`.
    announced = {
        hit.last
        for hit in said.hits
        if hit.key == "article_words" and _leads_to(said.words, hit.last)
    }
    return frozenset(before | after | announced)


def doubtful_phones(said: Said) -> frozenset[int]:
    """Return words of a phone right behind what tells of a part: `деталь 79161234567`."""
    places = (hit.last for hit in said.hits if hit.key == "calls_part")
    words = said.words
    return frozenset(
        place
        for place in places
        if _leads_to(words, place) and _MOBILE.fullmatch(words.lower[place])
    )


def _leads_to(words: Words, index: int) -> bool:
    return index < len(words) and words.separator(index).strip() in {"", ":", "-", "№"}
