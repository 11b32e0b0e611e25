"""The last good version keeps serving, whatever is on disk."""

from dataclasses import dataclass

import pytest

from engine.errors import Fault, FilesInvalid
from engine.evaluation.registry import Registry


@dataclass(frozen=True)
class Served:
    """A version with nothing but its name."""

    version: str

    @property
    def digest(self) -> str:
        return f"digest of {self.version}"


BROKEN = FilesInvalid((Fault("rules/x.yaml", 3, 5, "UNKNOWN_FACT", "unknown fact"),))


class Disk:
    """What the next load finds."""

    def __init__(self, found: Served | FilesInvalid) -> None:
        self.found = found

    def load(self) -> Served:
        if isinstance(self.found, FilesInvalid):
            raise self.found
        return Served(self.found.version)


def test_the_first_version_serves() -> None:
    registry = Registry(Disk(Served("1")).load)

    assert registry.current.version == "1"


def test_there_is_no_registry_without_a_first_good_version() -> None:
    with pytest.raises(FilesInvalid) as caught:
        Registry(Disk(BROKEN).load)

    assert caught.value.code == "UNKNOWN_FACT"


def test_a_new_version_replaces_the_old_whole() -> None:
    disk = Disk(Served("1"))
    registry = Registry(disk.load)
    disk.found = Served("2")

    activation = registry.refresh()

    assert (activation.version, activation.changed, activation.error) == ("2", True, None)
    assert registry.current.version == "2"


def test_an_unchanged_version_is_not_replaced() -> None:
    registry = Registry(Disk(Served("1")).load)
    serving = registry.current

    activation = registry.refresh()

    assert activation.changed is False
    assert registry.current is serving


def test_a_broken_version_leaves_the_last_good_one_serving() -> None:
    disk = Disk(Served("1"))
    registry = Registry(disk.load)
    serving = registry.current
    disk.found = BROKEN

    activation = registry.refresh()

    assert (activation.version, activation.changed, activation.error) == ("1", False, BROKEN)
    assert registry.current is serving
    assert registry.last_error is BROKEN


def test_a_repaired_version_clears_the_error() -> None:
    disk = Disk(Served("1"))
    registry = Registry(disk.load)
    disk.found = BROKEN
    registry.refresh()
    disk.found = Served("2")

    registry.refresh()

    assert (registry.current.version, registry.last_error) == ("2", None)
