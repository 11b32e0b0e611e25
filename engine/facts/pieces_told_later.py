"""Hear how many pieces of the one offer chosen are wanted: `две дайте`, `двух достаточно`."""

from engine.facts.choice import Choice
from engine.facts.hearing import JOINING, Hearing
from engine.facts.numerals import cardinal_at

_WANTING = ("choose_words", "taking_words", "need_words", "prefer_words", "enough_words")
_IDLE = (*_WANTING, "correction_words", "filler_words", "part_words", "piece_words", "polite_words")
_MOST = 50


def with_pieces_told(choice: Choice, hearing: Hearing) -> Choice:
    """Return the choice with the count of a message, or of a clause, that says nothing else."""
    told = choice.quantity or choice.quantities or choice.asked or choice.pieces_unclear
    if choice.kind == "unknown" or told or choice.digit or len(hearing.chosen) != 1:
        return choice
    if "?" in hearing.words.text or choice.too_many:
        return choice
    counts = [place for place in range(len(hearing.words)) if _count(hearing, place)]
    in_words = [place for place in counts if not hearing.word(place).isdecimal()]
    # `Тверь, Советская 4. две давайте`: the digit is of the address.
    counts, worded = in_words or counts, bool(in_words)
    if len(counts) != 1:
        return choice
    place = counts[0]
    wanted = worded or bool(hearing.places("enough_words"))
    within = range(len(hearing.words))
    if worded and not _says_only_count(hearing, place, within):
        within = hearing.clause(place)
    if not wanted or not _says_only_count(hearing, place, within):
        return choice
    return Choice(quantity=_count(hearing, place))


def _count(hearing: Hearing, place: int) -> int:
    count = cardinal_at(hearing.words, place) if place not in hearing.numbers else None
    return count if count and count <= _MOST else 0


def _says_only_count(hearing: Hearing, place: int, within: range) -> bool:
    idle = hearing.places(*_IDLE)
    asks = hearing.places(*_WANTING).intersection(within)
    return bool(asks) and all(
        word == place or word in idle or hearing.word(word) in JOINING - {"не", "ни", "или", "либо"}
        for word in within
    )
