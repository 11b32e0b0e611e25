"""What has ended is in the file before the store forgets it, whatever fails in between."""

from pathlib import Path

import gevent
import pytest
from gevent.event import Event

from api.worker.archiving import Archiving
from engine.effects import EffectState
from engine.ports.metrics import SilentMetrics
from integrations.archive.folder import ArchiveFolder
from integrations.archive.line import Verified, verified
from tests.contract.stores import Store, a_dialog, an_effect, memory_store
from tests.unit.api.worker.resting_worker import a_resting_worker


@pytest.fixture
def store() -> Store:
    return memory_store()


def ends(store: Store, number: int) -> None:
    store.accept(a_dialog(number), "hello")
    claim = store.take()
    key = an_effect(claim)
    claim = store.commit(claim, key)
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=EffectState.SUCCEEDED, result="")
    store.dialogs.release(claim)


def archiving(store: Store, directory: Path, worker: str = "w1") -> Archiving:
    folder = ArchiveFolder(directory, megabytes=1, now=lambda: 1_795_671_493.0)
    return Archiving(worker, store.archive_queue, folder, store.leases, SilentMetrics())


def lines(directory: Path) -> list[bytes]:
    return (directory / "archive.jsonl").read_bytes().splitlines()


def test_more_than_is_read_at_once_is_all_kept_once(store: Store, tmp_path: Path) -> None:
    for number in range(1, 206):
        ends(store, number)

    archiving(store, tmp_path)()
    archiving(store, tmp_path)()

    assert verified(lines(tmp_path)) == Verified(effects=205)
    assert not store.archive_queue.due(limit=1)


def test_what_could_not_be_written_is_written_later(store: Store, tmp_path: Path) -> None:
    ends(store, 1)
    (tmp_path / "full").write_text("no folder can be made here")

    archiving(store, tmp_path / "full")()

    assert store.archive_queue.due(limit=1)
    archiving(store, tmp_path / "other")()
    assert verified(lines(tmp_path / "other")) == Verified(effects=1)


def test_one_worker_at_a_time_archives_and_another_follows_when_it_is_silent(
    store: Store, tmp_path: Path
) -> None:
    archiving(store, tmp_path / "first")()
    ends(store, 1)

    archiving(store, tmp_path / "second", worker="w2")()
    assert not (tmp_path / "second").exists()

    store.pass_time(61)
    archiving(store, tmp_path / "second", worker="w2")()
    assert verified(lines(tmp_path / "second")) == Verified(effects=1)


def test_where_nothing_has_ended_nothing_is_written(store: Store, tmp_path: Path) -> None:
    archiving(store, tmp_path / "archive")()

    assert not (tmp_path / "archive").exists()


def test_a_worker_archives_beside_its_dialogs() -> None:
    archived = Event()
    worker = a_resting_worker(archive=archived.set)
    running = gevent.spawn(worker.run)

    assert archived.wait(timeout=6)

    worker.stop()
    running.join(timeout=6)
