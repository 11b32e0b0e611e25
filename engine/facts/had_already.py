"""Hear a wish for another offer behind the word that one is had already: `такой есть, мне манн`."""

from engine.facts.clauses import Clauses
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.said import Said
from engine.facts.said_in_part import part_of
from engine.session import Session

_IS_THERE = "есть"
_ONE_HAS = frozenset({"уже", "меня", "нас", "дома"})
_GOT = "acquired_words"
_WISHING = ("choose_words", "need_words", "prefer_words")
_LEFT = frozenset({"не", "нет", "без", "если", "ли"})


def without_what_is_had(said: Said, session: Session) -> Said:
    """Return what is said behind it, where that names an offer and wishes for it."""
    words = said.words
    if not session.offers or "?" in words.text or words.with_digits:
        return said
    if _IS_THERE not in words.lower and not said.says(_GOT):
        return said
    clauses = Clauses(words)
    had = clauses.of(0) if words.lower else range(0)
    rest = range(had.stop, len(words))
    if len(session.chosen_offer_ids) > 1 and said.places.within(had, "part_words"):
        return said  # `колодки уже купил, бош оставьте` leaves one of them out
    if not rest or not _is_had(said, had) or not _is_wished_for(said, rest):
        return said
    if _counts_pieces(said, had, session):
        return said
    return part_of(said, rest)


def _counts_pieces(said: Said, clause: range, session: Session) -> bool:
    """`один уже купила, второй нужен` of two pieces chosen is no word of another offer."""
    several = any(o.quantity > 1 for o in session.offers if o.id in session.chosen_offer_ids)
    return several and any(cardinal_at(said.words, place) for place in clause)


def _is_had(said: Said, clause: range) -> bool:
    words = {said.words.lower[place] for place in clause}
    there = _IS_THERE in words and not words.isdisjoint(_ONE_HAS)
    return words.isdisjoint(_LEFT) and (there or said.places.within(clause, _GOT))


def _is_wished_for(said: Said, rest: range) -> bool:
    words = {said.words.lower[place] for place in rest}
    if not words.isdisjoint(_LEFT) or not said.places.within(rest, *_WISHING):
        return False
    named = any(hit.first in rest for hit in (*said.names.brands, *said.names.makes))
    return named or any(ordinal_at(said.words, place) is not None for place in rest)
