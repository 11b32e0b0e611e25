"""Tell a condition that an offer shown meets already: `второй, если есть в наличии`."""

from dataclasses import replace

from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.facts.quantities import Pieces

_IF = frozenset({"если", "коли"})
_THEN = frozenset({"то", "тогда"})
_AROUND = frozenset(
    {
        *("в", "на", "он", "она", "оно", "они", "его", "конечно", "у", "вас", "еще", "то"),
        *("тогда", "точно", "сейчас", "это", "правда"),
    }
)


def with_count_behind(hearing: Hearing) -> Hearing:
    """`если бош есть в наличии, то возьму 2`: so many of the offer that the condition names."""
    conditions = [place for place, word in enumerate(hearing.words.lower) if word in _IF]
    last = len(hearing.words) - 1
    if not conditions or hearing.pieces or last - 1 not in hearing.places("choose_words"):
        return hearing
    count = cardinal_at(hearing.words, last)
    told = range(conditions[0], last - 1)
    named = any(first in told for first, _, _ in hearing.makers)
    if not count or not named or hearing.places("in_stock_words").isdisjoint(told):
        return hearing
    return replace(hearing, pieces=[Pieces(count, last, last + 1)])


def in_stock_condition(hearing: Hearing, mention: Mention) -> frozenset[int]:
    """Return the words of such a condition; none when it says more or the offer has run out.

    Whether the shop still has it is asked again before the order is placed.
    """
    if any(offer.id in mention.ids and offer.available == 0 for offer in hearing.offers):
        return frozenset()
    for place, word in enumerate(hearing.words.lower):
        if word in _IF:
            told = _told_after(hearing, mention, place)
            if not hearing.places("in_stock_words").isdisjoint(told):
                return frozenset({place, *told})
    return frozenset()


def _told_after(hearing: Hearing, mention: Mention, place: int) -> list[int]:
    """Return the words up to the end of the condition, nothing when others are among them."""
    told: list[int] = []
    for index in range(place + 1, hearing.clause(place).stop):
        if index in hearing.places("choose_words") or index in _before(hearing, mention, place):
            break
        known = hearing.word(index) in _AROUND or index in hearing.places("in_stock_words")
        if not known and not mention.first <= index < mention.last:
            return []
        told.append(index)
    return told


def _before(hearing: Hearing, mention: Mention, place: int) -> range:
    """`если есть в наличии второй беру`: the offer ends a condition complete without it."""
    complete = not hearing.places("in_stock_words").isdisjoint(range(place + 1, mention.first))
    takes = mention.last in hearing.places("choose_words") or hearing.word(mention.last) in _THEN
    ends = takes or mention.last == hearing.clause(place).stop
    return range(mention.first, mention.last) if complete and ends else range(0)
