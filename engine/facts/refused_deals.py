"""Hear the deal refused by its verb: `покупать я у вас не стану`, `не закажу`, `не оформляйте`."""

from collections.abc import Iterator

from engine.facts.morphology import parses
from engine.facts.places import Places
from engine.facts.words import Words

_NOT = "не"
_DEED = "deal_words"
_RESOLVE = "resolve_words"
_FOR_ME = "fulfilling_words"
_MAY = frozenset({"можете", "можешь", "можно"})
TELLING = (_DEED, _RESOLVE, _FOR_ME)


def find_refused_deals(words: Words, part: range, places: Places) -> Iterator[range]:
    """Find, in part of a clause, from where to where a verb of the deal is refused."""
    for place in part:
        verb = place + 1
        if words.lower[place] != _NOT or verb not in part:
            continue
        if _is(words, verb, places, _DEED, "1per") or _is(words, verb, places, _FOR_ME, "impr"):
            yield range(place, verb + 1)
        elif place - 1 in part and words.lower[place - 1] in _MAY and verb in places.of(_FOR_ME):
            yield range(place - 1, verb + 1)  # `можете не оформлять`
        elif verb in places.of(_RESOLVE):
            yield from _with_deed(words, part, verb, places.of(_DEED))


def refuses_to_seek(words: Words, part: range, places: Places) -> bool:
    """`новую искать не буду`, `не стану заказывать`."""
    return any(
        words.lower[verb - 1] == _NOT and any(_with_deed(words, part, verb, places.of(_FOR_ME)))
        for verb in places.of(_RESOLVE).intersection(part[1:])
    )


def _with_deed(words: Words, part: range, verb: int, deeds: frozenset[int]) -> Iterator[range]:
    """`не буду (ничего) брать`, `брать (я у вас ничего) не хочу`."""
    behind = (place for place in range(verb + 1, part.stop) if _is_infinitive(words, place))
    before = (
        place for place in range(verb - 2, part.start - 1, -1) if _is_infinitive(words, place)
    )
    deed = next(behind, None)
    if deed is None:
        deed = next(before, None)
    if deed in deeds:
        yield range(min(deed, verb - 1), max(deed, verb) + 1)


def _is(words: Words, place: int, places: Places, key: str, form: str) -> bool:
    return place in places.of(key) and any(form in p.tag for p in parses(words.lower[place]))


def _is_infinitive(words: Words, place: int) -> bool:
    return str(parses(words.lower[place])[0].tag.POS) == "INFN"
