"""Rules inside scripts that other rules stand before: only a call made on purpose meets them (F17).

A commit of an old version cannot come about while fence and head are checked, and what a marker
tells is found out by other means too. Both stay, for the day when the others are changed.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from uuid import uuid4

from engine.effects import EffectKey
from engine.messages import DialogKey, dialog_key
from engine.ports.dialogs import Claim, Commit, Committed, PlannedEffect
from engine.ports.effects_journal import Started
from integrations.redis.connection import RedisConnection
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.effects_journal import RedisEffectsJournal
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from tests.faults.cases import NOTICED_BY_CALLS
from tests.faults.checker import Verdict
from tests.faults.mutants import at_work_here
from tests.faults.outcome import Outcome

_LEASE_SECONDS = 15.0
_MADE = "made"


def play_script_case(redis_url: str, *, mutant: str, at_work: bool = True) -> Outcome:
    """Make the calls of a mutant's case, with it or without, and say what they broke."""
    with at_work_here(mutant if at_work else ""), closing(RedisConnection(redis_url)) as connection:
        broken = tuple(SCRIPT_CASES[mutant](_Scene(connection)))
    return Outcome(NOTICED_BY_CALLS, mutant, 0, 2, 0, 0, Verdict(broken=broken))


class _Scene:
    """One dialog with two messages, claimed."""

    def __init__(self, connection: RedisConnection) -> None:
        keys = Keys(f"scripts-{uuid4().hex[:8]}", partitions=1)
        self.dialogs = RedisDialogs(connection, keys)
        self.journal = RedisEffectsJournal(connection, keys)
        self._inbox = RedisInbox(connection, keys)

    def claimed(self) -> Claim:
        dialog: DialogKey = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat1")
        for event in ("first", "second"):
            self._inbox.enqueue(dialog=dialog, event_key=event, document=event)
        [ready] = self.dialogs.ready(consumer="w", count=1, wait_seconds=1)
        claim = self.dialogs.claim(ready, owner="w", nonce="c", lease_seconds=_LEASE_SECONDS)
        assert isinstance(claim, Claim)
        return claim


def _old_version(scene: _Scene) -> Iterator[str]:
    claim = scene.claimed()
    first, second = claim.mail
    scene.dialogs.commit(claim, Commit(first.sequence, "{}"), nonce="one")
    answer = scene.dialogs.commit(claim, Commit(second.sequence, "{}"), nonce="two")
    if answer is not Committed.CONFLICT:
        yield f"a session read before the last commit was written over it: {answer}"


def _marker(scene: _Scene) -> Iterator[str]:
    claim = scene.claimed()
    key = EffectKey(f"{claim.dialog}.1.0")
    commit = Commit(claim.mail[0].sequence, "{}", (PlannedEffect(key, "{}"),))
    scene.dialogs.commit(claim, commit, nonce="one")
    started = scene.journal.start(claim, key, nonce="s")
    assert isinstance(started, Started)
    scene.journal.mark(claim, key, attempt=started.attempt, marker=_MADE)
    entry = scene.journal.entry(claim, key)
    if entry is None or entry.marker != _MADE:
        yield "what was marked is not there for the next owner"


SCRIPT_CASES: Mapping[str, Callable[[_Scene], Iterator[str]]] = {
    "version": _old_version,
    "mark": _marker,
}
