"""Tell the phone to call from one put right in the same breath and from a further one."""

from engine.facts.said import Said
from engine.session import Contact

_FURTHER = "further_phone_words"
_CORRECTING = ("correction_words", "misspoken_words")
_JOINTS = frozenset(
    ("еще", "или", "либо", "плюс", "запасной", "дополнительный", "доп", "резервный", "второй")
)
"""Right before a phone they put it beside another one."""

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
    further = said.says(_FURTHER) or _before_phones(said)
    return known.phone if known.phone and further else phones[0]


def places_of_further_phone(said: Said, phones: tuple[str, ...]) -> frozenset[int]:
    """Return the words that call a phone a further one: `второй номер` is then no offer."""
    return said.places.of(_FURTHER) | _before_phones(said) if phones else frozenset()


def _before_phones(said: Said) -> frozenset[int]:
    """`и еще 89161112233`, `или 89161112233`, `запасной 89161112233`."""
    words, digits = said.words, said.words.with_digits
    return frozenset(
        place - 1
        for place in digits
        if place
        and words.lower[place - 1] in _JOINTS
        and _has_phone(said, _digits_from(said, place))
    )


def _digits_from(said: Said, first: int) -> range:
    last = first
    while last in said.words.with_digits:
        last += 1
    return range(first, last)


def _has_phone(said: Said, part: range) -> bool:
    return sum(len(said.words.lower[p]) for p in part if p in said.words.with_digits) >= _DIGITS
