"""Hear that an offer will not be taken, by the verb of taking: `не стану брать`, `не берите`."""

from collections.abc import Iterable

from engine.facts.hearing import Hearing
from engine.facts.morphology import parses

_NOT = "не"
_FINITE = ("impr", "1per")
"""`не берите`, `не куплю`."""

_GOVERNING = frozenset({"VERB", "PRED", "ADJS", "INFN", "NOUN"})
_NOWHERE = range(0)


def refused_ahead(hearing: Hearing, first: int) -> range:
    """Return the refusal that governs what starts at a word; nothing where none does."""
    clause = hearing.clause(first)
    verb = _step(hearing, first - 1, -1)
    if verb not in clause or verb not in hearing.places("taking_words"):
        return _NOWHERE
    if _is(hearing, verb, *_FINITE):
        start = _after_negation(hearing, verb)
        return _NOWHERE if start is None else range(start, verb + 1)
    if not _is(hearing, verb, "INFN"):
        return _NOWHERE
    governing = _step(hearing, verb - 1, -1)
    if governing not in clause:
        return _NOWHERE
    if hearing.word(governing) == _NOT:
        # `почему бы не взять` proposes it.
        return _NOWHERE if hearing.word(governing - 1) == "бы" else range(governing, verb + 1)
    refuses = _refuses(hearing, governing)
    return range(governing - 1, verb + 1) if refuses else _NOWHERE


def refused_behind(hearing: Hearing, last: int) -> range:
    """Return the refusal of what ends before a word: `второй не берите`, `второй брать не буду`."""
    clause, taking = hearing.clause(last - 1), hearing.places("taking_words")
    place = _step(hearing, last, 1)
    if place not in clause:
        return _NOWHERE
    if place in taking and _is(hearing, place, "INFN"):
        negation = _step(hearing, place + 1, 1)
        stands = negation in clause and hearing.word(negation) == _NOT
        refuses = stands and _refuses(hearing, negation + 1)
        return range(place, negation + 2) if refuses else _NOWHERE
    if hearing.word(place) != _NOT or place + 1 not in clause:
        return _NOWHERE
    if place + 1 in taking and _is(hearing, place + 1, *_FINITE):
        return range(place, place + 2)
    if place + 1 in taking and _is(hearing, place + 1, "INFN"):
        # `почему бы второй не взять` proposes it.
        return _NOWHERE if "бы" in hearing.words.lower else range(place, place + 2)
    verb = _step(hearing, place + 2, 1)
    taken = verb in clause and verb in taking and _is(hearing, verb, "INFN")
    return range(place, verb + 1) if taken and _refuses(hearing, place + 1) else _NOWHERE


def refused_around(hearing: Hearing, first: int, last: int) -> range:
    """Return the refusal that holds an offer inside: `не стану второй брать`."""
    clause = hearing.clause(first)
    governing, verb = _step(hearing, first - 1, -1), _step(hearing, last, 1)
    inside = governing in clause and verb in clause
    if not inside or verb not in hearing.places("taking_words") or not _is(hearing, verb, "INFN"):
        return _NOWHERE
    return range(governing, verb + 1) if _refuses(hearing, governing) else _NOWHERE


def _after_negation(hearing: Hearing, verb: int) -> int | None:
    before = verb - 1
    return before if before in hearing.clause(verb) and hearing.word(before) == _NOT else None


def _refuses(hearing: Hearing, governing: int) -> bool:
    """`не собираюсь`, `раздумал`; but `не забудьте`, `не передумал` refuse nothing."""
    negated = hearing.word(governing - 1) == _NOT
    if governing in hearing.places("declining_words"):
        return not negated
    if not negated or governing in hearing.places("forgetting_words"):
        return False
    return not _GOVERNING.isdisjoint(_kinds(hearing.word(governing)))


def _kinds(word: str) -> Iterable[str]:
    return (str(parse.tag.POS) for parse in parses(word))


def _is(hearing: Hearing, place: int, *forms: str) -> bool:
    return any(form in parse.tag for parse in parses(hearing.word(place)) for form in forms)


def _step(hearing: Hearing, place: int, way: int) -> int:
    """Walk over words that change nothing of a refusal."""
    idle = hearing.places("option_words", "number_words", "polite_words", "filler_words")
    idle |= hearing.places("not_more_words")
    while place in idle and hearing.word(place) != _NOT and not _governs(hearing, place):
        place += way
    return place


def _governs(hearing: Hearing, place: int) -> bool:
    return hearing.word(place - 1) == _NOT
