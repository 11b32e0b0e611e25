"""Tell offers of which something is said beside one that is taken: `третий ерунда, четвертый беру`.

What is said need not be understood: who takes one offer by a verb takes no other by a remark.
"""

from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.offers_passed_over import passed_over
from engine.facts.offers_said_alike import also_behind

_TAKING = ("choose_words", "need_words", "taking_words")
_NO_REMARK = (
    *("add_words", "analog_named", "both_words", "correction_words", "each_words"),
    *("filler_words", "fits_words", "leave_words", "need_words", "not_dear_words"),
    *("number_words", "option_words", "original_named", "part_words", "piece_words"),
    *("polite_words", "prefer_words", "refuse_words", "sale_words", "swap_words", "term_words"),
)
"""Words behind an offer that take it, leave it, or tell which and how many."""

_REMARKS = frozenset({"ADJF", "ADJS", "NOUN", "VERB"})


def set_aside(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the offers remarked on where another one alone is taken by a verb."""
    praised = [mention for mention in mentions if _is_fine_too(hearing, mention)]
    rest = [mention for mention in mentions if mention not in praised]
    return [*praised, *_remarked_on(hearing, rest), *passed_over(hearing, mentions)]


def _is_fine_too(hearing: Hearing, mention: Mention) -> bool:
    """`третий, хотя четвертый тоже неплохой`: praise beside another takes nothing."""
    clause = hearing.clause(mention.first)
    also = also_behind(hearing, mention)
    praise = clause.stop - 1
    if also is None or praise != also + 1:
        return False
    conceded = hearing.word(clause.start) == "хотя" or hearing.word(clause.start - 1) == "хотя"
    if conceded and praise in hearing.places("fits_words"):
        return True
    if praise in hearing.places(*_TAKING, "fits_words", "prefer_words", "refuse_words"):
        return False
    tags = [parse.tag for parse in parses(hearing.word(praise))]
    return any(str(t.POS) in {"ADJF", "ADJS"} and str(t.case) in {"nomn", "None"} for t in tags)


def _remarked_on(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    taking = hearing.places(*_TAKING)
    taken = [m for m in mentions if not taking.isdisjoint(hearing.clause(m.first))]
    if not taken or any(_adds(hearing, mention) for mention in taken):
        return []
    named = {place for mention in mentions for place in range(mention.first, mention.last)}
    return [m for m in mentions if m not in taken and _is_remarked_on(hearing, m, named)]


def _adds(hearing: Hearing, mention: Mention) -> bool:
    """`третий отличный, четвертый тоже беру`."""
    clause = hearing.clause(mention.first)
    return not hearing.places("add_words", "both_words", "all_words").isdisjoint(clause)


def _is_remarked_on(hearing: Hearing, mention: Mention, named: set[int]) -> bool:
    """Say whether a predicate stands right behind: `ерунда`, `плохой`, `разонравился`."""
    place, clause = mention.last, hearing.clause(mention.first)
    counted = {told for pieces in hearing.pieces for told in range(pieces.first, pieces.last)}
    if place not in clause or place in named | hearing.taken or not counted.isdisjoint(clause):
        return False
    if place in hearing.places(*_NO_REMARK):
        return False
    tag = parses(hearing.word(place))[0].tag
    return str(tag.POS) in _REMARKS and str(tag.case) in {"nomn", "None"}
