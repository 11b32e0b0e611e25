"""Hear that a message may change what was summed up, whether the rest understands it or not."""

from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.said import Said

_CHANGING = (
    "add_words",
    "change_choice",
    "choose_words",
    "fewer_pieces_words",
    "leave_words",
    "more_pieces_words",
    "option_words",
    "piece_words",
    "refuse_words",
    "swap_words",
    "taking_words",
)
_AGREEING = ("confirm_words", "explicit_yes", "yes_company")
"""`оформляйте` agrees and takes nothing else."""
_COMING = ("pickup_asked", "pickup_words")
"""`когда забирать?` takes no offer."""


def may_change(said: Said) -> bool:
    """Say whether a number, a maker, or a word of taking or leaving out is told beside a yes."""
    words, places = said.words, said.places
    if words.with_digits or said.names.brands:
        return True
    if places.of(*_CHANGING) - places.of(*_AGREEING, *_COMING):
        return True
    return any(
        cardinal_at(words, place) is not None or ordinal_at(words, place) is not None
        for place in range(len(words))
        if place not in places.of(*_AGREEING)
    )
