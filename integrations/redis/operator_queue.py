"""What waits for a person, on Redis: a stream of messages put aside in each partition."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from redis import Redis

from engine.effects import EffectKey, EffectState, dialog_of
from engine.messages import DialogKey
from engine.ports.operator_queue import (
    DeadLetter,
    DeadLetterId,
    Deed,
    JournalledEffect,
    Settlement,
    Settling,
)
from integrations.redis.connection import RedisConnection
from integrations.redis.effects_journal import FINISHED_EFFECT_SECONDS, LONG_REMEMBERED_SECONDS
from integrations.redis.keys import Keys

_ID = re.compile(r"p(\d{2,4})-(\d{1,20}-\d{1,20})")
_DOCUMENT = re.compile(r"[\d:]+\|(.*)", re.DOTALL)
"""A line of a mailbox: its numbers, then the document."""


DEEDS_KEPT = 10_000


class RedisOperatorQueue:
    """Reads every partition; what changes something is one script on one dialog's keys."""

    def __init__(self, redis: RedisConnection, keys: Keys, *, archived: bool = False) -> None:
        self._redis = redis
        self._keys = keys
        self._archived = archived

    def dead_letters(self, *, limit: int) -> Sequence[DeadLetter]:
        letters = [
            letter
            for partition in range(self._keys.partitions)
            for letter in self._in_partition(partition, "-", "+", limit)
        ]
        return sorted(letters, key=lambda letter: letter.put_aside_at)[:limit]

    def dead_letter(self, letter: DeadLetterId) -> DeadLetter | None:
        place = self._place(letter)
        if place is None:
            return None
        partition, entry = place
        return next(iter(self._in_partition(partition, entry, entry, 1)), None)

    def retry(self, letter: DeadLetter, *, by: str) -> bool:
        keys, dialog = self._keys, letter.dialog
        partition, entry = self._known(letter)
        answer = self._redis.run(
            "dead_retry",
            keys=[
                keys.dead(partition),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.ready(partition),
                keys.deeds(partition),
                *self._archive(partition),
            ],
            arguments=[entry, dialog, letter.id, by, DEEDS_KEPT],
        )
        return bool(answer)

    def drop(self, letter: DeadLetter, *, by: str) -> bool:
        if self.dead_letter(letter.id) is None:
            return False
        partition, entry = self._known(letter)
        # Whether it was there is known from before: after a lost answer, 0 would say nothing.
        self._redis.run(
            "dead_drop",
            keys=[
                self._keys.dead(partition),
                self._keys.deeds(partition),
                *self._archive(partition),
            ],
            arguments=[entry, letter.dialog, letter.id, by, DEEDS_KEPT],
        )
        return True

    def waiting_effects(self) -> Sequence[JournalledEffect]:
        rows = [
            row
            for partition in range(self._keys.partitions)
            for row in self._waiting_in(self._keys.manual(partition))
        ]
        waiting = []
        for key, _ in sorted(rows, key=lambda row: row[1]):
            effect = self.effect(EffectKey(key))
            if effect is None:
                self._forget(EffectKey(key))
            elif effect.state is EffectState.MANUAL:
                waiting.append(effect)
        return waiting

    def _forget(self, key: EffectKey) -> None:
        """Remove the row that an effect leaves behind when it is forgotten after its time."""
        manual = self._keys.manual(self._keys.partition(DialogKey(dialog_of(key))))
        self._redis.repeatable(lambda client: client.zrem(manual, key))

    def effects(self) -> Iterator[JournalledEffect]:
        pattern = self._keys.every_effect
        names = self._redis.repeatable(lambda client: set(client.scan_iter(pattern, count=1000)))
        for name in names:
            _, _, key = str(name).partition(":ef:")
            effect = self.effect(EffectKey(key))
            if effect is not None:
                yield effect

    def deeds(self, *, limit: int) -> Sequence[Deed]:
        deeds = [
            deed
            for partition in range(self._keys.partitions)
            for deed in self._deeds_in(self._keys.deeds(partition), limit)
        ]
        return sorted(deeds, key=lambda deed: deed.at, reverse=True)[:limit]

    def effect(self, key: EffectKey) -> JournalledEffect | None:
        try:
            dialog = DialogKey(dialog_of(key))
        except ValueError:
            return None
        name = self._keys.effect(dialog=dialog, effect=key)
        fields = self._redis.repeatable(lambda client: cast("Any", client).hgetall(name))
        if not fields:
            return None
        manual = self._keys.manual(self._keys.partition(dialog))
        since = self._redis.repeatable(lambda client: cast("Any", client).zscore(manual, key))
        return JournalledEffect(
            key=key,
            dialog=dialog,
            state=EffectState(fields["state"]),
            attempt=int(fields["attempt"]),
            document=fields["document"],
            result=fields.get("result", ""),
            started_at=int(fields["started"]) / 1000 if "started" in fields else None,
            waits_since=None if since is None else since / 1000,
            settled_by=fields.get("settled_by", ""),
        )

    def settle(self, key: EffectKey, settlement: Settlement) -> Settling:
        keys, dialog = self._keys, DialogKey(dialog_of(key))
        long = settlement.mail is not None
        answer = self._redis.run(
            "settle_effect",
            keys=[
                keys.effect(dialog=dialog, effect=key),
                keys.manual(keys.partition(dialog)),
                keys.outbox(dialog),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.ready(keys.partition(dialog)),
                keys.lock(dialog),
                keys.effects(dialog),
                keys.deeds(keys.partition(dialog)),
                *self._archive(keys.partition(dialog)),
            ],
            arguments=[
                key,
                settlement.state,
                settlement.result,
                settlement.settled_by,
                settlement.mail or "",
                settlement.not_beside or "",
                dialog,
                LONG_REMEMBERED_SECONDS if long else FINISHED_EFFECT_SECONDS,
                DEEDS_KEPT,
            ],
        )
        return Settling(answer)

    def _archive(self, partition: int) -> Sequence[str]:
        return [self._keys.archive(partition)] if self._archived else []

    def _waiting_in(self, manual: str) -> Sequence[tuple[str, float]]:
        def read(client: Redis) -> Any:
            return cast("Any", client).zrange(manual, 0, -1, withscores=True)

        rows: Sequence[tuple[str, float]] = self._redis.repeatable(read)
        return rows

    def _deeds_in(self, deeds: str, limit: int) -> Iterator[Deed]:
        def read(client: Redis) -> Any:
            return client.xrevrange(deeds, count=limit)

        for entry, fields in self._redis.repeatable(read):
            yield Deed(
                did=fields["did"],
                subject=fields["subject"],
                dialog=DialogKey(fields["dialog"]),
                by=fields["by"],
                at=_second_of(entry),
            )

    def _in_partition(
        self, partition: int, first: str, last: str, count: int
    ) -> Sequence[DeadLetter]:
        def read(client: Redis) -> Any:
            return client.xrange(self._keys.dead(partition), first, last, count=count)

        return [
            _letter(DeadLetterId(f"p{partition:02d}-{entry}"), entry, fields)
            for entry, fields in self._redis.repeatable(read)
        ]

    def _known(self, letter: DeadLetter) -> tuple[int, str]:
        return cast("tuple[int, str]", self._place(letter.id))

    def _place(self, letter: DeadLetterId) -> tuple[int, str] | None:
        written = _ID.fullmatch(letter)
        if written is None or int(written[1]) >= self._keys.partitions:
            return None
        return int(written[1]), written[2]


def _letter(name: DeadLetterId, entry: str, fields: Mapping[str, str]) -> DeadLetter:
    line = _DOCUMENT.fullmatch(fields["message"])
    return DeadLetter(
        id=name,
        dialog=DialogKey(fields["dialog"]),
        document=line[1] if line else "",
        reason=fields["reason"],
        failures=int(fields["failures"]),
        put_aside_at=_second_of(entry),
    )


def _second_of(entry: str) -> float:
    return int(entry.partition("-")[0]) / 1000
