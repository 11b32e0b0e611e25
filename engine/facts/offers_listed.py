"""Tell a list of offers from one that is named twice: `второй и бош`, but `второй, бош`."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from engine.facts.counts_beside_names import counted_by_a_sign
from engine.facts.counts_of_one_offer import start_of_count
from engine.facts.hearing import Hearing, Mention
from engine.facts.name_patterns import FoundName
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offer_mentions import find_mentions
from engine.facts.offers_by_digit import digits_of_offers
from engine.facts.offers_by_price import days_at

_JOINTS = frozenset({"и", "плюс", "еще", "или", "либо"})
_ALSO = frozenset({"тоже", "также"})
"""Behind one that is remarked on they remark on it too: `мазда дорого, сидем тоже`."""
_LATER, _PLUS = "later_words", "+"
_REACH = 2
_PAIR = 2
_MERITS = ("most_cheap", "most_dear", "most_fast", "cheaper_words", "faster_words")


def with_digits_joined(hearing: Hearing, named: Sequence[Mention]) -> list[Mention]:
    """`2 и за 980`, `оригинал за 1900 и 4`: a digit alone beside a joint is one of the list."""
    if not named or not hearing.words.with_digits:
        return list(named)
    told = {place for mention in named for place in range(mention.first, mention.last)}
    told |= counted_by_a_sign(hearing, named)
    digits = (p for p in digits_of_offers(hearing) if hearing.word(p).isdecimal())
    listed = (
        Mention((hearing.id_of(cardinal_at(hearing.words, place) or 0),), place, place + 1)
        for place in digits
        if place not in told | hearing.taken and _stands_alone(hearing, place)
    )
    return sorted((*named, *listed), key=lambda mention: mention.first)


def unheard(hearing: Hearing, named: Sequence[Mention], known: AbstractSet[int]) -> list[Mention]:
    """Return what is named where no choice was looked for: what was weighed and left is left.

    What a superlative stands beside only limits it: `самый дешевый из боша и манна`.
    """
    missed = [mention for mention in named if known.isdisjoint(mention.ids)]
    if not missed or hearing.places(*_MERITS):
        return []
    weighed = (*find_mentions(hearing), *(m for m in named if m not in missed))
    told = {place for mention in weighed for place in range(mention.first, mention.last)}
    return [m for m in missed if told.isdisjoint(range(m.first, m.last))]


def without_receiver(named: Sequence[Mention], name: FoundName | None) -> list[Mention]:
    """`второй, Манн Иван` names who receives it; `манн` alone is rather an offer."""
    if name is None:
        return list(named)
    beside = range(name.first - 1, name.last + 1)
    alone = name.last - name.first == 1
    return [m for m in named if m.first not in beside or (alone and m.first == name.first)]


def is_list(hearing: Hearing, named: Sequence[Mention]) -> bool:
    """Say whether several are named: a second name behind a comma may tell of the first."""
    also = any({hearing.word(m.first - 1), hearing.word(m.last)} & _ALSO for m in named)
    return also or len(named) > _PAIR or joins(hearing, named)


def joins(hearing: Hearing, named: Sequence[Mention]) -> bool:
    """Say whether one of these is joined to another: `и бош`, `манн и`, `+ бош`."""
    return any(_is_joined(hearing, mention) for mention in named)


def puts_off(hearing: Hearing, named: Sequence[Mention]) -> bool:
    """Say whether one of these is for later: `бош потом`; `через 2 дня` may be its term."""
    later = hearing.places(_LATER)
    return any({m.first - 1, m.last} & later and not _comes_then(hearing, m) for m in named)


def _comes_then(hearing: Hearing, mention: Mention) -> bool:
    beside = range(max(0, mention.first - 1), min(len(hearing.words), mention.last + _REACH))
    return any(days_at(hearing, place)[0] is not None for place in beside)


def _is_joined(hearing: Hearing, mention: Mention) -> bool:
    words, last = hearing.words, mention.last
    first = start_of_count(hearing, mention.first)
    behind = "" if words.breaks[last] else hearing.word(last)
    signed = _PLUS in words.separator(first) or (behind and _PLUS in words.separator(last))
    # `один бош, второй манн` counts them off.
    counted = not words.breaks[first] and ordinal_at(words, first - 1) is not None
    return bool(signed) or counted or not _JOINTS.isdisjoint({hearing.word(first - 1), behind})


def _stands_alone(hearing: Hearing, place: int) -> bool:
    """`5 и`, `и 4`, `и 5 одну`: nothing but joints, and a count in words, stands beside it."""
    words, last = hearing.words, place + 1
    if not words.breaks[last] and not hearing.word(last).isdecimal():
        last += cardinal_at(words, last) is not None
    joints = [hearing.word(place - 1) in _JOINTS, hearing.word(last) in _JOINTS]
    edges = [words.breaks[place], words.breaks[last]]
    return any(joints) and all(j or e for j, e in zip(joints, edges, strict=True))
