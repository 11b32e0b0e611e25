"""Notice a count in a clause of nothing but offers and their taking that was read as nothing.

`беру бош и манн, нет, давайте три` and `третий две и пятый тоже` are asked about: an order of
other pieces than were told is made by nobody.
"""

from collections.abc import Container, Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.facts.offers_said_alike import ALSO
from engine.facts.pieces_of_offers import count_behind

_IDLE = ("choose_words", "correction_words", "need_words", "option_words", "prefer_words")
_MOST = 50


def leaves_counts_unread(
    hearing: Hearing, named: Sequence[Mention], wanted: Sequence[Mention]
) -> bool:
    """Say whether a count was told that no offer got; `named` are all places that name offers."""
    if hearing.strict:
        return False
    told = {place for mention in named for place in range(mention.first, mention.last)}
    ids = {number for mention in wanted for number in mention.ids}
    names = {number for mention in named for number in mention.ids}
    unread = [
        place
        for place in range(len(hearing.words))
        if place not in told
        and _is_count(hearing, place)
        and not _counts_offers(hearing, place, wanted, len(ids))
        and not _names_again(hearing, place, names)
    ]
    if not unread or (not hearing.pieces and count_behind(hearing, wanted)):
        return False
    idle = told | hearing.places(*_IDLE) | _also(hearing)
    makers = {place for first, last, _ in hearing.makers for place in range(first, last)}
    return any(
        hearing.says_only(idle | makers | {place}, within=hearing.clause(place)) for place in unread
    )


def _is_count(hearing: Hearing, place: int) -> bool:
    free = place not in hearing.taken
    # One piece is what is ordered where none are told.
    return free and 1 < (cardinal_at(hearing.words, place) or 0) <= _MOST


def _counts_offers(hearing: Hearing, place: int, wanted: Sequence[Mention], many: int) -> bool:
    """`возьму два: третий и пятый`."""
    ahead = place < min(mention.first for mention in wanted)
    return ahead and many > 1 and cardinal_at(hearing.words, place) == many


def _names_again(hearing: Hearing, place: int, names: Container[int]) -> bool:
    """`второй 2`, `между 2 и 3, наверное 3`."""
    digit = hearing.word(place).isdecimal()
    return digit and hearing.id_of(cardinal_at(hearing.words, place) or 0) in names


def _also(hearing: Hearing) -> set[int]:
    return {place for place, word in enumerate(hearing.words.lower) if word in ALSO}
