"""Tell a part got for this car from what others got for themselves, or was got long ago."""

from collections.abc import Sequence

from engine.facts.morphology import parses
from engine.facts.places import Places
from engine.facts.words import Words

_PERSONS = "person_words"
_OTHERS = "other_people"
_FOR_US = "for_us_words"
_LONG_AGO = "long_ago_words"
_OTHER_CAR = "other_car_words"
_DONE = "done_words"
_US = frozenset({"я", "мы"})
_DOER, _OWNER, _RECEIVER = "nomn", "gent", "datv"


def is_of_others(words: Words, clause: range, places: Places) -> bool:
    """`сосед манн взял`, `муж сестры купил`, `жене взял`, `на прошлую машину взял`."""
    if places.within(clause, _OTHER_CAR):
        return True
    if places.within(clause, _LONG_AGO) and not places.within(clause, _DONE):
        return True
    people = places.of(_PERSONS, _OTHERS).intersection(clause)
    if not people or places.within(clause, _FOR_US):
        return False
    lower = words.lower
    free = [place for place in people if not _is_governed(lower, place, clause)]
    if any(_DOER not in (cases := _cases(lower[p])) and _RECEIVER in cases for p in free):
        return True
    if not _US.isdisjoint(lower[clause.start : clause.stop]):
        return False
    others = places.of(_OTHERS)
    return any(
        p in others or _is_owned(lower, p, people) for p in free if _DOER in _cases(lower[p])
    )


def _is_governed(lower: Sequence[str], place: int, clause: range) -> bool:
    """`у соседа`, `с родным братом`."""
    before = place - 1
    while before in clause and parses(lower[before])[0].tag.POS == "ADJF":
        before -= 1
    return before in clause and parses(lower[before])[0].tag.POS == "PREP"


def _is_owned(lower: Sequence[str], place: int, people: frozenset[int]) -> bool:
    """`муж сестры` is of another household."""
    return any(_OWNER in _cases(lower[other]) for other in people & {place - 1, place + 1})


def _cases(word: str) -> frozenset[str]:
    return frozenset(str(reading.tag.case) for reading in parses(word))
