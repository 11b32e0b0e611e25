"""Hear counts beside whatever names an offer: `нибк за 2400 две`, `два манна и лады четыре`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.facts.counts_of_one_offer import numbers_a_maker
from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import count_at, is_signed
from engine.facts.offers_said_alike import ALSO
from engine.facts.quantities import Pieces

_MOST = 50
_SIGNS = frozenset("-:=(")
"""Between an offer and its count: `бош - 2, манн: 1`."""
_LIST_SIGNS = frozenset({".", ")"})
_EACH = "по"
_IDLE = ("choose_words", "need_words", "taking_words", "polite_words", "filler_words", "part_words")
_DEEDS = ("impr", "1per", "INFN")


def with_counts_beside(hearing: Hearing, named: Sequence[Mention]) -> Hearing:
    """Add to the pieces a count right ahead of each offer named, or else right behind it."""
    told = {place for mention in named for place in range(mention.first, mention.last)}
    starts = {mention.first for mention in named}
    free = frozenset(range(len(hearing.words))) - hearing.taken - told
    signs = frozenset() if any(_states(hearing, mention) for mention in named) else _SIGNS
    used: set[int] = set()
    for mention in named:
        if not _is_counted(hearing, mention, named):
            beside = _beside(hearing, mention, starts, signs)
            place = next((p for p in beside if p in free - used), None)
            used |= set() if place is None else {place}
    counts = (_pieces(hearing, place) for place in used)
    if not used:
        return hearing
    return replace(hearing, pieces=sorted((*hearing.pieces, *counts), key=lambda p: p.first))


def _pieces(hearing: Hearing, place: int) -> Pieces:
    """`по две манна и боша` counts each of them."""
    each = hearing.word(place - 1) == _EACH
    return Pieces(count_at(hearing.words, place) or 0, place - each, place + 1, each)


def counted_beside(hearing: Hearing, mention: Mention) -> bool:
    """Say whether pieces or a count stand right beside an offer named."""
    edges = {edge for told in hearing.pieces for edge in (told.first, told.last)}
    free = frozenset(range(len(hearing.words))) - hearing.taken
    beside = any(place in free for place in _beside(hearing, mention, frozenset(), _SIGNS))
    return beside or not edges.isdisjoint({mention.first, mention.last})


def counted_by_a_sign(hearing: Hearing, named: Sequence[Mention]) -> frozenset[int]:
    """Return where a sign makes a digit the pieces of an offer: `бош - 2 и манн - 1`."""
    signed = (mention.last for mention in named if mention.last < len(hearing.words))
    return frozenset(p for p in signed if not _SIGNS.isdisjoint(hearing.words.separator(p)))


def _is_counted(hearing: Hearing, mention: Mention, named: Sequence[Mention]) -> bool:
    """Say whether pieces that tell their unit stand beside the offer, and behind no other."""
    breaks, others = hearing.words.breaks, {other.last for other in named}
    return any(
        told.first == mention.last
        or (
            told.last == mention.first
            and not breaks[mention.first]
            and not told.each
            and told.first not in others
        )
        for told in hearing.pieces
    )


def _states(hearing: Hearing, mention: Mention) -> bool:
    """`бош - дорого`, `бош - 1 день`: a sign after which something is said of the offer."""
    words, behind = hearing.words, mention.last
    if behind >= len(words) or _SIGNS.isdisjoint(words.separator(behind)):
        return False
    counted = behind in hearing.taken or _is_count(hearing, behind)
    return not (counted and _counts_nothing_else(hearing, behind + 1, frozenset()))


def _beside(
    hearing: Hearing,
    mention: Mention,
    starts: frozenset[int] | set[int],
    signs: frozenset[str],
) -> Iterator[int]:
    words, ahead, behind = hearing.words, mention.first - 1, mention.last
    if ahead >= 0 and not words.breaks[mention.first] and _is_count(hearing, ahead):
        yield ahead
    idle = hearing.places("need_words", "choose_words", "beside_count_words")
    while (behind in idle or hearing.word(behind) in ALSO) and not words.breaks[behind]:
        behind += 1
    if behind < len(words) and _is_count(hearing, behind):
        apart = words.breaks[behind] and signs.isdisjoint(words.separator(behind))
        opens = apart and behind + 1 in starts and not words.breaks[behind + 1]
        apart = apart and hearing.word(behind).isdecimal()
        # `3. манн 5. фильтрон`
        listed = behind + 1 < len(words) and words.separator(behind + 1).strip() in _LIST_SIGNS
        opens = opens or (listed and numbers_a_maker(hearing, behind))
        if not opens and not apart and _counts_nothing_else(hearing, behind + 1, starts):
            yield behind


def _is_count(hearing: Hearing, place: int) -> bool:
    free = place not in hearing.taken and not is_signed(hearing.words, place)
    return free and 0 < (count_at(hearing.words, place) or 0) <= _MOST


def _counts_nothing_else(hearing: Hearing, after: int, starts: frozenset[int] | set[int]) -> bool:
    """`манн 1 день` tells how soon it comes; `денсо две сделайте` counts."""
    if hearing.words.breaks[after] or hearing.word(after) in JOINING or after in starts:
        return True
    tags = [parse.tag for parse in parses(hearing.word(after))[:1]]
    asked_for = any(form in tag for tag in tags for form in _DEEDS)
    return asked_for or after in hearing.places(*_IDLE)
