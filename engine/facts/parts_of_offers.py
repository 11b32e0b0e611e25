"""Tell of which of several parts asked for an offer is taken: `самые дешевые`, `первую деталь`."""

from collections.abc import Collection, Iterable, Sequence

from engine.facts.hearing import Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import ordinal_at
from engine.facts.phrases import Hit
from engine.session import Offer

_AFTER_ALL = frozenset({"таки", "же", "ж"})
_ALL = frozenset({"все", "всех", "всего"})


def of_every_part(offers: Iterable[Offer]) -> Sequence[Sequence[Offer]]:
    """Return the offers of each number asked for."""
    parts: dict[str, list[Offer]] = {}
    for offer in offers:
        parts.setdefault(offer.asked_number, []).append(offer)
    return tuple(parts.values())


def means_every_part(hearing: Hearing, hit: Hit) -> bool:
    """`по обоим самый дешевый`, `самые быстрые`, `все самое дешевое`: of each of several parts."""
    clause = hearing.clause(hit.first)
    if hearing.places("both_words", "each_words") & set(clause):
        return True
    # Where each number has one offer, `самые быстрые` is said of pads, not of every number.
    if len(of_every_part(hearing.offers)) in {1, len(hearing.offers)}:
        return False
    several = any(_is_plural(hearing.word(place)) for place in range(hit.first, hit.last))
    return several or any(_is_of_all(hearing, place) for place in clause)


def _is_of_all(hearing: Hearing, place: int) -> bool:
    """`все самое дешевое`, but not `все-таки самый дешевый`."""
    return hearing.word(place) in _ALL and hearing.word(place + 1) not in _AFTER_ALL


def part_counted(hearing: Hearing, clause: range) -> Sequence[Offer]:
    """`первую деталь самую дешевую`: return the offers of the part that an ordinal counts."""
    counted = (place for place in clause if counts_part(hearing, place))
    place = next(counted, None)
    number = None if place is None else ordinal_at(hearing.words, place)
    parts = of_every_part(hearing.offers)
    return parts[number - 1] if number and number <= len(parts) else ()


def counts_part(hearing: Hearing, place: int) -> bool:
    """Say whether an ordinal counts the parts asked for, of which several were."""
    counts = ordinal_at(hearing.words, place) is not None
    named = place + 1 in hearing.places("part_words") and not hearing.words.breaks[place + 1]
    parts = of_every_part(hearing.offers)
    # Where each has one offer, the third part is the third of the list as well.
    return counts and named and len(parts) > 1 and any(len(part) > 1 for part in parts)


def is_of_a_group(hearing: Hearing, place: int) -> bool:
    """`третий из первых`: an ordinal that tells out of which offers another one counts."""
    return hearing.word(place - 1) == "из" and _is_plural(hearing.word(place))


def is_of_another_part(hearing: Hearing, place: int, ids: Collection[int]) -> bool:
    """`06A115561B - 2, 1K0698151E - 1`: a digit right behind a number that was asked for.

    It names an offer only if that one is of the number; else it rather counts.
    """
    if not hearing.word(place).isdecimal() or hearing.clause(place).stop - 1 in hearing.numbers:
        return False
    code, first = "", place - 1
    while first in hearing.numbers and hearing.words.codes[first]:
        code = hearing.words.codes[first] + code
        first -= 1
    own = {offer.id for offer in hearing.offers if offer.asked_number == code}
    return bool(own) and own.isdisjoint(ids)


def _is_plural(word: str) -> bool:
    return str(parses(word)[0].tag.number) == "plur"
