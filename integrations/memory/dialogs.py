"""Working on dialogs in memory: the same leases, fences and versions as on Redis."""

from collections.abc import Sequence
from itertools import islice

from engine.effects import EffectKey
from engine.ports.archive_queue import IDLE_BEFORE_ARCHIVE_SECONDS
from engine.ports.dialogs import (
    MAIL_PER_CLAIM,
    Busy,
    Claim,
    Commit,
    Committed,
    Envelope,
    PendingEffect,
    Ready,
)
from integrations.memory.store import DeadLetter, DialogRecord, EffectRecord, Lock, MemoryStore


class MemoryDialogs:
    """Dialogs shared by the threads of one process."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def ready(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        with self._store.changed:
            self._store.changed.wait_for(self._untaken, timeout=wait_seconds)
            return [self._take(token, consumer) for token in self._untaken()[:count]]

    def reclaim(self, *, consumer: str, idle_seconds: float, count: int) -> Sequence[Ready]:
        store = self._store
        with store.changed:
            latest = store.now() - idle_seconds
            silent = [
                name
                for name, token in store.tokens.items()
                if token.consumer and token.taken_at <= latest
            ]
            return [self._take(token, consumer) for token in silent[:count]]

    def hand_back(self, ready: Ready, *, idle_seconds: float) -> None:
        store = self._store
        with store.changed:
            token = store.tokens.get(ready.token)
            held = (ready.consumer, ready.deliveries)
            if token is not None and (token.consumer, token.deliveries) == held:
                token.deliveries -= 1
                token.taken_at = store.now() - idle_seconds

    def forget_consumers(self, *, idle_seconds: float) -> int:
        del idle_seconds  # A name is kept with its token only.
        return 0

    def promote_due(self) -> int:
        store = self._store
        with store.changed:
            due = [dialog for dialog, at in store.due.items() if at <= store.now()]
            for dialog in due:
                del store.due[dialog]
                store.schedule(dialog)
            return len(due)

    def claim(self, ready: Ready, *, owner: str, nonce: str, lease_seconds: float) -> Claim | Busy:
        store = self._store
        with store.changed:
            record, now = store.dialog(ready.dialog), store.now()
            held = record.lock if record.lock is not None and record.lock.until > now else None
            if held is None:
                if record.token != ready.token:
                    return Busy(retry_after_seconds=0.0)
                record.fence += 1
                record.claim_nonce = nonce
                record.claimed = _head_of(record)
            elif (held.owner, record.claim_nonce) != (owner, nonce):
                return Busy(retry_after_seconds=held.until - now)
            record.lock = Lock(owner, record.fence, now + lease_seconds)
            return self._claim(ready, owner, record)

    def mail(self, claim: Claim) -> Sequence[Envelope] | None:
        with self._store.changed:
            held = self._store.holds(claim)
            return tuple(self._store.dialog(claim.dialog).mailbox) if held else None

    def renew(self, claim: Claim, *, lease_seconds: float) -> bool:
        store = self._store
        with store.changed:
            if not store.holds(claim):
                return False
            until = store.now() + lease_seconds
            store.dialog(claim.dialog).lock = Lock(claim.owner, claim.fence, until)
            token = store.tokens[claim.ready.token]
            token.consumer, token.taken_at = claim.ready.consumer, store.now()
            return True

    def commit(self, claim: Claim, commit: Commit, *, nonce: str) -> Committed:
        store = self._store
        with store.changed:
            record = store.dialog(claim.dialog)
            if not store.holds(claim):
                return Committed.LOST
            if record.committed == (commit.sequence, nonce):
                return Committed.OK
            if record.version != claim.version:
                return Committed.CONFLICT
            if not _is_head(record, commit.sequence):
                return Committed.GONE
            if commit.set_aside:
                self._keep_aside(claim, record, commit.set_aside)
            _apply(record, commit, nonce)
            return Committed.OK

    def note_failure(self, claim: Claim, *, sequence: int, nonce: str) -> int | None:
        with self._store.changed:
            if not self._store.holds(claim):
                return None
            record = self._store.dialog(claim.dialog)
            failures = _failures_of(record, sequence)
            if not failures or record.failure_nonce != nonce:
                failures += 1
            record.failed, record.failure_nonce = (sequence, failures), nonce
            return failures

    def dead_letter(self, claim: Claim, *, sequence: int, reason: str) -> bool:
        with self._store.changed:
            if not self._store.holds(claim):
                return False
            record = self._store.dialog(claim.dialog)
            if _is_head(record, sequence):
                self._keep_aside(claim, record, reason)
                del record.mailbox[0]
            return True

    def release(self, claim: Claim, *, delay_seconds: float | None = None) -> bool:
        store, dialog = self._store, claim.dialog
        with store.changed:
            record = store.dialog(dialog)
            if record.released_fence == claim.fence:
                return True
            if not store.holds(claim):
                return False
            del store.tokens[claim.ready.token]
            record.token, record.lock, record.released_fence = None, None, claim.fence
            if not record.mailbox and not record.outbox:
                store.ended["session", dialog] = store.now() + IDLE_BEFORE_ARCHIVE_SECONDS
                return True
            if delay_seconds:
                store.due[dialog] = store.now() + delay_seconds
            else:
                store.schedule(dialog)
            return True

    def _untaken(self) -> list[str]:
        return [name for name, token in self._store.tokens.items() if not token.consumer]

    def _take(self, name: str, consumer: str) -> Ready:
        token = self._store.tokens[name]
        token.consumer, token.taken_at = consumer, self._store.now()
        token.deliveries += 1
        return Ready(0, name, token.dialog, token.deliveries, consumer)

    def _keep_aside(self, claim: Claim, record: DialogRecord, reason: str) -> None:
        head = record.mailbox[0]
        failures = _failures_of(record, head.sequence)
        self._store.dead.append(DeadLetter(claim.dialog, head, reason, failures, self._store.now()))

    def _claim(self, ready: Ready, owner: str, record: DialogRecord) -> Claim:
        return Claim(
            ready=ready,
            owner=owner,
            fence=record.fence,
            version=record.version,
            session=record.session,
            mail=tuple(islice(record.mailbox, MAIL_PER_CLAIM)),
            effects=tuple(self._pending(key, record.effects[key]) for key in record.outbox),
            failures=_failures_of(record, _head_of(record)),
        )

    def _pending(self, key: EffectKey, effect: EffectRecord) -> PendingEffect:
        return PendingEffect(
            key,
            effect.state,
            effect.attempt,
            effect.document,
            started_seconds_ago=self._age(effect.started_at),
            first_started_seconds_ago=self._age(effect.first_started_at),
        )

    def _age(self, started_at: float | None) -> float | None:
        return None if started_at is None else self._store.now() - started_at


def _apply(record: DialogRecord, commit: Commit, nonce: str) -> None:
    record.mailbox.pop(0)
    record.session = commit.session
    record.version += 1
    record.committed = (commit.sequence, nonce)
    for planned in commit.effects:
        if planned.key not in record.effects:
            record.effects[planned.key] = EffectRecord(planned.document)
            record.outbox.append(planned.key)


def _is_head(record: DialogRecord, sequence: int) -> bool:
    return bool(record.mailbox) and _head_of(record) == sequence


def _head_of(record: DialogRecord) -> int:
    return record.mailbox[0].sequence if record.mailbox else 0


def _failures_of(record: DialogRecord, sequence: int) -> int:
    failed, failures = record.failed
    return failures if failed == sequence else 0
