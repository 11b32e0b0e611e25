"""Hear how many of each offer are wanted where ordinals name them: `третий один, второй два`."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.hearing import JOINING, Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, is_ending, ordinal_at
from engine.facts.offers_said_alike import ALSO
from engine.facts.quantities import PIECES_LIMIT, Pieces

_TWO = 2
_FEW = 20
_SIGNS = frozenset({":", "=", "-", "–", "—"})
_OF_MANY = "х"
"""`вторых`, `третьих`: so many of one offer, where `вторые` may be two more offers."""

Pair = tuple[int, int]
"""Places of two words beside each other, an ordinal and a count in one order or the other."""


def with_counts_beside_ordinals(hearing: Hearing) -> Hearing:
    """Add to the pieces the counts of a message of nothing but ordinals and a count of each."""
    pairs = () if hearing.pieces else _pairs(hearing)
    if not pairs:
        return _with_counts_behind(hearing)
    several = len(pairs) >= _TWO
    if all(_is_counted(hearing, before, after, several=several) for before, after in pairs):
        return _counted(hearing, [after for _, after in pairs])
    if all(_is_counted_ahead(hearing, before, after, several=several) for before, after in pairs):
        return _counted(hearing, [before for before, _ in pairs])
    return _with_counts_behind(hearing)


def _with_counts_behind(hearing: Hearing) -> Hearing:
    """Add counts that close a clause right behind one of several ordinals: `третий возьму два`."""
    words = hearing.words
    ordinals = [p for p in range(len(words)) if _is_single(hearing, p) and p not in hearing.taken]
    if hearing.strict or len(ordinals) < _TWO or not ALSO.isdisjoint(words.lower):
        return hearing
    behind = [
        place
        for ordinal in ordinals
        if (place := _count_behind(hearing, ordinal)) is not None
        and (not hearing.word(place).isdecimal() or _is_named_again(hearing, ordinal, ordinals))
    ]
    told = (Pieces(cardinal_at(words, place) or 0, place, place + 1) for place in behind)
    return (
        replace(hearing, pieces=sorted((*hearing.pieces, *told), key=lambda told: told.first))
        if behind
        else hearing
    )


def _count_behind(hearing: Hearing, ordinal: int) -> int | None:
    words, place = hearing.words, ordinal + 1 + is_ending(hearing.words, ordinal + 1)
    beside = hearing.places("beside_count_words", "choose_words", "option_words")
    while place in beside and not words.breaks[place]:
        place += 1
    if place >= len(words) or words.breaks[place] or not _is_count(hearing, place):
        return None
    after = place + 1
    closed = words.breaks[after] or hearing.word(after) in JOINING or after in beside
    return place if closed or _is_single(hearing, after) else None


def _is_single(hearing: Hearing, place: int) -> bool:
    ordinal = ordinal_at(hearing.words, place) is not None
    return ordinal and not _is_plural(hearing.word(place))


def _is_chosen(hearing: Hearing, ordinal: int) -> bool:
    number = ordinal_at(hearing.words, ordinal)
    return number is not None and hearing.id_of(number) in hearing.chosen


def _is_named_again(hearing: Hearing, ordinal: int, ordinals: Sequence[int]) -> bool:
    """`третий и пятый по 2, нет, пятый 1`: who names it again numbers no other offer."""
    number = ordinal_at(hearing.words, ordinal)
    return any(ordinal_at(hearing.words, p) == number for p in ordinals if p < ordinal)


def names_another_place(hearing: Hearing) -> bool:
    """`второй 3`, `второй, 3`: three of the second, or the third as well."""
    pairs = () if hearing.strict or hearing.pieces else _pairs(hearing, apart=True)
    if len(pairs) != 1:
        return False
    ordinal, digit = pairs[0]
    number = ordinal_at(hearing.words, ordinal)
    return (
        number is not None
        and not _is_plural(hearing.word(ordinal))
        and hearing.word(digit).isdecimal()
        and int(hearing.word(digit)) not in {1, number}
        and _is_count(hearing, digit)
    )


def counts_many_unheard(hearing: Hearing) -> bool:
    """`третий и два пятых`: a count of one of several offers that was not read with the rest."""
    return not hearing.pieces and any(
        _is_count(hearing, place - 1) and not hearing.words.breaks[place]
        for place in range(1, len(hearing.words))
        if _is_of_many(hearing, place) and ordinal_at(hearing.words, place) != 1
    )


def _pairs(hearing: Hearing, *, apart: bool = False) -> Sequence[Pair]:
    """Return the words beside what says nothing, two by two; none where they do not pair.

    Words of two clauses pair only where it is asked for.
    """
    idle = hearing.places("polite_words", "choose_words", "need_words", "filler_words")
    idle |= hearing.places("correction_words")
    endings = {place for place in range(len(hearing.words)) if is_ending(hearing.words, place)}
    told = [
        place
        for place in range(len(hearing.words))
        if place not in idle | endings and hearing.word(place) not in JOINING | ALSO
    ]
    pairs = list(zip(told[::2], told[1::2], strict=False))
    taking = hearing.places("choose_words", "need_words") | endings
    taking |= {place for place, word in enumerate(hearing.words.lower) if word in ALSO}
    if len(told) % 2 or any(not taking.issuperset(range(b + 1, a)) for b, a in pairs):
        return ()
    return () if not apart and any(_is_apart(hearing, after) for _, after in pairs) else pairs


def _is_apart(hearing: Hearing, place: int) -> bool:
    """`первый: 2` belongs together, `первый, 2` does not."""
    words = hearing.words
    return words.breaks[place] and words.separator(place).strip() not in _SIGNS


def _counted(hearing: Hearing, places: Sequence[int]) -> Hearing:
    told = [Pieces(cardinal_at(hearing.words, place) or 0, place, place + 1) for place in places]
    return replace(hearing, pieces=told)


def _is_counted(hearing: Hearing, ordinal: int, count: int, *, several: bool) -> bool:
    """`второй два`; `вторые два` may be two more offers, `второй 3` the third as well."""
    if ordinal_at(hearing.words, ordinal) is None or not _is_count(hearing, count):
        return False
    if several:
        return not _is_plural(hearing.word(ordinal)) or _is_of_many(hearing, ordinal)
    if hearing.words.separator(count).strip() in _SIGNS:
        # `второй - 2`
        return not _is_plural(hearing.word(ordinal))
    if _is_single(hearing, ordinal) and _is_chosen(hearing, ordinal):
        # Who names again what is chosen can only tell how many.
        return True
    beyond = cardinal_at(hearing.words, count) or 0
    shown = {offer.id for offer in hearing.offers}
    single = not _is_plural(hearing.word(ordinal))
    return single and len(hearing.offers) < beyond < _FEW and hearing.id_of(beyond) not in shown


def _is_counted_ahead(hearing: Hearing, count: int, ordinal: int, *, several: bool) -> bool:
    """`два вторых`; `два первых` alone are two offers, `2 второй` names one twice."""
    number = ordinal_at(hearing.words, ordinal)
    if number is None or not _is_count(hearing, count):
        return False
    if _is_of_many(hearing, ordinal):
        return several or number != 1
    few = number == 1 and _is_plural(hearing.word(ordinal))
    # `1 вторую и 2 третьих`; `2 первый 3 второй` may number them.
    counts = not hearing.word(count).isdecimal() or any(
        _is_of_many(hearing, place) for place in range(len(hearing.words))
    )
    return several and not few and counts


def _is_of_many(hearing: Hearing, ordinal: int) -> bool:
    ordinals = ordinal_at(hearing.words, ordinal) is not None
    return ordinals and hearing.word(ordinal).endswith(_OF_MANY)


def _is_count(hearing: Hearing, place: int) -> bool:
    free = place not in hearing.taken
    return free and 0 < (cardinal_at(hearing.words, place) or 0) <= PIECES_LIMIT


def _is_plural(word: str) -> bool:
    return str(parses(word)[0].tag.number) == "plur"
