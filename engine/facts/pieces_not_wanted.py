"""Hear pieces that are not wanted, and those wanted instead: `3 шт много, нужна одна`."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.facts.quantities import PIECES_LIMIT, Pieces

_NOT = "не"
_FEW = frozenset({"мало", "маловато"})
_NEAR = 2


def pieces_not_wanted(hearing: Hearing, mentions: Sequence[Mention]) -> list[Pieces]:
    """Return pieces refused in clauses that name no offer: else the offer itself may be meant."""
    named = {hearing.clause(mention.first).start for mention in mentions}
    return [
        told
        for told in hearing.pieces
        if hearing.clause(told.first).start not in named and _is_refused(hearing, told)
    ]


def with_pieces_instead(hearing: Hearing, refused: Sequence[Pieces]) -> Hearing:
    """Return the message without the pieces refused and with the count told instead of them."""
    left = [told for told in hearing.pieces if told not in refused]
    places = range(len(hearing.words))
    instead = [
        Pieces(count, place, place + 1)
        for place in (places if not left else ())
        if 0 < (count := cardinal_at(hearing.words, place) or 0) <= PIECES_LIMIT
        and place not in hearing.taken
        and hearing.near(("need_words", "choose_words"), place, _NEAR)
    ]
    return replace(hearing, pieces=[*left, *instead[:1]])


def _is_refused(hearing: Hearing, told: Pieces) -> bool:
    clause = hearing.clause(told.first)
    idle = hearing.places("filler_words", "part_words", "polite_words")
    few = {place for place in clause if hearing.word(place) in _FEW}
    compared = hearing.places("too_many_words") | few
    refusing = hearing.places("refuse_words") | compared
    behind = told.last
    while behind in clause and behind in idle - refusing:
        behind += 1
    if behind in clause and behind in refusing:
        # `3 шт не надо упаковывать` refuses something else.
        last = behind
        while last in refusing:
            last += 1
        refuses = hearing.word(behind) == _NOT or behind in compared
        return refuses and (last not in clause or last in idle or hearing.word(last) in JOINING)
    ahead = told.first - 1
    while ahead in clause and ahead in idle - refusing:
        ahead -= 1
    return ahead in clause and ahead in refusing and hearing.word(ahead - 1) == _NOT
