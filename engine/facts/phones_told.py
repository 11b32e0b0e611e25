"""Tell the phone to call from one put right in the same breath and from a further one."""

from engine.facts.said import Said
from engine.session import Contact

_FURTHER = "further_phone_words"
_CORRECTING = ("correction_words", "misspoken_words")
_DIGITS = 10


def standing_phones(said: Said, phones: tuple[str, ...]) -> tuple[str, ...]:
    """Return the phones of a message, or the last one where a correction stands before it."""
    if len(phones) < len(("one", "another")):
        return phones
    signs = said.places.of(*_CORRECTING)
    total = len(said.words)
    corrected = any(
        _has_phone(said, range(sign)) and _has_phone(said, range(sign + 1, total)) for sign in signs
    )
    return phones[-1:] if corrected else phones


def phone_to_call(said: Said, phones: tuple[str, ...], *, known: Contact) -> str | None:
    """Return the first phone told; a second, spare or added one replaces none that is known."""
    if not phones:
        return None
    return known.phone if known.phone and said.says(_FURTHER) else phones[0]


def places_of_further_phone(said: Said, phones: tuple[str, ...]) -> frozenset[int]:
    """Return the words that call a phone a further one: `второй номер` is then no offer."""
    return said.places.of(_FURTHER) if phones else frozenset()


def _has_phone(said: Said, part: range) -> bool:
    return sum(len(said.words.lower[p]) for p in part if p in said.words.with_digits) >= _DIGITS
