"""Read a person's name: two or three words in any usual order."""

from engine.facts.name_patterns import FoundName, find_names
from engine.facts.name_setting import NameSetting
from engine.facts.name_tokens import read_name_runs
from engine.facts.said import Said
from engine.session import Contact


def read_name(said: Said, *, numbers: frozenset[int], stage: str) -> Contact:
    """Return the name parts told, without a phone.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    found = find_name(said, numbers=numbers, stage=stage)
    return found.contact if found else Contact()


def find_name(said: Said, *, numbers: frozenset[int], stage: str) -> FoundName | None:
    """Return the surest name that its surroundings allow, with its place."""
    setting = NameSetting(said, numbers, stage)
    possible = [
        name
        for run in read_name_runs(said, numbers)
        for name in find_names(run, after_preposition=setting.after_preposition)
        if setting.allows(name)
    ]
    return min(possible, key=lambda name: name.rank, default=None)
