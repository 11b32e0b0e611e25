"""Tell counts that may be of all offers named together: `бош и манн, всего 3 штуки`."""

from collections.abc import Collection, Sequence

from engine.facts.counts_of_one_offer import IN_ALL, is_counted
from engine.facts.counts_of_other_things import without_pieces
from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.facts.offer_traits import makers_told
from engine.facts.pieces_of_offers import count_behind, is_of_one
from engine.facts.quantities import Pieces

_VOWELS = frozenset("аеиоуыэюя")
_OTHERWISE = ("или", "нет")
_OF_PRICE = frozenset({"за", "по"})
_BACK = frozenset({"вместо", "не", "кроме"})
_OF_EACH = ("both_words", "each_words")


def counts_unclearly(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """Say whether a count may be of all offers together, of each or of one of them only."""
    ids = {number for mention in wanted for number in mention.ids}
    digits = [mention for mention in wanted if hearing.word(mention.first).isdecimal()]
    if any(_sums_up(hearing, mention) or _is_of_maker(hearing, mention) for mention in digits):
        return True
    if _left_behind(hearing) or sums_up_unheard(hearing, len(ids)):
        return True
    if len(hearing.pieces) > 1 and any(_sums_up(hearing, told) for told in hearing.pieces):
        # `бош 2 шт, манн 2 шт, всего 5 шт`
        return True
    if not hearing.pieces and len(ids) > 1 and count_behind(hearing, wanted) > 1:
        # `третий и четвертый два`
        return not hearing.places(*_OF_EACH)
    if len(hearing.pieces) != 1 or hearing.pieces[0].each:
        return False
    piece = hearing.pieces[0]
    second = any(_is_second_thought(hearing, mention, piece) for mention in digits)
    return second or (len(ids) > 1 and _is_of_all(hearing, piece, wanted))


def without_sum(hearing: Hearing, mentions: Sequence[Mention]) -> Hearing:
    """`бош 2 шт, манн 2 шт, итого 4 шт`, `3 шт: бош и два манна` need the sum no more."""
    told, many = hearing.pieces, len({number for m in mentions for number in m.ids})
    for summed in told if len(told) > 1 and many > 1 else ():
        others = [pieces for pieces in told if pieces != summed]
        # An offer without a count is one piece.
        uncounted = max(many - len(others), 0)
        whole = summed.count == sum(pieces.count for pieces in others) + uncounted
        if whole and _is_sum(hearing, summed, others, mentions):
            return without_pieces(hearing, [summed])
    return hearing


def _is_sum(
    hearing: Hearing, summed: Pieces, others: Sequence[Pieces], mentions: Sequence[Mention]
) -> bool:
    if hearing.word(summed.first - 1) in IN_ALL:
        return True
    listed = all(any(hearing.words.breaks[p.last : p.last + 1]) for p in others)
    return not listed and _stands_apart(hearing, summed, mentions)


def sums_up_unheard(hearing: Hearing, many: int) -> bool:
    """`бош и манн, всего 5`, where five numbers an offer or nothing."""
    return many > 1 and any(
        hearing.word(place - 1) in IN_ALL and cardinal_at(hearing.words, place) not in {None, many}
        for place in range(1, len(hearing.words))
        if place not in hearing.taken
    )


def adds_unclearly(hearing: Hearing, ids: Sequence[int], counted: Sequence[int]) -> bool:
    """`еще бош и два манна`, `боша два и манн добавьте`: more of the bosch chosen, or so many."""
    more = hearing.places("more_pieces_words")
    chosen = set(ids) & set(hearing.chosen)
    if not more or not chosen or chosen == set(ids) or "?" in hearing.words.text:
        return False
    first = hearing.pieces[0].first if hearing.pieces else -1
    if not chosen.isdisjoint(counted):
        return first - 1 not in more
    named = {place for place, _, brand in hearing.makers if _made_by(hearing, chosen, brand)}
    return any(place - 1 in more for place in named)


def _made_by(hearing: Hearing, ids: set[int], brand: str) -> bool:
    return any(o.id in ids and o.brand.casefold() == brand for o in hearing.offers)


def _sums_up(hearing: Hearing, digit: Mention | Pieces) -> bool:
    """`бош и манн, всего 5`: the digit numbers no offer."""
    return hearing.word(digit.first - 1) in IN_ALL


def _left_behind(hearing: Hearing) -> bool:
    """`добавьте манн, а боша сделайте два`: a count in words behind a maker got no offer."""
    if not hearing.strict:
        return False
    idle = hearing.places("choose_words", "need_words", "selling_words")
    lasts = {last for _, last, _ in hearing.makers}
    for place in range(1, len(hearing.words)):
        if place in hearing.taken or hearing.word(place).isdecimal():
            continue
        behind = place
        while behind - 1 in idle and not hearing.words.breaks[behind]:
            behind -= 1
        if behind < place and behind in lasts and (cardinal_at(hearing.words, place) or 0) > 1:
            return True
    return False


def leaves_a_maker_out(hearing: Hearing, ids: Collection[int]) -> bool:
    """`ваг 1, бош 2 шт`, `ваг за 2100, бош 2 шт`, where no offer of the first maker was heard."""
    if hearing.strict or hearing.places("refuse_words", "except_words", "leave_words"):
        return False
    for maker in makers_told(hearing):
        last = maker.last
        if last >= len(hearing.words) or hearing.words.breaks[last]:
            continue
        counted = last not in hearing.taken and cardinal_at(hearing.words, last)
        told = counted or hearing.word(last) in _OF_PRICE
        if (
            ids
            and told
            and maker.ids.isdisjoint(ids)
            and hearing.word(maker.first - 1) not in _BACK
        ):
            return True
    return False


def _is_of_maker(hearing: Hearing, digit: Mention) -> bool:
    """`фильтрон 3 вместо боша`: the digit is of another offer than the maker, or counts it."""
    if hearing.words.breaks[digit.first]:
        return False
    for first, last, brand in hearing.makers:
        made = {offer.id for offer in hearing.offers if offer.brand.casefold() == brand}
        if last == digit.first and made and hearing.word(first - 1) not in _BACK:
            return made.isdisjoint(digit.ids)
    return False


def _is_second_thought(hearing: Hearing, digit: Mention, piece: Pieces) -> bool:
    """`манн 4 шт. или нет, 3`: so many instead, or the third offer."""
    before = (hearing.word(digit.first - 2), hearing.word(digit.first - 1))
    return before == _OTHERWISE and piece.last <= digit.first


def _is_of_all(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    summed_up = hearing.word(piece.first - 1) in IN_ALL
    apart = _stands_apart(hearing, piece, wanted) or _may_be_of_the_last(hearing, piece, wanted)
    return summed_up or apart or _counts_undeclined(hearing, piece, wanted)


def _may_be_of_the_last(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`манн и бош два`; of two parts `бош и трв 2 шт` as well."""
    if hearing.places(*_OF_EACH) or is_of_one(hearing, piece, wanted):
        return False
    ids = {number for mention in wanted for number in mention.ids}
    parts = {offer.asked_number for offer in hearing.offers if offer.id in ids}
    bare = piece.last == piece.first + 1 and cardinal_at(hearing.words, piece.first) is not None
    behind = piece.first >= wanted[-1].last and piece.count > 1
    return behind and (bare or len(parts) > 1)


def _stands_apart(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`4 шт: бош и манн` may count both together."""
    first = wanted[0].first
    return piece.last <= first and any(hearing.words.breaks[piece.last : first + 1])


def _counts_undeclined(hearing: Hearing, piece: Pieces, wanted: Sequence[Mention]) -> bool:
    """`два трв и бош`: a name without a case does not tell whether the other is counted too."""
    bare = piece.last == piece.first + 1 and cardinal_at(hearing.words, piece.first) is not None
    named = hearing.word(wanted[0].first)
    declines = named.isdecimal() or not _VOWELS.isdisjoint(named)
    declined = any(is_counted(hearing, mention) for mention in wanted)
    return bare and piece.last == wanted[0].first and not declines and not declined
