"""Offers named by what they are: `беру аналог`, `оригинал 2 штуки`."""

from collections.abc import Iterable, Iterator, Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.session import Offer

_PAIR = 2
_ALL = frozenset({"все", "всех"})
_SPEAKS_OF_CHOOSING = ("choose_words", "prefer_words", "refuse_words", "leave_words")


def by_kind(hearing: Hearing) -> Iterator[Mention]:
    """Find the only analog, or the only part itself, where both were shown."""
    own = [offer for offer in hearing.offers if offer.kind == "asked"]
    instead = [offer for offer in hearing.offers if offer.kind != "asked"]
    if not own or not instead:
        return
    for key, offers in (("original_named", own), ("analog_named", instead)):
        yield from _all_of(hearing, key, offers)
        yield from _only_one(hearing, key, offers)


def _all_of(hearing: Hearing, key: str, offers: Sequence[Offer]) -> Iterator[Mention]:
    """`оба оригинала`, `все аналоги`."""
    for hit in hearing.said.hits:
        counted = cardinal_at(hearing.words, hit.first - 1) if hit.first else None
        # `все три аналога`
        told = range(hit.first - 1 - (counted == len(offers)), hit.last)
        both = told.start in hearing.places("both_words") and len(offers) == _PAIR
        everything = hearing.word(told.start) in _ALL and len(offers) > 1
        if hit.key == key and (both or everything) and _is_chosen(hearing, told):
            yield Mention(tuple(offer.id for offer in offers), told.start, told.stop)


def _only_one(hearing: Hearing, key: str, offers: Sequence[Offer]) -> Iterator[Mention]:
    if len(offers) != 1:
        return
    for hit in hearing.said.hits:
        told, makers = range(hit.first, hit.last), _makers_of(hearing, offers[0])
        if hit.key == key and _is_chosen(hearing, told, makers=makers):
            yield Mention((offers[0].id,), hit.first, hit.last)


def _makers_of(hearing: Hearing, offer: Offer) -> Iterator[int]:
    """`мерседес оригинал 1 шт`: the maker of that very offer."""
    for first, last, maker in hearing.makers:
        if maker == offer.brand.casefold():
            yield from range(first, last)


def _is_chosen(hearing: Hearing, told: range, *, makers: Iterable[int] = ()) -> bool:
    clause = set(hearing.clause(told.start))
    if hearing.places("seek_words") & clause or hearing.is_of_a_new_number(told.start):
        return False
    if hearing.places(*_SPEAKS_OF_CHOOSING) & clause:
        return True
    return not hearing.strict and hearing.says_only([*told, *makers])
