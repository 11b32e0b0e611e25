"""What has ended, on Redis: a sorted set in each partition, written by the scripts that end it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from engine.effects import EffectKey, dialog_of
from engine.messages import DialogKey
from engine.ports.archive_queue import Ended, Kind
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

_KINDS: dict[str, Kind] = {"e": "effect", "d": "session", "o": "deed"}
_MARKS = {kind: mark for mark, kind in _KINDS.items()}


class RedisArchiveQueue:
    """Reads and clears the partitions one by one."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    def due(self, *, limit: int) -> Sequence[Ended]:
        ended: list[Ended] = []
        for partition in range(self._keys.partitions):
            if len(ended) >= limit:
                break
            rows = self._redis.run(
                "archive_due",
                keys=[
                    self._keys.archive(partition),
                    self._keys.effects_in(partition),
                    self._keys.states(partition),
                    self._keys.deeds(partition),
                ],
                arguments=[limit - len(ended)],
            )
            ended += [_ended(row, partition) for row in rows]
        return ended

    def kept(self, ended: Sequence[Ended]) -> None:
        rows: dict[int, list[str]] = defaultdict(list)
        for one in ended:
            partition, name = self._place(one)
            rows[partition] += [f"{_MARKS[one.kind]}|{name}", str(round(one.noted_at * 1000))]
        for partition, pairs in rows.items():
            self._redis.run("archive_kept", keys=[self._keys.archive(partition)], arguments=pairs)

    def _place(self, ended: Ended) -> tuple[int, str]:
        """Return the partition, and what its own set calls it."""
        if ended.kind == "deed":
            partition, _, entry = ended.name.partition("-")
            return int(partition[1:]), entry
        of_effect = ended.kind == "effect"
        dialog = dialog_of(EffectKey(ended.name)) if of_effect else ended.name
        return self._keys.partition(DialogKey(dialog)), ended.name


def _ended(row: Sequence[Any], partition: int) -> Ended:
    member, due, flat = row
    mark, _, name = member.partition("|")
    kind = _KINDS[mark]
    if kind == "deed":
        # Entries of two partitions may be called alike.
        name = f"p{partition:02d}-{name}"
    fields = dict(zip(flat[::2], flat[1::2], strict=True))
    return Ended(kind, name, int(float(due)) / 1000, fields)
