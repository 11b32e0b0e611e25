"""Working on dialogs on Redis: lock, session, mailbox and outbox of a dialog in one script."""

from collections.abc import Sequence
from typing import Any

from engine.effects import EffectKey, EffectState
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
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys
from integrations.redis.ready_tokens import GROUP, ReadyTokens

IDLE_STATE_SECONDS = 90 * 24 * 3600
"""How long a dialog without work is remembered."""

DEAD_LETTERS_KEPT = 10_000


class RedisDialogs:
    """Dialogs shared by any number of workers and hosts."""

    def __init__(self, redis: RedisConnection, keys: Keys, *, archived: bool = False) -> None:
        self._redis = redis
        self._keys = keys
        self._archived = archived
        self._tokens = ReadyTokens(redis, keys)

    def ready(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        return self._tokens.read(consumer=consumer, count=count, wait_seconds=wait_seconds)

    def reclaim(self, *, consumer: str, idle_seconds: float, count: int) -> Sequence[Ready]:
        return self._tokens.take_over(consumer=consumer, idle_seconds=idle_seconds, count=count)

    def hand_back(self, ready: Ready, *, idle_seconds: float) -> None:
        self._tokens.hand_back(ready, idle_seconds=idle_seconds)

    def forget_consumers(self, *, idle_seconds: float) -> int:
        return self._tokens.forget_consumers(idle_seconds=idle_seconds)

    def promote_due(self) -> int:
        return self._tokens.promote_due()

    def claim(self, ready: Ready, *, owner: str, nonce: str, lease_seconds: float) -> Claim | Busy:
        keys, dialog = self._keys, ready.dialog
        answer = self._redis.run(
            "claim",
            keys=[
                keys.lock(dialog),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.outbox(dialog),
                keys.effects(dialog),
            ],
            arguments=[owner, nonce, _milliseconds(lease_seconds), ready.token, MAIL_PER_CLAIM],
        )
        if answer[0] == "busy":
            return Busy(retry_after_seconds=answer[1] / 1000)
        return _claim(ready, owner, answer[1:])

    def mail(self, claim: Claim) -> Sequence[Envelope] | None:
        lines = self._redis.run(
            "mail",
            keys=[self._keys.lock(claim.dialog), self._keys.mailbox(claim.dialog)],
            arguments=[lock_value(claim)],
        )
        return None if lines is None else tuple(map(_envelope, lines))

    def renew(self, claim: Claim, *, lease_seconds: float) -> bool:
        ready = claim.ready
        answer = self._redis.run(
            "renew",
            keys=[self._keys.lock(claim.dialog), self._keys.ready(ready.partition)],
            arguments=[
                lock_value(claim),
                _milliseconds(lease_seconds),
                GROUP,
                ready.consumer,
                ready.token,
            ],
        )
        return bool(answer)

    def commit(self, claim: Claim, commit: Commit, *, nonce: str) -> Committed:
        keys, dialog = self._keys, claim.dialog
        effects = [keys.effect(dialog=dialog, effect=effect.key) for effect in commit.effects]
        documents = [part for effect in commit.effects for part in (effect.key, effect.document)]
        answer = self._redis.run(
            "commit",
            keys=[
                keys.lock(dialog),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.outbox(dialog),
                keys.dead(claim.ready.partition),
                *effects,
            ],
            arguments=[
                lock_value(claim),
                claim.version,
                commit.sequence,
                nonce,
                commit.session,
                dialog,
                commit.set_aside or "",
                DEAD_LETTERS_KEPT,
                *documents,
            ],
        )
        return Committed(answer)

    def note_failure(self, claim: Claim, *, sequence: int, nonce: str) -> int | None:
        count: int = self._redis.run(
            "note_failure",
            keys=[self._keys.lock(claim.dialog), self._keys.state(claim.dialog)],
            arguments=[lock_value(claim), sequence, nonce],
        )
        return None if count < 0 else count

    def dead_letter(self, claim: Claim, *, sequence: int, reason: str) -> bool:
        keys, dialog = self._keys, claim.dialog
        answer = self._redis.run(
            "deadletter",
            keys=[
                keys.lock(dialog),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.dead(claim.ready.partition),
            ],
            arguments=[lock_value(claim), sequence, dialog, reason, DEAD_LETTERS_KEPT],
        )
        return bool(answer)

    def release(self, claim: Claim, *, delay_seconds: float | None = None) -> bool:
        keys, dialog, partition = self._keys, claim.dialog, claim.ready.partition
        answer = self._redis.run(
            "done",
            keys=[
                keys.lock(dialog),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.outbox(dialog),
                keys.ready(partition),
                keys.delayed(partition),
                *([keys.archive(partition)] if self._archived else []),
            ],
            arguments=[
                lock_value(claim),
                claim.fence,
                GROUP,
                claim.ready.token,
                dialog,
                _milliseconds(delay_seconds or 0),
                IDLE_STATE_SECONDS,
                _milliseconds(IDLE_BEFORE_ARCHIVE_SECONDS),
            ],
        )
        return bool(answer)


def lock_value(claim: Claim) -> str:
    """Return what the lock holds while the claim is good."""
    return f"{claim.owner}:{claim.fence}"


def _claim(ready: Ready, owner: str, answer: Sequence[Any]) -> Claim:
    fence, version, session, failures, mail, effects = answer
    return Claim(
        ready=ready,
        owner=owner,
        fence=fence,
        version=version,
        session=session,
        mail=tuple(_envelope(line) for line in mail),
        effects=tuple(_pending_effect(*fields) for fields in effects),
        failures=failures,
    )


def _envelope(line: str) -> Envelope:
    numbers, _, document = line.partition("|")
    sequence, _, order = numbers.partition(":")
    return Envelope(int(sequence), document, int(order or 0))


def _pending_effect(
    key: str, state: str, attempt: str, document: str, age: int, first_age: int
) -> PendingEffect:
    return PendingEffect(
        key=EffectKey(key),
        state=EffectState(state),
        attempt=int(attempt),
        document=document,
        started_seconds_ago=_seconds_or_never(age),
        first_started_seconds_ago=_seconds_or_never(first_age),
    )


def _seconds_or_never(milliseconds: int) -> float | None:
    return None if milliseconds < 0 else milliseconds / 1000


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
