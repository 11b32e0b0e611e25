"""Handing out dialogs: one stream of tokens per partition, read by a consumer group."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from redis import Redis
from redis.exceptions import ResponseError

from engine.messages import DialogKey
from engine.ports.dialogs import Ready
from integrations.redis.connection import LONGEST_WAIT_SECONDS, RedisConnection
from integrations.redis.keys import Keys

T = TypeVar("T")

GROUP = "w"
"""The consumer group of all workers."""

_PROMOTED_AT_ONCE = 100


class ReadyTokens:
    """Reads, takes over and reschedules tokens in every partition."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._partitions = {keys.ready(number): number for number in range(keys.partitions)}

    def read(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        """Take new tokens, waiting a while for the first."""
        # NOTE(cluster): one command over all partitions spans slots; there, one call per partition.
        streams: dict[Any, Any] = dict.fromkeys(self._partitions, ">")
        per_stream = -(-count // len(streams))
        # No BLOCK rather than BLOCK 0, which waits for ever.
        block = int(min(wait_seconds, LONGEST_WAIT_SECONDS) * 1000) or None

        def command(client: Redis) -> Any:
            return client.xreadgroup(GROUP, consumer, streams, count=per_stream, block=block)

        answer = self._redis.waiting(lambda client: self._in_group(client, command))
        return tuple(
            Ready(self._partitions[stream], token, DialogKey(fields["dialog"]), consumer=consumer)
            for stream, entries in answer
            for token, fields in entries
        )

    def take_over(self, *, consumer: str, idle_seconds: float, count: int) -> Sequence[Ready]:
        """Take over up to `count` tokens whose consumer has been silent for so long."""
        taken: list[Ready] = []
        for stream, partition in self._partitions.items():
            wanted = count - len(taken)
            if wanted <= 0:
                break
            search = _Search(stream, consumer, int(idle_seconds * 1000), wanted)
            entries, deliveries = self._redis.once(partial(self._in_group, command=search))
            taken += (
                Ready(partition, token, DialogKey(fields["dialog"]), deliveries[token], consumer)
                for token, fields in entries
                # Between the two answers another worker may have finished it or taken it over.
                if token in deliveries
            )
        return tuple(taken)

    def hand_back(self, ready: Ready, *, idle_seconds: float) -> None:
        """Let a token be taken over as if it had been silent, and not handed out, this time."""
        self._redis.run(
            "hand_back",
            keys=[self._keys.ready(ready.partition)],
            arguments=[
                GROUP,
                ready.consumer,
                ready.token,
                ready.deliveries,
                round(idle_seconds * 1000),
            ],
        )

    def forget_consumers(self, *, idle_seconds: float) -> int:
        """Drop consumers of workers that are gone, in every partition."""
        arguments: list[str | int] = [GROUP, round(idle_seconds * 1000)]
        return sum(
            self._redis.run("forget_consumers", keys=[stream], arguments=arguments)
            for stream in self._partitions
        )

    def promote_due(self) -> int:
        """Turn postponed dialogs whose time has come into tokens."""
        return sum(self._promote_due_in(partition) for partition in self._partitions.values())

    def _promote_due_in(self, partition: int) -> int:
        keys = self._keys
        promoted: int = self._redis.run(
            "due",
            keys=[keys.delayed(partition), keys.ready(partition), keys.states(partition)],
            arguments=[_PROMOTED_AT_ONCE],
        )
        return promoted

    def _in_group(self, client: Redis, command: Callable[[Redis], T]) -> T:
        try:
            return command(client)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
        _create_groups(client, self._partitions)
        return command(client)


Entries = list[tuple[str, Mapping[str, str]]]


class _Search:
    """Takes silent tokens of one stream and reads how often each was handed out."""

    def __init__(self, stream: str, consumer: str, idle_milliseconds: int, wanted: int) -> None:
        self._stream = stream
        self._consumer = consumer
        self._idle_milliseconds = idle_milliseconds
        self._wanted = wanted

    def __call__(self, client: Redis) -> tuple[Entries, Mapping[str, int]]:
        entries: Entries = []
        cursor = "0-0"
        while len(entries) < self._wanted:
            answer = client.xautoclaim(
                self._stream,
                GROUP,
                self._consumer,
                self._idle_milliseconds,
                cursor,
                count=self._wanted - len(entries),
            )
            # Redis 6.2 answers with two items, later ones with three.
            cursor = answer[0]
            entries += answer[1]
            if cursor == "0-0":
                break
        return entries, self._deliveries(client, entries) if entries else {}

    def _deliveries(self, client: Redis, entries: Entries) -> Mapping[str, int]:
        pending = client.xpending_range(
            self._stream, GROUP, entries[0][0], entries[-1][0], len(entries), self._consumer
        )
        return {
            cast("str", row["message_id"]): cast("int", row["times_delivered"]) for row in pending
        }


def _create_groups(client: Redis, streams: Iterable[str]) -> None:
    for stream in streams:
        try:
            client.xgroup_create(stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
