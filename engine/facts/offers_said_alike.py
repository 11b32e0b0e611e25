"""Carry what is said of one offer over to the next: `первый дорогой, второй и третий тоже`."""

from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at

ALSO = frozenset({"тоже", "также"})
_AND = ("и",)


def said_alike(
    hearing: Hearing, mentions: Sequence[Mention], index: int, said: Sequence[bool]
) -> range:
    """Return the mentions of which `тоже` says what is said of the one before; or nothing."""
    if not _is_said_too(hearing, mentions[index]):
        return range(0)
    first = index
    while first and hearing.words.lower[mentions[first - 1].last : mentions[first].first] == _AND:
        first -= 1
    return range(first, index + 1) if first and said[first - 1] else range(0)


def also_behind(hearing: Hearing, mention: Mention) -> int | None:
    """Return where `тоже` stands behind an offer: `четвертый тоже`, `четвертый вроде тоже`."""
    place, clause = mention.last, hearing.clause(mention.first)
    while place in clause and place in hearing.places("filler_words"):
        place += 1
    return place if place in clause and hearing.word(place) in ALSO else None


def _is_said_too(hearing: Hearing, mention: Mention) -> bool:
    """`первый не нужен и второй тоже`: the same is said of the second."""
    if hearing.word(mention.last) not in ALSO:
        return False
    behind = range(mention.last + 1, hearing.clause(mention.last).stop)
    if any(cardinal_at(hearing.words, place) for place in behind):
        return False  # `вместо манна бош тоже 2 шт` says of how many
    return hearing.places("choose_words", "need_words").isdisjoint(behind)
