"""Tell numbers that count no offer: of a house, an hour, an engine, of what comes beside it."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.quantities import Pieces

_AT_AN_HOUR = frozenset({"в", "во", "к", "ко", "до", "после", "около"})
_OF_OFFERS = (
    *("part_words", "piece_words", "polite_words", "option_words", "filler_words"),
    *("choose_words", "need_words", "taking_words", "add_words", "greeting", "confirm_words"),
)
_JOINTS = frozenset({"и", "плюс", "еще", "также"})
_PREPOSED = frozenset({"ADJF", "NUMR"})
_ABBREVIATED = "."
"""`кв.7`"""
_FRACTION = frozenset({".", ",", ":"})


def counts_no_pieces(hearing: Hearing, place: int) -> bool:
    """`Мира 5 бош`, `валео 4 дня`: a number beside an offer is of something else."""
    behind = place + 1 in hearing.places("no_pieces_words") and not hearing.words.breaks[place + 1]
    return behind or _is_of_what_stands_before(hearing, place)


def is_an_hour(hearing: Hearing, place: int) -> bool:
    """`заберу после 5`, `буду к трем`; `в 2 варианте` is none."""
    of_list = place + 1 in hearing.places("option_words", "number_words")
    told = hearing.word(place - 1) in _AT_AN_HOUR and not hearing.words.breaks[place]
    return told and not of_list


def without_counts_of_others(hearing: Hearing, mentions: Sequence[Mention]) -> Hearing:
    """`бош и свечи 4 шт`, `манн и 2 прокладки`: the pieces are of what comes beside the offer."""
    if not hearing.pieces or not mentions:
        return hearing
    return without_pieces(
        hearing, [told for told in hearing.pieces if _is_of_another(hearing, told, mentions)]
    )


def without_pieces(hearing: Hearing, told: Sequence[Pieces]) -> Hearing:
    """Return what is heard without pieces that are understood and count no offer."""
    if not told:
        return hearing
    explained = hearing.numbers.union(*(range(pieces.first, pieces.last) for pieces in told))
    kept = [pieces for pieces in hearing.pieces if pieces not in told]
    return replace(hearing, pieces=kept, numbers=explained)


def _is_of_what_stands_before(hearing: Hearing, place: int) -> bool:
    """`Мира 5`, `кв 7`, `в 5`, `1.6`: digits that tell more closely what stands before them."""
    words, before = hearing.words, hearing.word(place - 1)
    if not before or not hearing.word(place).isdecimal():
        return False
    if before.isdecimal():
        # `1.6` is an engine, `за 1150 2` tells two of that price.
        return words.separator(place) in _FRACTION
    if words.breaks[place] and words.separator(place) != _ABBREVIATED:
        return False
    named = {p for first, last, _ in hearing.makers for p in range(first, last)}
    told = hearing.places(*_OF_OFFERS) | hearing.taken | named
    nouns = {str(parse.tag.POS) for parse in parses(before)[:1]} & {"NOUN", "None"}
    return before in _AT_AN_HOUR or (place - 1 not in told and bool(nouns))


def _is_of_another(hearing: Hearing, told: Pieces, mentions: Sequence[Mention]) -> bool:
    thing = _counted_by(hearing, told)
    if thing is None:
        return False
    first, last = min(thing, told.first), max(thing + 1, told.last)
    while first and str(parses(hearing.word(first - 1))[0].tag.POS) in _PREPOSED:
        first -= 1
    named = {place for mention in mentions for place in range(mention.first, mention.last)}
    joined = first > 0 and hearing.word(first - 1) in _JOINTS
    return joined and named.isdisjoint(range(first, last)) and min(named) < first


def _counted_by(hearing: Hearing, told: Pieces) -> int | None:
    """Return where the part counted is named: `2 прокладки`, `2 шт прокладок`, `свечи 4 шт`."""
    breaks, parts = hearing.words.breaks, hearing.places("part_words")
    beside = (
        told.last - 1,
        told.last - bool(breaks[told.last]),
        told.first - (not breaks[told.first]),
    )
    return next((place for place in beside if place in parts), None)
