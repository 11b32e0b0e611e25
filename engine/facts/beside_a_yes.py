"""Hear that a yes to the summary stands beside words that would refuse it if they stood alone."""

from engine.facts.message_parts import MessageParts
from engine.facts.phrases import Hit

_YES = "explicit_yes"
_AGREEING = (_YES, "confirm_words", "thanks")
_REST, _NEED = "rest_words", "need_words"
_NOTHING = "ничего"
_DEEDS = ("acquired_words", "found_words", "mended_words", "paid_words")
_BUT = "но"


def is_beside_a_yes(parts: MessageParts, refusal: Hit, part: range) -> bool:
    """`да, больше не надо`, and `муж нашел дешевле, но я вам доверяю. да`.

    A yes may also be said to the refusal itself: `отменяйте, да`.
    """
    agreed = [other for other in parts.all if _only_agrees(parts, other)]
    if not agreed:
        return False
    if _needs_no_more(parts, part):
        return True
    told = parts.places.within(range(refusal.first, refusal.last), *_DEEDS)
    kept = any(parts.lower(other)[0] == _BUT for other in parts.all if other.start >= part.stop)
    return told and kept and agreed[-1] == parts.all[-1]


def _only_agrees(parts: MessageParts, part: range) -> bool:
    places = parts.places
    return places.within(part, _YES) and places.of(*_AGREEING).issuperset(part)


def _needs_no_more(parts: MessageParts, part: range) -> bool:
    """`больше не надо`, `ничего не нужно`, but not `брать ничего не буду`."""
    nothing = _NOTHING in parts.lower(part) and parts.places.within(part, _NEED)
    return nothing or parts.places.within(part, _REST)
