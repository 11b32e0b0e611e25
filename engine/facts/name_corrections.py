"""Correct one half of a known name that the client names as such: `нет, фамилия Петрова`."""

from dataclasses import replace

from engine.facts.name_patterns import FoundName
from engine.facts.said import Said
from engine.session import Contact

_LABELS = {"фамилия": "last_name", "имя": "first_name"}
_FOR_ANOTHER = "на"


def told_of(said: Said, name: FoundName, *, known: Contact) -> Contact:
    """Return the name as told, made whole by the known one where it corrects a half of that.

    `на имя Анна` is of another receiver, whose other half is not known.
    """
    part = _LABELS.get(_word(said, name.first - 1))
    if part is None or name.strength != "alone" or not known.is_named:
        return name.contact
    corrected = getattr(name.contact, part)
    if corrected is None or _word(said, name.first - 2) == _FOR_ANOTHER:
        return name.contact
    return replace(known, **{part: corrected}, phone=None)


def _word(said: Said, index: int) -> str:
    return said.words.lower[index] if index >= 0 else ""
