"""Hear what is chosen named once more beside a yes: `да, бош`, `да, 1 шт`."""

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.said import Said
from engine.session import Offer, Session

_SUMMED_UP = "FINAL"
_LONGEST = 5
_JUST_THAT = "именно"


def chosen_repeated(said: Said, session: Session) -> frozenset[int]:
    """Return the words that only repeat the one offer summed up, or its pieces."""
    words, chosen = said.words, session.chosen_offer_ids
    if session.stage != _SUMMED_UP or len(chosen) != 1 or len(words) > _LONGEST:
        return frozenset()
    offer = next((offer for offer in session.offers if offer.id in chosen), None)
    if offer is None or "?" in words.text:
        return frozenset()
    hearing = Hearing(said, session.offers, chosen, frozenset(), pieces=(), strict=True)
    made = (hit for hit in hearing.makers if hit[2] == offer.brand.casefold())
    named = {place for first, last, _ in made for place in range(first, last)}
    return frozenset(named | _counted(said, offer) | _numbered(hearing, offer) | _stressed(said))


def _counted(said: Said, offer: Offer) -> set[int]:
    """`одну`, `1 шт`; a digit alone may be the number of an offer."""
    words, units = said.words, said.places.of("piece_words")
    found: set[int] = set()
    for place, word in enumerate(words.lower):
        unit = place + 1 in units
        counted = cardinal_at(words, place) == offer.quantity == offer.pieces
        if counted and (unit or not word.isdecimal()):
            found |= {place, place + 1} if unit else {place}
    return found


def _numbered(hearing: Hearing, offer: Offer) -> set[int]:
    """`четвертый`."""
    numbers = ((place, ordinal_at(hearing.words, place)) for place in range(len(hearing.words)))
    return {place for place, number in numbers if number and hearing.id_of(number) == offer.id}


def _stressed(said: Said) -> set[int]:
    return {place for place, word in enumerate(said.words.lower) if word == _JUST_THAT}
