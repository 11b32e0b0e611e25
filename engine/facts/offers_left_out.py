"""Find offers that a message does without: `фильтрон не надо, самый дешевый`, `без оригинала`."""

from collections.abc import Iterator

from engine.facts.hearing import Hearing, Mention
from engine.facts.offer_refusals import refused_of
from engine.facts.offers_by_digit import by_digit
from engine.facts.offers_spoken_of import spoken_of

_LEAVING = ("refuse_words", "leave_words", "except_words")
_NOT = frozenset({"не", "ни"})


def left_out(hearing: Hearing) -> frozenset[int]:
    """Return the offers that a message refuses, by whatever name."""
    return frozenset(number for mention in _refused(hearing) for number in mention.ids)


def left_beside(hearing: Hearing, told: range) -> frozenset[int]:
    """Return the offers refused apart from what some words say: `бош не надо, самый быстрый`."""
    return frozenset(
        number
        for mention in _refused(hearing)
        for number in mention.ids
        if _is_apart(hearing, mention, told)
    )


def _refused(hearing: Hearing) -> Iterator[Mention]:
    if not hearing.places(*_LEAVING) and _NOT.isdisjoint(hearing.words.lower):
        return
    spoken = spoken_of(hearing)
    told = {place for mention in spoken for place in range(mention.first, mention.last)}
    digits = (mention for mention in by_digit(hearing) if mention.first not in told)
    named = sorted((*spoken, *digits), key=lambda mention: mention.first)
    for mention in refused_of(hearing, named):
        if not hearing.clauses.asks(hearing.clause(mention.first).start):
            yield mention


def _is_apart(hearing: Hearing, mention: Mention, told: range) -> bool:
    """`самый дешевый бош не надо` refuses the very one it names."""
    if mention.last <= told.start:
        between = range(mention.last, told.start)
        joint = told.start
    else:
        between = range(told.stop, mention.first)
        joint = mention.first
    refusing = hearing.places(*_LEAVING)
    return any(hearing.words.breaks[place] for place in (*between, joint)) or (
        not refusing.isdisjoint(between)
    )
