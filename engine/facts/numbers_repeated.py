"""Hear a number that is searched or shown already: it starts no search of its own.

`все верно, 06A115561B` speaks of the order that stands, and `W71930 2 шт` of one of the offers.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.facts.numbers import Numbers
from engine.facts.said import Said
from engine.session import Offer, Session

_CHOOSING = "PRICING"
_ORDERING = frozenset({"CONTACT", "ADDRESS", "FINAL"})
_OPTION = "вариант"
_NOT = "не"
_REFUSING = ("lost_phrase", "refuse_words")
_IDLE = ("greeting", "thanks", "polite_words", "wants_part", "article_words", "part_words")
"""Beside nothing but these a number is asked for anew."""

_SHORTEST = 5
"""A shorter number may as well be a price or an offer."""


class _Told(NamedTuple):
    number: str
    first: int
    last: int


def with_known_numbers_read(said: Said, numbers: Numbers, session: Session) -> str | None:
    """Return the text with known numbers as the offers they name; None where it stays as it is."""
    if not session.offers or not said.words.with_digits or _NOT in said.words.lower:
        return None
    if said.places.any_of(*_REFUSING) and len({o.asked_number for o in session.offers}) > 1:
        return None  # `1K0698151E отменяйте`: one of several parts is given up by its number
    typed = "".join(said.words.codes)
    known = {number for number in _known(session) if number in typed}
    # Beside a number that is new all of them are searched.
    if not known or not known.issuperset((*numbers.part_numbers, *numbers.bare)):
        return None
    found = list(_places(said, known))
    return _rewritten(said, found, session) if _says_more(said, found, session) else None


def _known(session: Session) -> Iterator[str]:
    """Find the numbers that name an offer at this stage, or once one is chosen."""
    choosing = session.stage == _CHOOSING and not session.chosen_offer_ids
    ordering = session.stage in _ORDERING and bool(session.chosen_offer_ids)
    for offer in session.offers:
        if ordering or (choosing and _only_analog(offer.part_number, session.offers)):
            yield offer.part_number
        if ordering:
            yield offer.asked_number


def _only_analog(number: str, offers: tuple[Offer, ...]) -> Offer | None:
    """Return the offer that alone has a number, where it stands in for the one asked for."""
    found = [offer for offer in offers if offer.part_number == number]
    alone = len(found) == 1 and found[0].asked_number != number
    return found[0] if alone else None


def _places(said: Said, known: set[str]) -> Iterator[_Told]:
    codes, first = said.words.codes, 0
    while first < len(codes):
        told = next(_at(codes, first, known), None)
        if told:
            yield told
        first = told.last if told else first + 1


def _at(codes: tuple[str, ...], first: int, known: set[str]) -> Iterator[_Told]:
    """Find a number typed in one word or in groups."""
    longest, typed, last = max(map(len, known), default=0), "", first
    while last < len(codes) and codes[last] and len(typed) < longest:
        typed, last = typed + codes[last], last + 1
        if typed in known and len(typed) >= _SHORTEST:
            yield _Told(typed, first, last)


def _says_more(said: Said, found: list[_Told], session: Session) -> bool:
    """Say whether a number of an analog, or anything of weight beside one searched, is told."""
    if found and all(_only_analog(told.number, session.offers) for told in found):
        return True
    passed = {place for told in found for place in range(told.first, told.last)}
    idle = said.places.of(*_IDLE)
    return bool(found) and any(
        place not in passed and place not in idle for place in range(len(said.words))
    )


def _rewritten(said: Said, found: list[_Told], session: Session) -> str:
    words, text, end = said.words, "", 0
    for told in found:
        named = _named(told.number, session, alone=len(found) == 1)
        text += words.text[end : words.starts[told.first]] + named
        end = words.ends[told.last - 1]
    return (text + words.text[end:]).strip(" ,")


def _named(number: str, session: Session, *, alone: bool) -> str:
    """Name the offer of a number; of what is chosen, or searched, nothing more is told."""
    offer = _only_analog(number, session.offers)
    if offer is None or (alone and session.chosen_offer_ids == (offer.id,)):
        return ""
    return f"{offer.id}-й {_OPTION}"
