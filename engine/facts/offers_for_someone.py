"""Tell whom an offer is for from what a number counts: `3 мастеру, 4 мне`, but `3 дня`."""

from engine.facts.morphology import parses

_OWN = frozenset({"себе", "мне", "нам"})
_FOR_WHOM = {"anim", "datv"}


def is_receiver(word: str) -> bool:
    """Say whether a word names someone in the dative: `мастеру`, `брату`, `себе`."""
    if word in _OWN:
        return True
    noun = parses(word)[0].tag if word else None
    return noun is not None and noun.POS == "NOUN" and set(noun.grammemes) >= _FOR_WHOM
