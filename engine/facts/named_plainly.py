"""Tell whether an offer named after a choice is named plainly: nothing beside it is left open."""

from collections.abc import Sequence

from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.name_patterns import FoundName
from engine.facts.numerals import cardinal_at

_IDLE = (
    "add_words",
    "choose_words",
    "confirm_words",
    "correction_words",
    "filler_words",
    "may_words",
    "more_pieces_words",
    "need_words",
    "option_words",
    "part_words",
    "piece_words",
    "pickup_words",
    "polite_words",
    "prefer_words",
    "settling_words",
    "swap_words",
    "taking_words",
)
_DOUBTING = (
    "bargain_words",
    "condition_words",
    "doubting_words",
    "leave_words",
    "lost_phrase",
    "refuse_words",
    "same_words",
    "wait_words",
)
_ASIDE = frozenset({"за", "по", "на", "бы", "же", "ж", "то", "уж", "ка", "тот", "та", "что"})
_ALSO = frozenset({"тоже", "также", "еще"})
_NOT = "не"


def is_plain(
    hearing: Hearing,
    named: Sequence[Mention],
    name: FoundName | None,
    *,
    apart: frozenset[int] = frozenset(),
) -> bool:
    """Say whether all that stands around what is named is understood, and doubts nothing.

    Words `apart` speak of another offer.
    """
    told = {place for mention in named for place in range(mention.first, mention.last)}
    explained = hearing.numbers | hearing.taken | hearing.places(*_IDLE) | told
    if name is not None:
        explained |= frozenset(range(name.first, name.last))
    clauses = {place for mention in named for place in hearing.clause(mention.first)}
    doubts = hearing.places(*_DOUBTING) - told - apart
    negated = any(hearing.word(place) == _NOT for place in clauses - told)
    if "?" in hearing.words.text or negated or doubts:
        return False
    return all(place in explained or _says_nothing(hearing, place) for place in clauses)


def _says_nothing(hearing: Hearing, place: int) -> bool:
    word = hearing.word(place)
    counts = cardinal_at(hearing.words, place) is not None
    return word in JOINING | _ALSO | _ASIDE or counts or _is_counted(hearing, place)


def _is_counted(hearing: Hearing, place: int) -> bool:
    """`два диска`."""
    tag = parses(hearing.word(place))[0].tag
    counted = place > 0 and cardinal_at(hearing.words, place - 1) is not None
    return counted and str(tag.POS) == "NOUN" and str(tag.case) == "gent"
