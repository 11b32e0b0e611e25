"""Hear pieces that the same breath puts right: `третьего две, нет, три`, `2 шт, ой одну`."""

from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at
from engine.facts.quantities import PIECES_LIMIT, Pieces

_CORRECTING = "correction_words"
_BETWEEN = (_CORRECTING, "prefer_words", "choose_words", "filler_words", "polite_words")


def with_pieces_put_right(hearing: Hearing) -> Hearing:
    """Return the hearing with the later of two counts, where only a correction parts them."""
    last = _last_count(hearing)
    before = _counted_before(hearing, last) if last is not None else None
    if last is None or before is None or not _is_sure(hearing, last):
        return hearing
    told = Pieces(cardinal_at(hearing.words, last) or 0, before.first, last + 1)
    kept = [pieces for pieces in hearing.pieces if pieces.last <= before.first]
    return replace(hearing, pieces=[*kept, told])


def puts_pieces_right_unclearly(hearing: Hearing) -> bool:
    """`третьего 2 шт, нет 4`: four pieces, or the fourth instead."""
    last = _last_count(hearing)
    corrects = last is not None and _counted_before(hearing, last) is not None
    return last is not None and corrects and not _is_sure(hearing, last)


def _last_count(hearing: Hearing) -> int | None:
    """Return where a count without a unit closes the message."""
    if hearing.places(_CORRECTING):
        place = len(hearing.words) - 1
        count = cardinal_at(hearing.words, place)
        if count and count <= PIECES_LIMIT and place not in hearing.taken:
            return place
    return None


def _counted_before(hearing: Hearing, last: int) -> Pieces | None:
    """Return the count in front of the correction: told with a unit, or in words."""
    between = hearing.places(*_BETWEEN)
    place = last - 1
    while place in between:
        place -= 1
    if hearing.places(_CORRECTING).isdisjoint(range(place + 1, last)):
        return None
    told = next((pieces for pieces in hearing.pieces if pieces.last == place + 1), None)
    if told is not None:
        return told
    count = cardinal_at(hearing.words, place) if place >= 0 else None
    worded = count is not None and not hearing.word(place).isdecimal()
    return Pieces(count or 0, place, place + 1) if worded and place > 0 else None


def _is_sure(hearing: Hearing, last: int) -> bool:
    """Say whether a count cannot be an offer: a digit may number one."""
    count = cardinal_at(hearing.words, last) or 0
    return not hearing.word(last).isdecimal() or hearing.id_of(count) not in {
        offer.id for offer in hearing.offers
    }
