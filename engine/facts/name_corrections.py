"""Correct a part of a known name: `нет, фамилия Петров`, `не Иванов, а Петров`, `Сергеевич`."""

from collections.abc import Iterator
from dataclasses import replace

from engine.facts.morphology import parses
from engine.facts.name_patterns import FoundName
from engine.facts.name_tokens import capitalised
from engine.facts.name_words import Form, name_readings
from engine.facts.said import Said
from engine.session import NOBODY, Contact

_LABELS = {"фамилия": "last_name", "имя": "first_name", "отчество": "middle_name"}
_CORRECTING = ("correction_words", "misspoken_words")
_MIDDLE = "middle_name"
_MIDDLE_CALLED = "отчеств"
_FOR_ANOTHER = "на"
_WRONG = "change_contact"
_INTRODUCING = "introduces_name"
_NOT, _BUT = "не", "а"


def told_of(
    said: Said, name: FoundName | None, *, known: Contact, place: bool, chosen: bool
) -> Contact:
    """Return the name as told, made whole by the known one where it corrects a part of that.

    `на имя Анна` is of another receiver, whose other half is not known. Where a `place` is told or
    awaited, a single word is hardly a receiver, unless it is introduced as one.
    """
    if chosen and name and name.strength == "alone" and len(said.words) == 1:
        # `манн` is a surname too.
        return NOBODY
    told = name.contact if name else NOBODY
    half = _half_behind(said, name) if name and not chosen else None
    if half is not None:
        return _corrected(told, *half)
    if not known.is_named:
        return told
    told = replace(told, last_name=known.last_name) if _spells_out(told, known) else told
    half = next(_halves(said, name, known), None)
    if half is not None:
        return _corrected(known, *half)
    if name and place and name.strength == "alone" and not said.says(_INTRODUCING):
        return NOBODY
    return told


def _spells_out(told: Contact, known: Contact) -> bool:
    """`Елена Петровна` behind `Сорокина Е.П.`: what the initials stand for."""
    if told.last_name or not (told.first_name and known.last_name):
        return False
    pairs = ((told.first_name, known.first_name), (told.middle_name, known.middle_name))
    return len((known.first_name or "").rstrip(".")) == 1 and all(
        not (name and initial) or name.startswith(initial.rstrip(".")) for name, initial in pairs
    )


def names_another(told: Contact, *, known: Contact) -> bool:
    """Say whether half a name is told that is no part of the known one."""
    half = told.full_name.casefold() if known.is_named and not told.is_named else ""
    return bool(half) and half not in known.full_name.casefold().split()


def _corrected(known: Contact, part: str, value: str) -> Contact:
    """Return the whole name, or the half where the two are a man's and a woman's."""
    whole = replace(known, **{part: value}, phone=None)
    genders = [
        {form.gender for form in _forms(known_part, word)}
        for known_part in _LABELS.values()
        if (word := getattr(whole, known_part)) and _forms(known_part, word)
    ]
    agree = not genders or bool(set.intersection(*genders))
    return whole if agree else Contact(**{part: value})


def _halves(said: Said, name: FoundName | None, known: Contact) -> Iterator[tuple[str, str]]:
    """Find the part of the name that is told anew, with what it is."""
    yield from _contrasted(said, known)
    if name is None:
        yield from _patronymic(said)
    elif name.contact.middle_name and name.contact.last_name is None:
        if name.contact.first_name == known.first_name:
            yield _MIDDLE, name.contact.middle_name
    elif name.strength == "alone":
        part = _called(said, name)
        value = getattr(name.contact, part) if part else None
        if part and value and _word(said, name.first - 2) != _FOR_ANOTHER:
            yield part, value


def _half_behind(said: Said, name: FoundName) -> tuple[str, str] | None:
    """`Лосев Антон, ой, Андрей`: one word of a name behind a correction, and nothing else."""
    signs = said.places.of(*_CORRECTING)
    if not signs or not name.contact.is_named:
        return None
    place = name.last
    while place in said.words.with_digits:
        place += 1
    if place not in signs:
        return None
    while place in signs:
        place += 1
    closed = place < len(said.words) and (
        place + 1 == len(said.words) or said.words.breaks[place + 1]
    )
    told = [part for part in _LABELS.values() if _nominative(part, _word(said, place))]
    return (told[0], _written(said, place)) if closed and len(told) == 1 else None


def _called(said: Said, name: FoundName) -> str | None:
    """Return the part that the word before names, or the only one told to be wrong."""
    if beside := _label(_word(said, name.first - 1)):
        return beside
    labels = {label for word in said.words.lower if (label := _label(word))}
    return labels.pop() if len(labels) == 1 and said.says(_WRONG) else None


def _contrasted(said: Said, known: Contact) -> Iterator[tuple[str, str]]:
    """`не Иванов, а Петров`, `Петров, а не Иванов`; `фамилия не Иванофф, а Петров`."""
    for place, word in enumerate(said.words.lower):
        if word != _NOT:
            continue
        old = _word(said, place + 1)
        turned = _word(said, place - 1) == _BUT
        new = place - 2 if turned else place + 3
        if not turned and _word(said, place + 2) != _BUT:
            continue
        part = _part_of(known, old) or _label(_word(said, (new if turned else place) - 1))
        form = _nominative(part, _word(said, new)) if part else None
        if part and form:
            yield part, _written(said, new)


def _patronymic(said: Said) -> Iterator[tuple[str, str]]:
    """`отчество Сергеевич`, and a message of nothing else."""
    words = said.words.lower
    # Most messages are spared the dictionary.
    if len(words) != 1 and not any(word.startswith(_MIDDLE_CALLED) for word in words):
        return
    found = [place for place, word in enumerate(words) if _nominative(_MIDDLE, word)]
    if len(found) == 1:
        yield _MIDDLE, _written(said, found[0])


def _label(word: str) -> str | None:
    return _LABELS.get(str(parses(word)[0].normal_form)) if word.isalpha() else None


def _part_of(known: Contact, word: str) -> str | None:
    parts = (
        part
        for part in _LABELS.values()
        if word and (getattr(known, part) or "").lower().replace("ё", "е") == word
    )
    return next(parts, None)


def _nominative(part: str, word: str) -> Form | None:
    return next((form for form in _forms(part, word) if form.case == "nomn"), None)


def _forms(part: str, word: str) -> tuple[Form, ...]:
    readings = name_readings(word.lower().replace("ё", "е"))
    told = {"last_name": readings.last, "first_name": readings.first, _MIDDLE: readings.middle}
    return tuple(form for form in told.get(part, ()) if form.case == "nomn")


def _written(said: Said, place: int) -> str:
    words = said.words
    return capitalised(words.text[words.starts[place] : words.ends[place]])


def _word(said: Said, index: int) -> str:
    return said.words.lower[index] if 0 <= index < len(said.words) else ""
