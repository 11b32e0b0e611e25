"""Find where a message names offers: by number, ordinal, maker, kind, price, term or merit."""

from collections.abc import Callable, Iterator

from engine.facts.hearing import Hearing, Mention
from engine.facts.offers_by_digit import by_digit
from engine.facts.offers_by_kind import by_kind
from engine.facts.offers_by_ordinal import by_ordinal
from engine.facts.offers_by_price import by_price, by_term
from engine.facts.offers_by_rank import by_rank
from engine.facts.offers_by_trait import all_of_them, by_maker, by_merit

_FINDERS: tuple[Callable[[Hearing], Iterator[Mention]], ...] = (
    by_rank,
    by_merit,
    by_price,
    by_term,
    by_ordinal,
    by_digit,
    by_maker,
    by_kind,
    all_of_them,
)


def find_mentions(hearing: Hearing) -> list[Mention]:
    """Return mentions in order of place; each word tells of one offer at most."""
    found: list[Mention] = []
    taken: set[int] = set()
    for finder in _FINDERS:
        for mention in finder(hearing):
            places = range(mention.first, mention.last)
            if taken.isdisjoint(places):
                taken.update(places)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.first)
