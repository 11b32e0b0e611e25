"""Tell a short list from the one of it that is taken: `выбираю между 3 и 4, наверное 4`."""

from collections.abc import Iterable, Iterator, Sequence

from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.offers_by_digit import digits_of_offers

_SETTLING = ("choose_words", "prefer_words", "taking_words", "correction_words")
_BESIDE = (*_SETTLING, "option_words", "number_words", "need_words")
_JOINING_MORE = ("add_words", "both_words", "all_words", "each_words")
_LEAVING = ("refuse_words", "leave_words", "except_words")
_BETWEEN = frozenset({"между", "из", "среди"})
_OR = frozenset({"или", "либо"})
_WEIGHING = frozenset({"выбирать", "выбрать", "норма", "нормально", "норм"})
"""Said of a short list these take nothing yet: `3 и 4 норм`, `выбираю из 3 и 4`."""


def without_shortlisted(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without a short list of which a later clause takes a part."""
    if len(_numbers(mentions)) < len(("one", "another")):
        return list(mentions)
    named = [*mentions, *_named_again(hearing, mentions)]
    listed, settled = _divided(hearing, named)
    return settled if settled and not _is_taken(hearing, listed) else list(mentions)


def settles_twice(hearing: Hearing, mentions: Sequence[Mention]) -> bool:
    """`беру 3 и 4. беру 4`: two were taken, and then only one of them is named."""
    listed, settled = _divided(hearing, mentions)
    return bool(settled) and _is_taken(hearing, listed)


def leaves_open(hearing: Hearing, mentions: Sequence[Mention]) -> bool:
    """`манн 2 или бош 2`, `выбираю между бош и манн`: one of the two, and which is not said."""
    if len(_numbers(mentions)) < len(("one", "another")):
        return False
    first, last = mentions[0], mentions[-1]
    between = hearing.words.lower[first.last : last.first]
    return not _OR.isdisjoint(between) or hearing.word(first.first - 1) in _BETWEEN


def _named_again(hearing: Hearing, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Find a digit that names one of several again: `выбираю из 3 и 4, наверное 4`."""
    for place in digits_of_offers(hearing):
        number = hearing.id_of(cardinal_at(hearing.words, place) or 0)
        apart = place >= mentions[-1].last and place not in hearing.clause(mentions[-1].first)
        if apart and number in _numbers(mentions):
            yield Mention((number,), place, place + 1)
            return


def _divided(hearing: Hearing, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Part the mentions into a list and those that settle on some of it; none where none do."""
    for index in range(1, len(mentions)):
        listed, settled = list(mentions[:index]), list(mentions[index:])
        if _is_named_again(listed, settled) and _is_settled(hearing, listed, settled):
            return listed, settled
    return [], []


def _is_named_again(listed: Sequence[Mention], settled: Sequence[Mention]) -> bool:
    return _numbers(settled) < _numbers(listed)


def _is_settled(hearing: Hearing, listed: Sequence[Mention], settled: Sequence[Mention]) -> bool:
    clause = hearing.clause(settled[0].first)
    if listed[-1].first in clause or any(mention.first not in clause for mention in settled):
        return False
    whole = range(hearing.clause(listed[0].first).start, clause.stop)
    if not hearing.places(*_LEAVING).isdisjoint(whole):
        return False
    if not hearing.places(*_JOINING_MORE).isdisjoint(clause):
        return False
    if any(hearing.word(mention.first - 1) in {"не", "ни"} for mention in (*listed, *settled)):
        return False
    named = [place for mention in settled for place in range(mention.first, mention.last)]
    return _settles(hearing, clause, named)


def _settles(hearing: Hearing, clause: range, named: Iterable[int]) -> bool:
    """Say whether a clause takes what it names, and says nothing else of it."""
    idle = hearing.places(*_BESIDE, "polite_words", "filler_words") | set(named)
    pieces = {place for told in hearing.pieces for place in range(told.first, told.last)}
    if not pieces.isdisjoint(clause) and hearing.places("choose_words").isdisjoint(clause):
        # `бош и фильтрон, фильтрон две` counts one of the two.
        return False
    rest = [place for place in clause if place not in idle | pieces]
    taken = not hearing.places("choose_words").isdisjoint(clause)
    return all(
        hearing.word(place) in JOINING | {"на", "за"}
        or (taken and str(parses(hearing.word(place))[0].tag.POS) == "ADVB")
        for place in rest
    )


def _is_taken(hearing: Hearing, listed: Sequence[Mention]) -> bool:
    """`беру третий и четвертый`, but not `выбираю между ними`."""
    clauses = {hearing.clause(mention.first) for mention in listed}
    told = {place for clause in clauses for place in clause}
    if any(hearing.word(place) in _BETWEEN for place in told):
        return False
    return any(True for _ in _taking(hearing, told))


def _taking(hearing: Hearing, told: Iterable[int]) -> Iterator[int]:
    places = hearing.places("choose_words", "taking_words").intersection(told)
    for place in places:
        forms = {parse.normal_form for parse in parses(hearing.word(place))}
        if forms.isdisjoint(_WEIGHING) and hearing.word(place) != "норм":
            yield place


def _numbers(mentions: Iterable[Mention]) -> set[int]:
    return {number for mention in mentions for number in mention.ids}
