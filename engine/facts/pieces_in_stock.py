"""Leave out pieces that are asked about after a choice: `есть 4 шт?` orders no four."""

from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.quantities import Pieces

_HAVING = ("asks_stock", "asks_if_any", "asks_offer_stock")
_WANTING = (
    *("add_words", "choose_words", "condition_words", "correction_words", "may_words"),
    *("more_pieces_words", "need_words", "prefer_words", "taking_words"),
)


def without_pieces_in_stock(hearing: Hearing) -> Hearing:
    """Return the hearing without pieces of which a clause asks only whether there are so many."""
    if not (hearing.chosen and hearing.pieces):
        return hearing
    kept = [told for told in hearing.pieces if not _is_asked_of(hearing, told)]
    asked = {p for told in hearing.pieces if told not in kept for p in range(told.first, told.last)}
    if not asked:
        return hearing
    return replace(hearing, pieces=kept, numbers=hearing.numbers | asked)


def _is_asked_of(hearing: Hearing, told: Pieces) -> bool:
    clause = hearing.clause(told.first)
    having, wanting = hearing.places(*_HAVING), hearing.places(*_WANTING)
    return not having.isdisjoint(clause) and (wanting - having).isdisjoint(clause)
