"""Hear the count that is left where another is taken back: `не две, а одну`, `вместо 2 шт 1`."""

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at

_BACK = frozenset({"не", "вместо"})
_OF_PRICE = frozenset({"за", "по"})
_BESIDE = (
    *("need_words", "refuse_words", "piece_words", "choose_words", "prefer_words", "may_words"),
    *("correction_words", "misspoken_words", "swap_words", "count_words", "part_words"),
)


def corrected_count(hearing: Hearing) -> int | None:
    """Return the count that stays after a choice, 0 when none does; None when none is taken back.

    The message says nothing else: `не 3, а 1` without a unit may be of anything.
    """
    words = hearing.words
    if not hearing.chosen or _BACK.isdisjoint(words.lower):
        return None
    own = _of_the_chosen(hearing)
    apart = hearing.numbers | own
    places = [p for p in range(len(words)) if p not in apart and cardinal_at(words, p)]
    back = {place for place in places if _is_taken_back(hearing, place)}
    if not back or not _counts_pieces(hearing, places):
        return None
    joints = {place for place in range(len(words)) if hearing.word(place) in _BACK | {"мне", "нам"}}
    if not hearing.says_only({*places, *hearing.places(*_BESIDE), *joints, *own}):
        return None
    kept = {cardinal_at(words, place) or 0 for place in places if place not in back}
    return kept.pop() if len(kept) == 1 else 0


def _of_the_chosen(hearing: Hearing) -> frozenset[int]:
    """Return words that name the maker or the price of the only offer chosen: `4 каябы по 5150`."""
    chosen = [offer for offer in hearing.offers if offer.id in hearing.chosen]
    if len(chosen) != 1:
        return frozenset()
    brand, price = chosen[0].brand.casefold(), str(int(chosen[0].price))
    makers = {
        p for first, last, maker in hearing.makers if maker == brand for p in range(first, last)
    }
    priced = {p for p, word in enumerate(hearing.words.lower) if word == price}
    before = {p - 1 for p in priced if hearing.word(p - 1) in _OF_PRICE}
    return frozenset(makers | priced | before)


def _is_taken_back(hearing: Hearing, place: int) -> bool:
    """`не 2`, `вместо 2`, `не надо 2`."""
    if hearing.words.breaks[place]:
        return False
    needed = place - 1 in hearing.places("need_words", "refuse_words")
    return hearing.word(place - 1) in _BACK or (needed and hearing.word(place - 2) == "не")


def _counts_pieces(hearing: Hearing, places: list[int]) -> bool:
    worded = any(not hearing.word(place).isdecimal() for place in places)
    return bool(hearing.pieces) or worded or bool(hearing.places("need_words"))
