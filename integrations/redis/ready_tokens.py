"""Handing out dialogs: one stream of tokens per partition, read by a consumer group."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from time import monotonic, sleep
from typing import Any, TypeVar, cast

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from engine.messages import DialogKey
from engine.ports.dialogs import Ready
from integrations.redis.connection import LONGEST_WAIT_SECONDS, RedisConnection
from integrations.redis.keys import Keys
from integrations.redis.nodes import by_server, look_around, on_server_of

T = TypeVar("T")

GROUP = "w"
"""The consumer group of all workers."""

CLUSTER_PAUSE_SECONDS = 0.03
"""Between two rounds over a Cluster that has no work: a new message waits half of it."""

_PROMOTED_AT_ONCE = 100

Entry = tuple[str, str, Mapping[str, str]]
"""Stream, token and fields of a token."""


class ReadyTokens:
    """Reads, takes over and reschedules tokens in every partition."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._partitions = {keys.ready(number): number for number in range(keys.partitions)}

    def read(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        """Take new tokens, waiting a while for the first."""
        reader = _Reader(consumer, per_stream=-(-count // len(self._partitions)))
        wait = min(wait_seconds, LONGEST_WAIT_SECONDS)
        if self._redis.is_cluster:
            entries = self._read_in_turn(reader, wait)
        else:
            entries = self._read_at_once(reader, wait)
        return tuple(
            Ready(self._partitions[stream], token, DialogKey(fields["dialog"]), consumer=consumer)
            for stream, token, fields in entries
        )

    def _read_at_once(self, reader: "_Reader", wait: float) -> Sequence[Entry]:
        def command(client: Redis) -> Sequence[Entry]:
            return reader.at_once(client, tuple(self._partitions), wait)

        return self._redis.waiting(lambda client: self._in_group(client, command))

    def _read_in_turn(self, reader: "_Reader", wait: float) -> Sequence[Entry]:
        """Ask every server of a Cluster again and again: no command waits for several slots."""
        until = monotonic() + wait
        while True:
            entries = self._redis.waiting(
                lambda client: reader.in_turn(client, tuple(self._partitions))
            )
            if entries or monotonic() >= until:
                return entries
            sleep(CLUSTER_PAUSE_SECONDS)

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
            if not _is_without_group(error):
                raise
        _create_groups(client, self._partitions)
        return command(client)


class _Reader:
    """Takes new tokens for one consumer."""

    def __init__(self, consumer: str, *, per_stream: int) -> None:
        self._consumer = consumer
        self._per_stream = per_stream

    def at_once(self, client: Redis, streams: Sequence[str], wait: float) -> Sequence[Entry]:
        # No BLOCK rather than BLOCK 0, which waits for ever.
        asked: dict[Any, Any] = dict.fromkeys(streams, ">")
        block = int(wait * 1000) or None
        answer = client.xreadgroup(
            GROUP, self._consumer, asked, count=self._per_stream, block=block
        )
        return _entries(answer)

    def in_turn(self, client: Redis, streams: Sequence[str]) -> Sequence[Entry]:
        """Read each stream where it lies; a server that is away keeps back its own only."""
        entries: list[Entry] = []
        failure: RedisError | None = None
        for owned in by_server(client, streams).values():
            try:
                read, failed = on_server_of(client, owned[0], partial(self._piped, streams=owned))
            except RedisError as error:
                failure = error
                continue
            entries += read
            if failed is not None:
                failure = failed
                look_around(client)
        if failure is not None and not entries:
            raise failure
        return entries

    def _piped(
        self, server: Redis, streams: Sequence[str]
    ) -> tuple[Sequence[Entry], RedisError | None]:
        with server.pipeline(transaction=False) as pipe:
            for stream in streams:
                pipe.xreadgroup(GROUP, self._consumer, {stream: ">"}, count=self._per_stream)
            answers = pipe.execute(raise_on_error=False)
        failures = [answer for answer in answers if isinstance(answer, RedisError)]
        # A token that was handed out is served before any error is told.
        read = [answer for answer in answers if not isinstance(answer, RedisError)]
        entries = [entry for answer in read for entry in _entries(answer)]
        if any(_is_without_group(failure) for failure in failures):
            _create_groups(server, streams)
            more, failed = self._piped(server, streams)
            return [*entries, *more], failed
        return entries, failures[0] if failures else None


def _entries(answer: Any) -> Sequence[Entry]:
    return [(stream, token, fields) for stream, tokens in answer for token, fields in tokens]


def _is_without_group(error: Exception) -> bool:
    return isinstance(error, ResponseError) and str(error).startswith("NOGROUP")


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
        # Each by itself: what this consumer holds between them would fill a common answer.
        answers = [
            client.xpending_range(self._stream, GROUP, token, token, 1, self._consumer)
            for token, _ in entries
        ]
        return {
            cast("str", row["message_id"]): cast("int", row["times_delivered"])
            for pending in answers
            for row in pending
        }


def _create_groups(client: Redis, streams: Iterable[str]) -> None:
    for stream in streams:
        try:
            client.xgroup_create(stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
