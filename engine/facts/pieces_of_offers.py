"""Tell which offer a number of pieces belongs to, and hear counts that name no unit."""

from collections.abc import Mapping, Sequence

from engine.facts.counts_of_one_offer import (
    is_of_the_first,
    is_of_the_last,
    opens_the_next,
)
from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.offers_said_alike import ALSO
from engine.facts.pieces_corrected import corrected_count
from engine.facts.quantities import PIECES_LIMIT, Pieces

_BACK = frozenset({"не", "вместо"})
"""Before a count that is taken back."""


def shared_out(
    hearing: Hearing, pieces: Sequence[Pieces], wanted: Sequence[Mention], ids: Sequence[int]
) -> tuple[int, Mapping[int, int]]:
    """Return the pieces of every offer taken, or those named for one offer each."""
    if not pieces:
        return 0, {}
    if len(ids) == 1 or (len(pieces) == 1 and not is_of_one(hearing, pieces[0], wanted)):
        # Of several counts the last one is what they settle on.
        return pieces[-1].count, {}
    ahead = bool(wanted) and pieces[0].last <= wanted[0].first
    behind = not ahead and len(pieces) == len(wanted) and pieces[-1].first >= wanted[-1].last
    shares: dict[int, int] = {}
    for piece in pieces:
        following = None if ahead or behind else opens_the_next(hearing, piece, wanted)
        if piece.each and (not following or piece == pieces[0]):
            owner = _owners_of_each(hearing, piece, pieces, wanted)
        else:
            owner = following.ids if following else _owner(piece, wanted, ahead=ahead)
        shares.update((number, piece.count) for number in owner if number in ids)
    return 0, shares


def _owners_of_each(
    hearing: Hearing, piece: Pieces, pieces: Sequence[Pieces], wanted: Sequence[Mention]
) -> tuple[int, ...]:
    """`третий и пятый по две, второй один`: so many of all that stand between it and another."""
    before = max((told.last for told in pieces if told.last <= piece.first), default=0)
    ahead = all(mention.first >= piece.last for mention in wanted)
    within = range(piece.last, hearing.clause(piece.first).stop) if ahead else ()
    owners = [m for m in wanted if m.first in (within or range(before, piece.first))]
    if not owners:
        return _owner(piece, wanted, ahead=ahead)
    return tuple(number for mention in owners for number in mention.ids)


def is_of_one(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`первый 2 шт и второй`: pieces between two offers are of one of them."""
    if piece.each:
        return False
    if is_of_the_first(hearing, piece, wanted) or is_of_the_last(hearing, piece, wanted):
        return True
    before = [mention for mention in wanted if mention.last <= piece.first]
    # `бош и фильтрон, фильтрон две`
    again = any(mention.ids == before[-1].ids for mention in before[:-1])
    return bool(before) and (again or len(before) < len(wanted))


def _owner(piece: Pieces, wanted: Sequence[Mention], *, ahead: bool) -> tuple[int, ...]:
    """Return the offers beside the pieces: `первый 2 шт`, or `2 шт первого` all through."""
    before = [mention for mention in wanted if mention.last <= piece.first]
    after = [mention for mention in wanted if mention.first >= piece.last]
    nearest = after[:1] if ahead else before[-1:]
    return (nearest or before[-1:] or after[:1])[0].ids if wanted else ()


def pieces_of_refused(
    hearing: Hearing, wanted: Sequence[Mention], refused: Sequence[Mention]
) -> list[Pieces]:
    """Return the pieces told of chosen offers that are refused: `второго 3 шт не надо`."""
    left = [mention for mention in refused if not set(mention.ids).isdisjoint(hearing.chosen)]
    return [
        told
        for told in hearing.pieces
        if any(mention.first in hearing.clause(told.first) for mention in left)
        and not any(mention.first in hearing.clause(told.first) for mention in wanted)
    ]


def leaves_some(hearing: Hearing, told: Sequence[Pieces], refused: Sequence[Mention]) -> bool:
    """Say whether fewer pieces are refused than were chosen: `второй 1 шт лишняя` of three."""
    left = {number for mention in refused for number in mention.ids}
    had = [o.quantity for o in hearing.offers if o.id in left and o.id in hearing.chosen]
    return bool(told and had) and sum(pieces.count for pieces in told) < sum(had)


def count_behind(hearing: Hearing, wanted: Sequence[Mention]) -> int:
    """`второй, две`, `за 760 беру две`, `две за 760`: a count in words at an end of the message."""
    if not wanted:
        return 0
    if corrected := corrected_count(hearing):
        # `не две, а четыре манна`
        return corrected
    last = len(hearing.words) - 1
    if hearing.word(last - 1) in ALSO and hearing.words.breaks[last - 1]:
        # `бош вместо манна, тоже две`
        return _worded_count(hearing, last)
    taking = hearing.places("choose_words", "need_words")
    if set(range(wanted[-1].last, last)) <= taking and wanted[-1].last <= last:
        return _worded_count(hearing, last)
    priced = wanted[0].first == 1 and hearing.word(1) in {"за", "по"}
    return _worded_count(hearing, 0) if priced else 0


def _worded_count(hearing: Hearing, place: int) -> int:
    return 0 if hearing.word(place).isdecimal() else cardinal_at(hearing.words, place) or 0


def bare_count(hearing: Hearing) -> int:
    """`давайте две`, `мне 4`: a count that closes its clause and counts nothing else."""
    words, closing = hearing.words, hearing.places("need_words", "polite_words")
    for index in range(len(words)):
        count = cardinal_at(words, index)
        if count is None or index in hearing.taken or not 1 < count <= PIECES_LIMIT:
            continue
        if index and (cardinal_at(words, index - 1) is not None or words.lower[index - 1] in _BACK):
            continue
        closed = words.breaks[index + 1] or index + 1 in closing
        if closed and not _numbers_noun(hearing, index) and _counts_pieces(hearing, index):
            return count
    return 0


def _numbers_noun(hearing: Hearing, index: int) -> bool:
    """`мира 4 надо`: the house of a street, not so many pieces."""
    before = hearing.word(index - 1)
    if not before or not hearing.word(index).isdecimal() or hearing.words.breaks[index]:
        return False
    told = hearing.places("part_words", "piece_words", "polite_words", "option_words")
    return index - 1 not in told and str(parses(before)[0].tag.POS) == "NOUN"


def _counts_pieces(hearing: Hearing, index: int) -> bool:
    settled = len(hearing.offers) == 1 or bool(hearing.chosen)
    asked = hearing.near(("need_words",), index, 2)
    if not hearing.word(index).isdecimal():
        return hearing.word(index - 1) not in {"в", "к", "до", "после", "за", "через", "на"}
    chooses = len(hearing.offers) == 1 and hearing.near(("choose_words",), index, 2)
    return settled and (asked or chooses)


def counts_one_of_several(hearing: Hearing) -> bool:
    """`2 шт`, `еще 1 шт` of several chosen may be of any of them; `по одной` is of each."""
    each = any(pieces.each for pieces in hearing.pieces) or hearing.places("both_words")
    return len(hearing.chosen) > 1 and not each
