"""Hear further pieces of the same offer: `и ещё один такой же`, `добавь второй такой же`."""

from collections.abc import Iterator
from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offer_mentions import find_mentions
from engine.facts.quantities import Pieces

_COMPARING = frozenset({"но", "как", "что", "только", "а", "чем"})
_FOR = frozenset({"для", "про", "на"})
_AND = frozenset({"и", "плюс"})


def with_same_ones(hearing: Hearing) -> Hearing:
    """Add the pieces that are told as more of the offer named or chosen before."""
    told = next(_same_ones(hearing), None) if hearing.places("same_words") else None
    if told is None:
        return hearing
    pieces, more = told
    before = [other for other in hearing.pieces if other.last <= pieces.first]
    heard = replace(hearing, pieces=[*before, pieces])
    had = _had(heard, before[-1].count if before else 1) if more else 0
    return replace(hearing, pieces=[replace(pieces, count=pieces.count + had)])


def with_pieces_of_makers(hearing: Hearing) -> Hearing:
    """Add to the pieces those that come beside: `еще один бош`, `бош еще один`, `еще бош`."""
    more = hearing.places("more_pieces_words")
    if not (hearing.chosen and more) or hearing.pieces:
        return hearing
    for first, last, maker in hearing.makers:
        if not _is_chosen(hearing, maker):
            continue
        for place, sign in ((first - 1, first - 2), (last, first - 1), (last + 1, last)):
            count = cardinal_at(hearing.words, place) if 0 <= place < len(hearing.words) else None
            if count and sign in more:
                return replace(hearing, pieces=[Pieces(count, place, place + 1)])
        if _is_alone(hearing, more | {*range(first, last)}):
            return replace(hearing, pieces=[Pieces(1, min(more), min(more) + 1)])
    return hearing


def _is_alone(hearing: Hearing, told: frozenset[int]) -> bool:
    taking = hearing.places("add_words", "choose_words")
    return "?" not in hearing.words.text and hearing.says_only(told | taking)


def _is_chosen(hearing: Hearing, maker: str) -> bool:
    chosen = [offer for offer in hearing.offers if offer.id in hearing.chosen]
    return sum(offer.brand.casefold() == maker for offer in chosen) == 1


def _same_ones(hearing: Hearing) -> Iterator[tuple[Pieces, bool]]:
    """Find such words with their count, and whether it comes beside what was wanted before."""
    same, words = hearing.places("same_words"), hearing.words
    for first in sorted(place for place in same if place - 1 not in same):
        last = first
        while last in same:
            last += 1
        if not _is_closed(hearing, last) or hearing.clauses.asks(first):
            continue
        more = _is_more(hearing, first)
        begins = _start(hearing, first)
        before = first - 1 if not words.breaks[first] else -1
        if before >= 0 and (count := cardinal_at(words, before)):
            yield Pieces(count, begins, last), more
        elif more and (before < 0 or ordinal_at(words, before) or _adds(hearing, before)):
            yield Pieces(1, begins, last), True


def _start(hearing: Hearing, first: int) -> int:
    """Return where it begins: `и еще один такой же` adds no offer to those chosen."""
    adding, words = hearing.places("more_pieces_words", "add_words"), hearing.words
    counted = cardinal_at(words, first - 1) or ordinal_at(words, first - 1)
    if first and counted and not words.breaks[first]:
        first -= 1
    while first and not words.breaks[first] and first - 1 in adding:
        first -= 1
    return first


def _is_closed(hearing: Hearing, last: int) -> bool:
    """`такой же` that ends its clause or is for somebody; `такой же, но дешевле` is another one."""
    idle = hearing.places("polite_words", "need_words", "choose_words", "piece_words")
    while last < len(hearing.words) and not hearing.words.breaks[last] and last in idle:
        last += 1
    if last < len(hearing.words) and not hearing.words.breaks[last]:
        return hearing.word(last) in _FOR
    return hearing.word(last) not in _COMPARING


def _is_more(hearing: Hearing, first: int) -> bool:
    clause = hearing.clause(first)
    ahead = range(clause.start, first)
    adding = hearing.places("more_pieces_words", "add_words")
    return not adding.isdisjoint(ahead) or any(hearing.word(place) in _AND for place in ahead)


def _adds(hearing: Hearing, before: int) -> bool:
    return before in hearing.places("more_pieces_words", "add_words")


def _had(heard: Hearing, told: int) -> int:
    """Return the pieces that the further ones come beside; those counted on later are none."""
    named = {number for mention in find_mentions(heard) for number in mention.ids}
    if not heard.chosen or not named <= set(heard.chosen):
        return told
    clause = heard.clause(heard.pieces[-1].first)
    if not heard.places("more_pieces_words").isdisjoint(clause):
        return 0
    chosen = [offer.quantity for offer in heard.offers if offer.id in heard.chosen]
    return chosen[0] if len(chosen) == 1 else 0
