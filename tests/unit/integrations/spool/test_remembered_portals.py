"""Portals stay known while the store is away, also to a process that starts meanwhile."""

import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.errors import StoreUnavailable
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.spool.outage import Outage
from integrations.spool.remembered_portals import REFRESHED_SECONDS, RememberedPortals
from tests.unit.integrations.spool.desk import Clock


class PassingRecords(MemoryPortalRecords):
    away = False

    def read(self, member_id: str) -> str | None:
        if self.away:
            raise StoreUnavailable("away")
        return super().read(member_id)


class Host:
    """The records of a store and a folder of the host."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.records = PassingRecords(MemoryStore(self.clock))
        self.file = folder / "portals.sealed"

    def a_process(self) -> RememberedPortals:
        return RememberedPortals(self.records, self.file, Outage(self.clock), self.clock)

    def add(self, member_id: str, text: str, old: str | None = None) -> None:
        self.records.write(member_id, old=old, new=text)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_portal_is_known_to_a_process_that_starts_without_the_store(host: Host) -> None:
    host.add("one", "sealed")
    host.a_process().refresh()
    host.records.away = True

    assert host.a_process().read("one") == "sealed"


def test_while_the_store_answers_it_alone_is_believed(host: Host) -> None:
    host.add("one", "sealed")
    process = host.a_process()
    process.refresh()
    host.records.write("one", old="sealed", new=None)

    assert process.read("one") is None


def test_nobody_can_tell_of_a_stranger_meanwhile(host: Host) -> None:
    host.add("one", "sealed")
    host.a_process().refresh()
    host.records.away = True

    with pytest.raises(StoreUnavailable):
        host.a_process().read("two")


def test_the_copy_follows_what_is_changed_added_and_removed(host: Host) -> None:
    process = host.a_process()
    host.add("one", "sealed")
    host.add("two", "sealed")
    process.refresh()
    host.add("one", "changed", old="sealed")
    host.records.write("two", old="sealed", new=None)
    host.clock.seconds += REFRESHED_SECONDS
    process.refresh()
    host.records.away = True

    assert process.read("one") == "changed"
    with pytest.raises(StoreUnavailable):
        process.read("two")


def test_the_store_is_asked_for_all_portals_every_few_seconds_only(host: Host) -> None:
    host.add("one", "sealed")
    process = host.a_process()
    process.refresh()
    host.add("two", "sealed")

    process.refresh()

    assert (b"one" in host.file.read_bytes(), b"two" in host.file.read_bytes()) == (True, False)


def test_only_its_owner_may_read_the_copy(host: Host) -> None:
    host.add("one", "sealed")

    host.a_process().refresh()

    assert [stat.S_IMODE(path.stat().st_mode) for path in host.file.parent.iterdir()] == [0o600]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_copy_that_cannot_be_read_is_no_copy(host: Host, content: bytes) -> None:
    host.file.write_bytes(content)
    host.records.away = True

    with pytest.raises(StoreUnavailable):
        host.a_process().read("one")


def test_a_write_is_the_stores_own(host: Host) -> None:
    assert host.a_process().write("one", old=None, new="sealed")
    assert host.records.read("one") == "sealed"
    assert host.a_process().all() == {"one": "sealed"}


@contextmanager
def a_disk_that_takes(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes meanwhile, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def test_a_full_disk_keeps_the_copy_that_was_and_gathers_no_files(host: Host) -> None:
    process = host.a_process()
    host.add("one", "sealed")
    process.refresh()
    host.add("one", "changed" * 300_000, old="sealed")
    with a_disk_that_takes(1_000_000):
        for _ in range(3):
            host.clock.seconds += REFRESHED_SECONDS
            process.refresh()

    left = [path.name for path in host.file.parent.iterdir()]
    host.clock.seconds += REFRESHED_SECONDS
    kept = host.file.read_bytes()
    process.refresh()

    assert (left, b"sealed" in kept) == ([host.file.name], True)
    assert b"changed" in host.file.read_bytes()
