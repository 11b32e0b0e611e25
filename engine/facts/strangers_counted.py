"""Notice what is counted or joined beside offers and is none of them: `сх две шт, чери одну`."""

from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import is_known, parses
from engine.facts.numerals import cardinal_at
from engine.facts.offer_traits import makers_told

_PURPOSE = frozenset({"на", "в", "во", "про", "для"})


def counts_a_stranger(hearing: Hearing, named: Sequence[Mention]) -> bool:
    """`сх две шт, чери одну`: pieces of something that no offer is known by."""
    told = {place for mention in named for place in range(mention.first, mention.last)}
    taken = {number for mention in named for number in mention.ids}
    # `оригинал рено 4 шт`: the maker of that very offer.
    makers = (trait for trait in makers_told(hearing) if trait.ids <= taken)
    told |= {place for trait in makers for place in range(trait.first, trait.last)}
    for place in range(1, len(hearing.words)):
        counted = any(pieces.first == place for pieces in hearing.pieces) or (
            hearing.words.breaks[place + 1] and _is_worded_count(hearing, place)
        )
        if counted and not hearing.words.breaks[place] and _is_strange(hearing, place - 1, told):
            return True
    return any(_joins_a_stranger(hearing, place, told) for place in range(1, len(hearing.words)))


def _joins_a_stranger(hearing: Hearing, place: int, told: set[int]) -> bool:
    """`гейтс и контик`: a word of no dictionary is rather another maker."""
    if hearing.word(place) != "и":
        return False
    return any(
        named in told and _is_strange(hearing, other, told) and not is_known(hearing.word(other))
        for named, other in ((place - 1, place + 1), (place + 1, place - 1))
        if other < len(hearing.words)
    )


def _is_worded_count(hearing: Hearing, place: int) -> bool:
    count = cardinal_at(hearing.words, place)
    return count is not None and not hearing.word(place).isdecimal()


def _is_strange(hearing: Hearing, place: int, told: set[int]) -> bool:
    if place in hearing.places("original_named", "analog_named") - told:
        # `оригинал одну, остальные бош`, where none is known to be the original.
        return True
    if place and hearing.word(place - 1) in _PURPOSE:
        # `в автопарк 20 штук`
        return False
    explained = place in told or place in hearing.said.places.all or place in hearing.taken
    kinds = {str(parse.tag.POS) for parse in parses(hearing.word(place))[:1]}
    return not explained and hearing.word(place).isalpha() and bool(kinds & {"NOUN", "None"})
