"""Tell choices that are named but do not say which offer is meant: `второй 4, не 2`, `3 - 2`."""

from collections.abc import Sequence
from itertools import pairwise

from engine.facts.counts_beside_makers import counts_what_is_not_chosen, names_another_maker
from engine.facts.counts_beside_ordinals import counts_many_unheard, names_another_place
from engine.facts.counts_in_all import counts_unclearly
from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.facts.offers_by_digit import may_be_pieces
from engine.facts.offers_by_price import price_at
from engine.facts.offers_by_rank import ranks_unclearly
from engine.facts.offers_settled_on import leaves_open, settles_twice
from engine.facts.parts_by_name import told_by_a_part
from engine.facts.parts_of_offers import is_of_another_part
from engine.facts.pieces_put_right import puts_pieces_right_unclearly
from engine.facts.quantities import names_impossible_pieces

_OF_PRICE = frozenset({"за", "по"})
_ADDING = frozenset({"и", "плюс", "еще"})


def is_unclear(
    hearing: Hearing,
    meant: Sequence[Mention],
    wanted: Sequence[Mention],
    refused: Sequence[Mention],
) -> bool:
    """Say whether it does not follow what is taken: two offers at once, or none at all."""
    # `все кроме` what nobody understood is no choice of all.
    unheard = bool(hearing.places("except_words")) and not refused and _takes_all(hearing, wanted)
    return (
        unheard
        or names_impossible_pieces(hearing.said, numbers=hearing.numbers)
        or names_another_maker(hearing, meant)
        or counts_what_is_not_chosen(hearing, meant)
        or names_another_place(hearing)
        or may_be_pieces(hearing, wanted)
        or settles_twice(hearing, wanted)
        or leaves_open(hearing, wanted)
        or puts_pieces_right_unclearly(hearing)
        or ranks_unclearly(hearing, wanted)
        or told_by_a_part(hearing, wanted)
        or any(is_of_another_part(hearing, m.first, m.ids) for m in wanted)
        or _names_one_twice(hearing, wanted)
        or counts_many_unheard(hearing)
        or counts_unclearly(hearing, wanted)
        or _disagree(hearing, wanted)
        or _contradict(wanted, refused)
    )


def _takes_all(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    return any(len(mention.ids) == len(hearing.offers) for mention in wanted)


def _disagree(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """`за 1200 беру 2`: the price is of one offer, the digit of another."""
    priced = [mention for mention in wanted if _is_price(hearing, mention)]
    others = [mention for mention in wanted if mention not in priced]
    return any(
        set(price.ids) != set(other.ids) and not _is_listed(hearing, price, other)
        for price in priced
        for other in others
    )


def _is_price(hearing: Hearing, mention: Mention) -> bool:
    """`за 1200`; `бош 1000р` names a maker and the price of another."""
    if hearing.word(mention.first) in _OF_PRICE:
        return True
    makers = {last for _, last, _ in hearing.makers}
    price, _ = price_at(hearing, mention.first)
    return bool(price) and mention.first in makers


def _names_one_twice(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """`один третий мне и один третий другу`: two pieces, or the same one said twice."""
    counted = [m for m in wanted if m.first and cardinal_at(hearing.words, m.first - 1) == 1]
    return any(one.ids == other.ids for one, other in pairwise(counted))


def _contradict(wanted: Sequence[Mention], refused: Sequence[Mention]) -> bool:
    """`второй 4, не 2`: an offer taken and left at once."""
    left = {number for mention in refused for number in mention.ids}
    return any(not left.isdisjoint(mention.ids) and len(mention.ids) == 1 for mention in wanted)


def _is_listed(hearing: Hearing, one: Mention, other: Mention) -> bool:
    """`2 и за 1200`, `2, за 1200`: two offers in a list."""
    before, after = sorted((one, other), key=lambda mention: mention.first)
    words = hearing.words
    return bool(_ADDING & set(words.lower[before.last : after.first])) or any(
        words.breaks[place] for place in range(before.last, after.first + 1)
    )
