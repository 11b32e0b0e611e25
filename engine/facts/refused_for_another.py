"""Tell a refusal of one offer, where another is taken, from giving the purchase up."""

from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.offers_spoken_of import spoken_of
from engine.facts.said import Said
from engine.session import Session

_REFUSAL = "lost_phrase"
_TAKING = "choose_words"
_ELSEWHERE = ("acquired_words", "elsewhere_words", "got_words", "took_words", "wait_words")


def without_refused_for_another(said: Said, session: Session, *, numbers: frozenset[int]) -> Said:
    """Return what was said without such refusals: `вторую мне, а четвертую отменяйте`.

    `не буду рисковать с дешевым, возьму за 14200` takes another one behind the refusal.
    """
    if len(session.offers) < len(("one", "another")) or not said.says(_REFUSAL):
        return said
    hearing = Hearing(said, session.offers, session.chosen_offer_ids, numbers, (), strict=False)
    refused = {hearing.clause(hit.first) for hit in said.hits if hit.key == _REFUSAL}
    named = [(hearing.clause(mention.first), mention) for mention in spoken_of(hearing)]
    away = hearing.places(*_ELSEWHERE) - hearing.places(_TAKING)
    unwanted = away | hearing.places("refuse_words", "leave_words")
    kept = [(c, m) for c, m in named if c not in refused and unwanted.isdisjoint(c)]
    left = {clause: set(mention.ids) for clause, mention in named if clause in refused}
    if not kept or not away.isdisjoint(place for clause in refused for place in clause):
        return said
    taking = hearing.places(_TAKING)
    taken_behind = {c.start for c, _ in kept if not taking.isdisjoint(c)}
    of_offers = {
        clause
        for clause in refused
        if any(left.get(clause, set()).isdisjoint(m.ids) for _, m in kept if clause in left)
        or any(start >= clause.stop for start in taken_behind)
    }
    hits = tuple(
        hit
        for hit in said.hits
        if hit.key != _REFUSAL or hearing.clause(hit.first) not in of_offers
    )
    return replace(said, hits=hits)
