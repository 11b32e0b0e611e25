"""Hear an offer asked about and taken in the same breath: `бош завтра будет? беру`."""

from collections.abc import Sequence

from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.offers_by_price import days_at

_TAKING = ("choose_words", "taking_words")
_IDLE = (*_TAKING, "polite_words", "filler_words", "prefer_words")
_IT = frozenset({"его", "ее", "этот", "эту"})
_THEN = frozenset({"тогда", "если"})
_OPEN = ("asks_if_fits", "bargain_words", "condition_words", "doubting_words", "wait_words")
"""Such a question leaves open whether the offer will do."""
_OTHERS = ("cheaper_words", "faster_words", "objection_price")


def taken_after_all(hearing: Hearing, talk: Sequence[Mention]) -> Sequence[Mention]:
    """Return the only offer of a message that asks about it and then does nothing but take it."""
    ids = {number for mention in talk for number in mention.ids}
    end = hearing.words.text.rfind("?")
    if hearing.strict or end < 0 or len(ids) != 1:
        return ()
    asked = [place for place in range(len(hearing.words)) if hearing.words.starts[place] < end]
    behind = range(len(asked), len(hearing.words))
    open_still = hearing.places(*_OPEN, *_OTHERS).intersection(asked)
    if open_still or not _only_takes(hearing, behind) or _too_late(hearing, asked, ids):
        return ()
    return talk if all(mention.last <= behind.start for mention in talk) else ()


def _only_takes(hearing: Hearing, behind: range) -> bool:
    """`беру`, `его и беру`; `тогда беру` hangs on the answer."""
    taken = not hearing.places("choose_words").isdisjoint(behind)
    idle = hearing.places(*_IDLE)
    return taken and all(
        hearing.word(place) in _IT | JOINING or (place in idle and hearing.word(place) not in _THEN)
        for place in behind
    )


def _too_late(hearing: Hearing, asked: Sequence[int], ids: set[int]) -> bool:
    """Say whether the offer comes later than the question hopes."""
    days = [told for place in asked if (told := days_at(hearing, place)[0]) is not None]
    comes = [o.delivery_days for o in hearing.offers if o.id in ids]
    return any(when is None or when > min(days) for when in comes) if days else False
