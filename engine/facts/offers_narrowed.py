"""Narrow the offers to those a superlative is said of: `самый дешевый из оригинала, завтра`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.phrases import Hit
from engine.facts.terms_demanded import demanded_term, in_time
from engine.session import Offer

_ORIGINAL = "original_named"
_KINDS = frozenset({_ORIGINAL, "analog_named"})
_OF = "из"
_NOT = "не"
_NEAR = 3
_SEVERAL = 2
_AROUND = frozenset(
    {
        _OF,
        "лишь",
        "бы",
        "был",
        "была",
        "было",
        "были",
        "именно",
        "только",
        "тот",
        "та",
        "то",
        "ту",
        "те",
    }
)
_JOINED = frozenset({"и", "плюс", "еще"})
_ALONE = ("prefer_words", "option_words", "demand_words", "except_words")
_BESIDE = (*_ALONE, "choose_words")


@dataclass(frozen=True)
class Narrowing:
    """Offers of the kind, the makers and the term demanded, and the words of their clause."""

    offers: Sequence[Offer]
    places: frozenset[int]
    """Words that name the kind, the makers or the term, in whatever clause they stand."""
    told: range
    """The words from the superlative to those that narrow it, within its clause."""

    def leaves_all(self, offers: Sequence[Offer]) -> bool:
        """Say whether nothing was left out of what was shown."""
        return len(self.offers) == len(offers)


def narrowed(hearing: Hearing, told: range, group: Sequence[Offer]) -> Narrowing:
    """Return what is left of a group for what is told at some words of a message."""
    kind = _nearest(_kinds(hearing, told), told)
    makers = list(_makers(hearing, told))
    group = _kept_or_left(hearing, told, group)
    left = [offer for offer in group if kind is None or _is_of_kind(hearing, kind, offer)]
    if makers:
        names = {maker for _, maker in makers}
        left = [offer for offer in left if offer.brand.casefold() in names]
    if _is_out_of_some(hearing, told.stop) or (not makers and _names_a_stranger(hearing, told)):
        left = []
    # `манн подешевле` of a single one may bargain.
    several = len(left) > 1 or kind is not None
    spans = [*(span for span, _ in makers if several), *([_span(kind)] if kind else ())]
    clause = hearing.clause(told.start)
    within = [told, *(span for span in spans if span.start in clause)]
    extent = range(min(span.start for span in within), max(span.stop for span in within))
    return Narrowing(
        offers=in_time(hearing, left),
        places=frozenset(place for span in spans for place in span).union(demanded_term(hearing)),
        told=extent if hearing.taken.isdisjoint(extent) else told,
    )


def _kept_or_left(hearing: Hearing, told: range, group: Sequence[Offer]) -> Sequence[Offer]:
    """`оставьте самый дешевый`, `самый дорогой уберите`: of several that were chosen."""
    speaks = hearing.places("keep_words", "leave_words", "refuse_words")
    if len(hearing.chosen) < _SEVERAL or speaks.isdisjoint(hearing.clause(told.start)):
        return group
    return [offer for offer in group if offer.id in hearing.chosen] or group


def of_kind_behind(hearing: Hearing, last: int) -> tuple[Sequence[Offer], bool]:
    """`второй аналог`, `второй из аналогов`: return the offers counted, and whether out of them."""
    out_of = hearing.word(last) == _OF
    for hit in hearing.said.hits:
        if hit.key in _KINDS and hit.first == last + out_of and hit.first in hearing.clause(last):
            return [o for o in hearing.offers if _is_of_kind(hearing, hit, o)], out_of
    return (), False


def _span(hit: Hit) -> range:
    return range(hit.first, hit.last)


def _is_out_of_some(hearing: Hearing, last: int) -> bool:
    """`самый дешевый из первых двух`: of offers counted, unless all of them are."""
    if hearing.word(last) != _OF:
        return False
    reach = range(last + 1, min(hearing.clause(last).stop, last + 1 + _NEAR))
    behind = [place for place in reach if place not in hearing.taken]
    counts = {cardinal_at(hearing.words, place) for place in behind} - {None, len(hearing.offers)}
    return bool(counts) or any(ordinal_at(hearing.words, place) for place in behind)


def _names_a_stranger(hearing: Hearing, told: range) -> bool:
    """`самый дешевый мале` where no offer is of that maker."""
    clause = hearing.clause(told.start)
    offered = [offer.brand.casefold() for offer in hearing.offers]
    except_words = hearing.places("except_words")
    return any(
        not any(key.startswith(brand) or brand.startswith(key) for brand in offered)
        for hit in hearing.said.names.brands
        for key in (hit.key.casefold(),)
        if hit.first in clause
        and hearing.word(hit.first - 1) != _NOT
        and hit.first - 1 not in except_words
    )


def _kinds(hearing: Hearing, told: range) -> Iterator[Hit]:
    for hit in hearing.said.hits:
        if hit.key in _KINDS and _is_beside(hearing, range(hit.first, hit.last), told):
            yield hit


def _nearest(hits: Iterable[Hit], told: range) -> Hit | None:
    """`самый дешевый аналог оригинала`."""
    return min(
        hits, key=lambda hit: max(told.start - hit.last, hit.first - told.stop), default=None
    )


def _is_of_kind(hearing: Hearing, kind: Hit, offer: Offer) -> bool:
    left = kind.first - 1 in hearing.places("except_words") or hearing.word(kind.first - 1) == _NOT
    return (offer.kind == "asked") == ((kind.key == _ORIGINAL) != left)


def _makers(hearing: Hearing, told: range) -> Iterator[tuple[range, str]]:
    """Return the makers of offers that are not left out."""
    offered = {offer.brand.casefold() for offer in hearing.offers}
    except_words = hearing.places("except_words")
    # `самый дешевый ваг`: beside a superlative the make of a car names who made the part.
    makes = ((hit.first, hit.last, hit.key.casefold()) for hit in hearing.said.names.makes)
    for first, last, maker in dict.fromkeys((*hearing.makers, *makes)):
        left = hearing.word(first - 1) == _NOT or first - 1 in except_words
        within = told.start in hearing.clause(first)
        if (
            within
            and maker in offered
            and not left
            and _is_beside(hearing, range(first, last), told)
        ):
            yield range(first, last), maker


def _is_beside(hearing: Hearing, span: range, told: range) -> bool:
    """Say whether words stand beside others, or in a clause that says nothing else.

    `замените бош на самый дешевый` and `бош и самый дешевый` say nothing of the other one.
    """
    clause = hearing.clause(span.start)
    idle = {place for place in range(len(hearing.words)) if hearing.word(place) in _AROUND}
    if told.start not in clause:
        return hearing.says_only({*span, *idle, *hearing.places(*_ALONE)}, within=clause)
    between = range(min(span.stop, told.stop), max(span.start, told.start))
    idle |= {place for first, last, _ in hearing.makers for place in range(first, last)}
    words = {hearing.word(place) for place in between}
    joined = not words.isdisjoint(_JOINED) and _OF not in words
    return not joined and hearing.says_only(
        {*span, *idle, *hearing.places(*_BESIDE)}, within=between
    )
