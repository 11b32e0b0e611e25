"""Leave out pieces that are asked about after a choice: `есть 4 шт?` orders no four."""

from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.quantities import Pieces

_HAVING = ("asks_stock", "asks_if_any", "asks_offer_stock")
_WANTING = (
    *("add_words", "choose_words", "condition_words", "correction_words", "may_words"),
    *("more_pieces_words", "need_words", "prefer_words", "taking_words"),
)


def without_pieces_in_stock(hearing: Hearing) -> tuple[Hearing, int]:
    """Return the rest of a message, and the pieces of which it asks only whether there are so many.

    Before a choice nothing is set aside: 0.
    """
    if not (hearing.chosen and hearing.pieces):
        return hearing, 0
    asked = [told for told in hearing.pieces if _is_asked_of(hearing, told)]
    if not asked:
        return hearing, 0
    kept = [told for told in hearing.pieces if told not in asked]
    places = {place for told in asked for place in range(told.first, told.last)}
    rest = replace(hearing, pieces=kept, numbers=hearing.numbers | places)
    return rest, max(told.count for told in asked)


def _is_asked_of(hearing: Hearing, told: Pieces) -> bool:
    clause = hearing.clause(told.first)
    having, wanting = hearing.places(*_HAVING), hearing.places(*_WANTING)
    return not having.isdisjoint(clause) and (wanting - having).isdisjoint(clause)
