"""Tell counts that are of one offer of several: `бош и две штуки манна`, `два боша и манн`."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.counts_of_other_things import counts_no_pieces
from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offers_said_alike import ALSO
from engine.facts.quantities import Pieces

IN_ALL = frozenset({"всего", "итого"})
"""Before a count that sums up."""
_JOINTS = frozenset({"и", "еще", "плюс", "а"})
_BUT = "а"
_OF_ONE = ("го", "ей")
"""`пятого`: the ordinal of what is counted."""
_OF_MANY = "х"
_ALSO = frozenset({"тоже", "также", "еще"})
_MOST = 50
_VOWEL = "a"
_ENDINGS = ("а", "я", "ов")
_ENDINGS_OF_VOWEL = ("ы", "и")
_SOUNDED = frozenset("bcdfghjklmnpqrstvwxz")


def opens_the_next(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> Mention | None:
    """Return the offer right behind pieces that a joint or a comma parts from the one before."""
    words = hearing.words
    if piece.last >= len(words) or words.breaks[piece.last]:
        return None
    apart = words.breaks[piece.first] or hearing.word(piece.first - 1) in _JOINTS
    behind = next((mention for mention in wanted if mention.first == piece.last), None)
    if apart or behind is None:
        return behind
    # `оставьте бош и добавьте два фильтрона`; `боша два фильтрона три` counts the one before
    parted = all(mention.last != piece.first for mention in wanted)
    return behind if parted and is_counted(hearing, behind) else None


def is_of_the_last(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`добавьте манн, боша 2` counts one of them; `бош и манн 2` may count both."""
    if piece.each or not wanted or wanted[-1].last != piece.first:
        return False
    told_too = any(hearing.word(mention.last) in ALSO for mention in wanted[:-1])
    if told_too or hearing.word(wanted[-1].first - 1) == _BUT:
        # `манн тоже, бош два`, `манн добавьте, а бош два`
        return True
    others = any(is_counted(hearing, mention) for mention in wanted[:-1])
    opens = hearing.words.breaks[wanted[-1].first]
    return opens and is_counted(hearing, wanted[-1]) and not others


def is_of_the_first(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`два боша и манн` counts one of them; `2 шт бош и манн`, `две боша и манна` count both."""
    if piece.each or not wanted or wanted[0].first != piece.last:
        return False
    return is_counted(hearing, wanted[0]) and not is_counted(hearing, wanted[-1])


def start_of_count(hearing: Hearing, first: int) -> int:
    """Return where `два манна` and `2 шт манна` start; `first` is where the offer is named."""
    piece = next((told.first for told in hearing.pieces if told.last == first), None)
    if piece is not None:
        return piece
    counted = first > 0 and cardinal_at(hearing.words, first - 1) is not None
    return first - counted


def without_counts_of_offers(hearing: Hearing, mentions: Sequence[Mention]) -> Hearing:
    """`все три аналога`, `беру два: бош и манн` count offers, not pieces of each."""
    named = {place for mention in mentions for place in range(mention.first, mention.last)}
    pieces = [
        told
        for told in hearing.pieces
        if (told.each or named.isdisjoint(range(told.first, told.last)))
        and not _counts_offers(hearing, told, mentions)
    ]
    return hearing if len(pieces) == len(hearing.pieces) else replace(hearing, pieces=pieces)


def _counts_offers(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`беру два: бош и манн`: so many offers, not so many pieces of each."""
    ids = {number for mention in wanted for number in mention.ids}
    if piece.each or not piece.count == len(ids) > 1:
        return False
    if hearing.word(piece.first - 1) in IN_ALL:
        # `бош и манн, итого два фильтра`
        return True
    bare = piece.last == piece.first + 1
    ahead = bool(wanted) and piece.last <= wanted[0].first
    # `два фильтра, бош и манн`
    behind = piece.last + (piece.last in hearing.places("part_words"))
    return bare and ahead and hearing.words.breaks[behind]


def is_counted(hearing: Hearing, mention: Mention) -> bool:
    """Say whether an offer is named in the genitive: `боша`, `сакуры`, `пятого`, `вторых`."""
    word = hearing.word(mention.first)
    if ordinal_at(hearing.words, mention.first) is not None:
        return word.endswith(_OF_ONE) or word.endswith(_OF_MANY)
    brands = {o.brand.casefold() for o in hearing.offers if o.id in mention.ids}
    return len(brands) == 1 and is_genitive(word, brands.pop())


def numbers_a_maker(hearing: Hearing, place: int) -> bool:
    """`манн 3`, `3 манн` of the third offer; `3 манна` counts."""
    word = hearing.word(place)
    if not word.isdecimal():
        return False
    number = hearing.id_of(int(word))
    brands = {offer.brand.casefold() for offer in hearing.offers if offer.id == number}
    return any(
        maker in brands
        and place in {first - 1, last}
        and not is_genitive(hearing.word(first), maker)
        for first, last, maker in hearing.makers
    )


def counts_a_maker(hearing: Hearing, place: int) -> bool:
    """`добавьте 2 манна`."""
    behind, breaks = place + 1, hearing.words.breaks
    return any(
        first == behind and not breaks[behind] and is_genitive(hearing.word(behind), maker)
        for first, _, maker in hearing.makers
    )


def count_of(hearing: Hearing, mention: Mention) -> int:
    """`два манна`, `манн один`, `манн еще нужен 2 шт`: so many of it."""
    clause = hearing.clause(mention.first)
    for pieces in hearing.pieces:
        if pieces.first in clause:
            return pieces.count
    counts = (
        cardinal_at(hearing.words, place) or 0
        for place in _beside(hearing, mention)
        if not _is_of_else(hearing, place, mention)
    )
    return next((count for count in counts if 0 < count <= _MOST), 0)


def is_numbered(hearing: Hearing, mention: Mention) -> bool:
    """`бош 4`, `4 бош` of the fourth offer, which may as well count."""
    return any(numbers_a_maker(hearing, place) for place in _beside(hearing, mention))


def is_genitive(word: str, brand: str) -> bool:
    """Say whether a maker spelled in Russian has the ending of what is counted."""
    if brand[-1:] in _SOUNDED:
        return word.endswith(_ENDINGS)
    return brand.endswith(_VOWEL) and word.endswith(_ENDINGS_OF_VOWEL)


def _beside(hearing: Hearing, mention: Mention) -> list[int]:
    """Return the words behind an offer and ahead of it that may count it or number it."""
    idle = hearing.places("need_words", "choose_words", "filler_words", "add_words")
    behind = mention.last
    while behind in idle or hearing.word(behind) in _ALSO:
        behind += 1
    near = set(hearing.clause(mention.first))
    counts_pieces = behind + 1 in hearing.places("piece_words")
    if behind < len(hearing.words) and (hearing.words.breaks[behind + 1] or counts_pieces):
        # `бош, 2`, `за 980, 2 шт`
        near.add(behind)
    return [p for p in (behind, mention.first - 1) if p in near and p not in hearing.numbers]


def _is_of_else(hearing: Hearing, place: int, mention: Mention) -> bool:
    """`манн 3` of the third offer numbers it, `Мира 5 бош` tells a house."""
    numbered = place >= mention.last and numbers_a_maker(hearing, place)
    return numbered or counts_no_pieces(hearing, place)
