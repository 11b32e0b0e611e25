"""Read a person's name: two or three words in any usual order."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.facts.name_patterns import FoundName, find_names
from engine.facts.name_setting import AWAITING_CONTACT, ONESELF, NameSetting
from engine.facts.name_tokens import NameToken, read_name_runs
from engine.facts.name_words import PATRONYMIC_ENDS, may_begin_name
from engine.facts.said import Said

_INTRODUCING = frozenset({"introduces_name", "person_words"})
_CORRECTING = ("correction_words", "misspoken_words")
_RECEIVING = "receiver_words"
_MINE = frozenset({"мой", "моя", "наш", "наша"})
_PHONE_DIGITS = 10
_LONGEST_NAME = 3
_CHOOSING, _LONGEST_LIST = "PRICING", 8
_PATRONYMIC = re.compile(r"(?:[оеь]вич|[ьмкт]ич|[аоеь]вн|ничн|мичн)(?:[аеуыо]|ем|ой|ей)?(?![^\W_])")


def find_name(
    said: Said, *, numbers: frozenset[int], stage: str, half_known: bool = False
) -> FoundName | None:
    """Return the surest name that its surroundings allow, with its place.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers;
    `half_known` says that a first name or a surname was told before.
    """
    if stage not in AWAITING_CONTACT and not _may_be_told(said, numbers, stage):
        return None
    setting = NameSetting(said, numbers, stage, half_known=half_known)
    possible = [
        name
        for run in _with_parted(read_name_runs(said, numbers), numbers)
        for name in find_names(run, after_preposition=setting.after_preposition)
        if setting.allows(name)
    ]
    return min(
        _of_receiver(said, _put_right(said, possible)), key=lambda name: name.rank, default=None
    )


def _put_right(said: Said, names: Sequence[FoundName]) -> Sequence[FoundName]:
    """Leave out names that a whole one behind a correction replaces: `Лосев А, нет, Лосев И`."""
    corrections = said.places.of(*_CORRECTING)
    anew = [n.first for n in names if n.contact.is_named and n.first - 1 in corrections]
    return [name for name in names if name.last > max(anew) - 1] if anew else names


def _of_receiver(said: Said, names: Sequence[FoundName]) -> Sequence[FoundName]:
    """Leave out who writes where another one receives: `Лосева Анна, получит муж Лосев Антон`."""
    receiving = said.places.of(_RECEIVING) if len(names) > 1 else frozenset()
    between = said.places.of("person_words", "filler_words") if receiving else frozenset()
    whole = (name for name in names if receiving and name.contact.is_named)
    received = []
    for name in whole:
        before = name.first - 1
        while before in between - receiving or said.words.lower[before] in _MINE:
            before -= 1
        if before in receiving:
            received.append(name)
    return received or names


def _with_parted(
    runs: Sequence[list[NameToken]], numbers: frozenset[int]
) -> Iterator[list[NameToken]]:
    """Return the runs and, as one, two words with nothing but a phone between them.

    `мария 89161234567 иванова`
    """
    yield from runs
    for before, after in pairwise(runs):
        between = range(before[-1].last, after[0].first)
        parted = between and numbers.issuperset(between) and len(before) == len(after) == 1
        if parted and (_fit(before[0], after[0]) or _fit(after[0], before[0])):
            yield [*before, *after]


def _fit(name: NameToken, surname: NameToken) -> bool:
    """Say whether one is surely a first name and the other a surname."""
    return (
        name.readings.surely_first
        and not name.readings.surely_last
        and surname.readings.surely_last
    )


def _may_be_told(said: Said, numbers: frozenset[int], stage: str) -> bool:
    """Say cheaply whether a name nobody asked for may stand here: most messages hold none."""
    words = said.words.lower
    return (
        not _INTRODUCING.isdisjoint(said.keys)
        or not PATRONYMIC_ENDS.isdisjoint(words)
        or _PATRONYMIC.search(said.words.small) is not None
        or sum(len(words[index]) for index in numbers if words[index].isdecimal()) >= _PHONE_DIGITS
        or _follows_oneself(said)
        or _is_all(words)
        or (stage == _CHOOSING and _is_listed(said))
    )


def _is_listed(said: Said) -> bool:
    """Say whether a short message has a clause that a name may begin: `второй, Анна`."""
    words = said.words
    return len(words) <= _LONGEST_LIST and any(
        words.breaks[place] and may_begin_name(words.lower[place]) for place in range(1, len(words))
    )


def _is_all(words: tuple[str, ...]) -> bool:
    """Say whether a short message may be nothing but a name."""
    return len(words) <= _LONGEST_NAME and all(map(may_begin_name, words))


def _follows_oneself(said: Said) -> bool:
    """Say whether what stands after `я` or `это` can begin a name: `это деталь` cannot."""
    words = said.words.lower
    if ONESELF.isdisjoint(words):
        return False
    return said.says("first_name_words") or any(
        word in ONESELF and may_begin_name(after) for word, after in pairwise(words)
    )
