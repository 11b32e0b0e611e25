"""Hear counts without a unit that are needed: `4, мне 2`, `4 два`, `06A115561B надо 2`."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.clauses import Clauses
from engine.facts.hearing import Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.quantities import Pieces
from engine.facts.said import Said

_NEED = "need_words"
_BESIDE = (_NEED, "choose_words", "prefer_words", "taking_words")
_AROUND = (_NEED, "greeting", "polite_words", "wants_part", "article_words")
_TIMES = frozenset({"x", "х", "×", "*"})
_APART = frozenset({*_TIMES, "-", "–", "—", ":", ","})
"""Between a number and the count of it."""
_MOST = 20
_WHOLE = 7
"""A word as long is a number of its own; shorter ones may be pieces of one number."""
_JOINTS = frozenset({"и", "или", "либо", "плюс", "еще"})


def with_count_needed(hearing: Hearing) -> Hearing:
    """Add the count that stands beside one offer named, where the message says nothing else."""
    if hearing.strict or hearing.pieces or hearing.chosen or len(hearing.offers) == 1:
        return hearing
    counts = _counts(hearing.said, hearing.taken)
    denied = [place for place in counts if _is_denied(hearing, place)]
    counts = [place for place in counts if place not in denied]
    makers = {place for first, last, _ in hearing.makers for place in range(first, last)}
    one_maker = len({maker for *_, maker in hearing.makers}) == 1
    counted = _of_maker(hearing, counts, denied) if one_maker else _of_digit(hearing, counts)
    if not counts or not counted:
        return hearing
    place = counts[-1]
    if not hearing.says_only({*counts, *denied, *makers, *hearing.places(*_BESIDE)}):
        return hearing
    return replace(
        hearing, pieces=[Pieces(cardinal_at(hearing.words, place) or 0, place, place + 1)]
    )


def _of_maker(hearing: Hearing, counts: Sequence[int], denied: Sequence[int]) -> bool:
    """`бош, мне два надо`, `бош, но не один, а два`."""
    return len(counts) == 1 and (bool(denied) or _is_needed(hearing.said, counts[0]))


def _of_digit(hearing: Hearing, counts: Sequence[int]) -> bool:
    """`4, мне 2`, `4 два`; `надо 4 и 2`, `4 и два` are two offers."""
    if len(counts) != len(("offer", "count")) or hearing.makers:
        return False
    offer, count = counts
    words = hearing.words
    between = words.lower[offer + 1 : count]
    if not words.lower[offer].isdecimal() or not _JOINTS.isdisjoint(between):
        return False
    worded = not words.lower[count].isdecimal() and count == offer + 1 and not words.breaks[count]
    return worded or _is_needed(hearing.said, count)


def needed_count(said: Said, numbers: frozenset[int]) -> int:
    """Return the count beside the only part number of a message: `06A115561B надо 2`."""
    if not numbers:
        return 0
    counts = _counts(said, numbers)
    one = max(numbers) - min(numbers) == len(numbers) - 1
    if len(counts) != 1 or not one:
        return 0
    if not _is_needed(said, counts[0]):
        return _bare_count(said, counts[0], numbers)
    place, after = counts[0], counts[0] + 1
    needed = said.places.of(_NEED)
    closed = said.words.breaks[after] or after in numbers or after in needed
    return (cardinal_at(said.words, place) or 0) if closed else 0


def are_needed(said: Said, pieces: Sequence[Pieces]) -> bool:
    """`мне 3 фильтра`, `хочу 3 фильтра заказать`; `мне 3 фильтра привезли` tells of the past."""
    if not pieces or pieces[0].first - 1 not in said.places.of(*_BESIDE):
        return False
    clause = Clauses(said.words).of(pieces[0].first)
    told = [said.words.lower[place] for place in clause]
    return "не" not in told and all(str(parses(word)[0].tag.tense) != "past" for word in told)


def _bare_count(said: Said, place: int, numbers: frozenset[int]) -> int:
    """`5Q0819653 - 2`, `два 5Q0819653`: a count beside the number, and nothing else is said.

    Figures right behind a number may belong to it.
    """
    words, first, last = said.words, min(numbers), max(numbers) + 1
    if len({words.codes[p] for p in numbers if len(words.codes[p]) >= _WHOLE}) > 1:
        return 0
    times = {p for p in range(len(words)) if words.lower[p] in _TIMES}
    told = numbers | {place} | times | said.places.of(*_AROUND)
    if "?" in words.text or not told.issuperset(range(len(words))):
        return 0
    figures = words.lower[place].isdecimal()
    if place == first - 1:
        return 0 if figures else cardinal_at(words, place) or 0
    behind = words.text[words.ends[last - 1] : words.starts[place]]
    apart = not figures or bool(_APART.intersection(behind))
    return (cardinal_at(words, place) or 0) if place >= last and apart else 0


def _counts(said: Said, taken: frozenset[int]) -> list[int]:
    words = said.words
    return [
        place
        for place in range(len(words))
        if place not in taken and 0 < (cardinal_at(words, place) or 0) <= _MOST
    ]


def _is_needed(said: Said, place: int) -> bool:
    return not said.places.of(_NEED).isdisjoint({place - 1, place + 1})


def _is_denied(hearing: Hearing, place: int) -> bool:
    """`не один, а два`."""
    return hearing.word(place - 1) == "не" and hearing.word(place + 1) == "а"
