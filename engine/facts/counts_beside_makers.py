"""Hear how many of each maker's offer are wanted: `манн 2 и кнехт 1` counts, it numbers nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.facts.counts_beside_names import with_counts_beside
from engine.facts.counts_of_one_offer import numbers_a_maker, start_of_count
from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.numerals import count_at
from engine.facts.quantities import PIECES_LIMIT, Pieces

_TWO = 2
_PLUS = "+"
_CHANGING = ("add_words", "swap_words", "leave_words", "refuse_words", "correction_words")
_JOINTS = frozenset({"и", "еще", "плюс", "а"})
_INSTEAD = "вместо"
_BESIDE_NUMBERS = frozenset({"под", "номер", "если"})
_FEW = 20
"""So many and more beside a maker may well be something else: the client is asked."""


def with_counts_beside_makers(hearing: Hearing) -> Hearing:
    """Add to the pieces the numbers beside makers, where two makers of the offers are named."""
    spans = makers_of_one_offer(hearing)
    if len({number for _, _, number in spans}) < _TWO:
        return _with_count_of_one_maker(hearing, spans)
    counted = with_counts_beside(
        hearing, [Mention((number,), first, last) for first, last, number in spans]
    )
    told = [pieces for pieces in counted.pieces if pieces not in hearing.pieces]
    # `2 манн и 3 кнехт`, `манн 2, кнехт 3` of the offers 2 and 3 tell of each twice.
    twice = len(told) == len(spans) and all(numbers_a_maker(hearing, p.first) for p in told)
    return hearing if twice and not hearing.pieces else counted


def _with_count_of_one_maker(hearing: Hearing, spans: list[tuple[int, int, int]]) -> Hearing:
    """`кнехт 1` counts where the first offer is of another maker; `манн 1` numbers it."""
    if hearing.pieces or len(spans) != 1 or len(hearing.offers) < _TWO:
        return hearing
    first, last, number = spans[0]
    words, idle = hearing.words, hearing.places("choose_words", "need_words")
    if hearing.strict:
        # `нет, манн две`
        idle |= _puts_right(hearing)
        if first - 1 not in idle or number in hearing.chosen:
            return hearing
    behind = last
    while behind in idle:
        behind += 1
    for place, joint in ((behind, behind), (first - 1, first)):
        # `бош. два.` counts as `бош два` does; `бош, 2` may tell of two offers.
        apart = words.breaks[joint] and hearing.word(place).isdecimal()
        count, end = _sum_at(hearing, place)
        if not count or apart:
            continue
        # `2 манн` may number the offer that `два манна` counts.
        if (end == place + 1 and numbers_a_maker(hearing, place)) or count >= _FEW:
            continue
        if hearing.says_only({*range(first, last), *range(place, end), *idle}):
            return replace(hearing, pieces=[Pieces(count, place, end)])
    return hearing


def _puts_right(hearing: Hearing) -> frozenset[int]:
    """Return words that put right what was chosen: `нет, манн две`, `не, манн две`."""
    no = {0} if hearing.word(0) == "не" and hearing.words.breaks[1] else set()
    return hearing.places("correction_words", "decline_words", "prefer_words") | no


def _sum_at(hearing: Hearing, place: int) -> tuple[int, int]:
    """Return the count at a word, 0 where none stands there, and its end: `бош 1+1` counts two."""
    words, count, last = hearing.words, 0, place
    while place <= last < len(words) and (count == 0 or words.separator(last) == _PLUS):
        told = count_at(words, last) if last >= 0 and last not in hearing.taken else None
        if not told:
            break
        count, last = count + told, last + 1
    counts = 0 < count <= PIECES_LIMIT and _counts_nothing_else(hearing, last - 1)
    return (count, last) if counts else (0, place)


def names_another_maker(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """`1, кнехт`, `кнехт под номером 1`: the digit is of one offer, the maker of another."""
    spans = makers_of_one_offer(hearing)
    if hearing.strict or len(spans) != 1 or _INSTEAD in hearing.words.lower:
        return False
    first, last, number = spans[0]
    digits = {p for m in wanted for p in range(m.first, m.last) if hearing.word(p).isdecimal()}
    if len(digits) != len(wanted) or any(number in mention.ids for mention in wanted):
        return False
    idle = hearing.places("option_words", "number_words", "choose_words", "prefer_words")
    joints = {p for p in range(len(hearing.words)) if hearing.word(p) in _BESIDE_NUMBERS}
    return hearing.says_only({*digits, *range(first, last), *idle, *joints})


def counts_what_is_not_chosen(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """`кнехт 2 шт` after the mann was chosen: it may come beside that one or instead of it.

    `и 2 шт кнехта` comes beside it.
    """
    if not hearing.strict or not hearing.chosen or len(wanted) != 1:
        return False
    decided = hearing.places("choose_words", "prefer_words", *_CHANGING) | _puts_right(hearing)
    makers = {first for first, _, _ in hearing.makers}
    joined = hearing.word(start_of_count(hearing, wanted[0].first) - 1) in _JOINTS
    return (
        not (decided or joined)
        and wanted[0].first in makers
        and wanted[0].ids[0] not in hearing.chosen
    )


def owners_of_pieces(hearing: Hearing) -> tuple[int, ...]:
    """Return the offers of which the clause of the pieces names the maker: `манн сделайте 2 шт`."""
    if not hearing.chosen:
        return ()
    spans = makers_of_one_offer(hearing)
    if not hearing.pieces:
        # `боша два`
        return tuple({n: n for _, last, n in spans if _is_count(hearing, last)})
    clause = hearing.clause(hearing.pieces[0].first)
    return tuple({number: number for first, _, number in spans if first in clause})


def makers_of_one_offer(hearing: Hearing) -> list[tuple[int, int, int]]:
    return sorted(_spans(hearing))


def _spans(hearing: Hearing) -> Iterator[tuple[int, int, int]]:
    for first, last, maker in hearing.makers:
        made = [offer.id for offer in hearing.offers if offer.brand.casefold() == maker]
        if len(made) == 1:
            yield first, last, made[0]


def _is_count(hearing: Hearing, place: int) -> bool:
    if not 0 <= place < len(hearing.words) or place in hearing.taken:
        return False
    count = count_at(hearing.words, place)
    return count is not None and 0 < count <= PIECES_LIMIT and _counts_nothing_else(hearing, place)


def _counts_nothing_else(hearing: Hearing, place: int) -> bool:
    """`манн 1 день` tells how soon it comes."""
    after = place + 1
    if hearing.words.breaks[after] or hearing.word(after) in JOINING:
        return True
    named = {first for first, _, _ in hearing.makers}
    idle = hearing.places("polite_words", "need_words", "choose_words", "filler_words")
    return after in named or after in idle
