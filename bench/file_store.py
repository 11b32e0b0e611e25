"""Dialogs in files, as durable as ours in Redis: what a bot that works in the request would keep.

A lock file, a session and a journal for each dialog; everything is synced before it counts, and
nothing else runs in the process meanwhile, for file calls do not yield to other greenlets.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import gevent
import orjson

from engine.effects import EffectKey, EffectState
from engine.messages import DialogKey
from engine.ports.dialogs import Claim, Commit, Committed, Envelope, Ready
from engine.ports.effects_journal import JournalEntry, Refused, Started

_LOOKED_AT_SECONDS = 0.005


@dataclass(frozen=True)
class FileStore:
    """One folder for all processes of a host."""

    folder: Path

    @contextmanager
    def held(self, dialog: DialogKey, document: str) -> Iterator[Claim]:
        """Lock a dialog against other processes and read it; the message is its only mail."""
        with self._place(dialog, "lock").open("a") as lock:
            while not _locked(lock.fileno()):
                gevent.sleep(_LOOKED_AT_SECONDS)
            version, session = self._read(dialog)
            yield Claim(
                Ready(0, "", dialog),
                owner="",
                fence=version + 1,
                version=version,
                session=session,
                mail=(Envelope(version + 1, document),),
            )

    def mail(self, claim: Claim) -> Sequence[Envelope]:
        """Return what else waits: nothing, for it waits for the lock."""
        del claim
        return ()

    def commit(self, claim: Claim, commit: Commit, *, nonce: str) -> Committed:
        """Journal the effects, then replace the session."""
        del nonce  # Nobody repeats a call to a file.
        planned = [
            _line(effect.key, EffectState.PLANNED, document=effect.document)
            for effect in commit.effects
        ]
        self._write(claim, *planned)
        place = self._place(claim.dialog, "json")
        made = place.with_suffix(".new")
        with made.open("wb") as file:
            _durably(file, orjson.dumps([claim.version + 1, commit.session]))
        made.replace(place)
        return Committed.OK

    def start(self, claim: Claim, key: EffectKey, *, nonce: str) -> Started | Refused:
        """Write down that an effect is about to be sent."""
        del nonce
        self._write(claim, _line(key, EffectState.STARTED))
        return Started(1)

    def finish(
        self, claim: Claim, key: EffectKey, *, attempt: int, state: EffectState, **what: str | None
    ) -> bool:
        """Write down what became of it."""
        self._write(claim, _line(key, state, attempt=attempt, **what))
        return True

    def entry(self, claim: Claim, key: EffectKey) -> JournalEntry | None:
        """Return what was written of an effect last."""
        try:
            lines = self._place(claim.dialog, "journal").read_bytes().splitlines()
        except FileNotFoundError:
            return None
        known: dict[str, Any] = {}
        for line in map(orjson.loads, lines):
            if line["key"] == key:
                known |= line
        if not known:
            return None
        told = (known["document"], known.get("result") or "")
        return JournalEntry(key, EffectState(known["state"]), 1, *told)

    def _write(self, claim: Claim, *lines: bytes) -> None:
        if lines:
            with self._place(claim.dialog, "journal").open("ab") as journal:
                _durably(journal, b"".join(lines))

    def _read(self, dialog: DialogKey) -> tuple[int, str | None]:
        try:
            version, session = orjson.loads(self._place(dialog, "json").read_bytes())
        except FileNotFoundError:
            return 0, None
        return version, session

    def _place(self, dialog: DialogKey, kind: str) -> Path:
        return self.folder / f"{sha256(dialog.encode()).hexdigest()[:32]}.{kind}"


def _line(key: EffectKey, state: EffectState, **more: object) -> bytes:
    return orjson.dumps({"key": key, "state": state.value, **more}) + b"\n"


def _durably(file: IO[bytes], content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
