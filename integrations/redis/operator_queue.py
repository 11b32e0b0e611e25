"""What waits for a person, on Redis: a stream of messages put aside in each partition."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from redis import Redis

from engine.messages import DialogKey
from engine.ports.operator_queue import DeadLetter, DeadLetterId
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

_ID = re.compile(r"p(\d{2,4})-(\d{1,20}-\d{1,20})")
_DOCUMENT = re.compile(r"\d+\|(?:\d+\|)?(.*)", re.DOTALL)
"""A line of a mailbox: its sequence, its order where it has one, the document."""


class RedisOperatorQueue:
    """Reads every partition; what changes something is one script on one dialog's keys."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

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

    def retry(self, letter: DeadLetter) -> bool:
        keys, dialog = self._keys, letter.dialog
        partition, entry = self._known(letter)
        answer = self._redis.run(
            "dead_retry",
            keys=[
                keys.dead(partition),
                keys.state(dialog),
                keys.mailbox(dialog),
                keys.ready(partition),
            ],
            arguments=[entry, dialog],
        )
        return bool(answer)

    def drop(self, letter: DeadLetter) -> bool:
        if self.dead_letter(letter.id) is None:
            return False
        partition, entry = self._known(letter)
        # Whether it was there is known from before: after a lost answer, 0 would say nothing.
        self._redis.repeatable(lambda client: client.xdel(self._keys.dead(partition), entry))
        return True

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
        put_aside_at=int(entry.partition("-")[0]) / 1000,
    )
