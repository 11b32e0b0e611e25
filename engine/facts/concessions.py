"""Hear that a complaint is put up with: `второй подороже, но ладно`."""

from engine.facts.hearing import Hearing, Mention

_COMPLAINING = ("objection_price", "objection_delivery")
_CONCEDING = "conceding_words"


def concedes(hearing: Hearing, mention: Mention) -> bool:
    """Say whether an offer is complained of, taken all the same, and nothing is said behind."""
    conceded = hearing.places(_CONCEDING)
    if not conceded or hearing.places(*_COMPLAINING).isdisjoint(hearing.clause(mention.first)):
        return False
    idle = hearing.places("polite_words", "filler_words", "choose_words") | conceded
    behind = range(min(conceded), len(hearing.words))
    return mention.last <= behind.start and idle.issuperset(behind)
