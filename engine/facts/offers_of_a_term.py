"""Find the offers meant by nothing but a term: `завтра который`, `тот что за 2 дня`."""

from engine.facts.hearing import Hearing
from engine.facts.offers_by_price import days_at
from engine.facts.said import Said
from engine.session import Session

_POINTING = frozenset({"тот", "та", "ту", "этот", "что"})
_WHICH = "котор"
_OF_TERM = frozenset({"за", "через", "на", "в", "будет", "приедет", "придет", "есть"})


def offers_of_a_term(said: Said, session: Session) -> tuple[int, ...]:
    """Return the offers that come in the term told, where the message tells nothing else."""
    words = said.words
    pointing = {p for p, word in enumerate(words.lower) if _points(word)}
    if not pointing or not session.offers or "?" in words.text:
        return ()
    hearing = Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False)
    terms = [(place, days_at(hearing, place)) for place in range(len(words))]
    told = [(place, days, last) for place, (days, last) in terms if days is not None]
    if len(told) != 1:
        return ()
    place, days, last = told[0]
    around = {p for p, word in enumerate(words.lower) if word in _OF_TERM}
    around |= said.places.of("choose_words", "prefer_words")
    if not hearing.says_only([*pointing, *around, *range(place, last)]):
        return ()
    return tuple(offer.id for offer in session.offers if offer.delivery_days == days)


def _points(word: str) -> bool:
    return word.startswith(_WHICH) or word in _POINTING
