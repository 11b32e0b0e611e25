"""Writes that must be on replicas before anything is done because of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from redis import Redis
from redis.exceptions import NoScriptError

from engine.errors import NotReplicated
from integrations.redis.nodes import on_server_of
from integrations.redis.scripts import ScriptName, script

CONFIRMED: frozenset[ScriptName] = frozenset({"enqueue", "fxstart", "ordersend"})
"""What is answered or sent because of these steps cannot be taken back.

What was written before on the same server is confirmed with them. A repeated call of each writes
again, or a wait after it would confirm what another connection wrote before.
"""


LONGEST_SILENCE_SECONDS = 3
"""A replica reports every second; one that has not for so long confirms nothing."""


@dataclass(frozen=True)
class Replication:
    """How many replicas confirm a step, and how long that may take."""

    replicas: int = 0
    milliseconds: int = 100


UNCONFIRMED = Replication()


def replicas_at_hand(told: Mapping[str, Any]) -> int:
    """Count the replicas that keep up, by what a master tells of its replication."""
    replicas = (told.get(f"slave{n}") for n in range(int(told["connected_slaves"])))
    return sum(
        replica is not None
        and replica["state"] == "online"
        and int(replica["lag"]) <= LONGEST_SILENCE_SECONDS
        for replica in replicas
    )


def run_confirmed(
    client: Redis,
    name: ScriptName,
    *,
    keys: Sequence[str],
    arguments: Sequence[str | int],
    replication: Replication,
) -> Any:
    """Run a script and wait for its replicas on the same connection.

    Raises NotReplicated when too few have it in time.
    """
    run = partial(_piped, name=name, words=[len(keys), *keys, *arguments], replication=replication)
    answer, confirmed = on_server_of(client, keys[0], run)
    if confirmed < replication.replicas:
        raise NotReplicated(
            f"{confirmed} of {replication.replicas} replicas confirmed {name}", answer=answer
        )
    return answer


def _piped(
    server: Redis, *, name: ScriptName, words: Sequence[str | int], replication: Replication
) -> tuple[Any, int]:
    text, digest = script(name)
    try:
        return _with_wait(server, ("EVALSHA", digest, *words), replication)
    except NoScriptError:
        return _with_wait(server, ("EVAL", text, *words), replication)


def _with_wait(
    server: Redis, command: Sequence[str | int], replication: Replication
) -> tuple[Any, int]:
    with server.pipeline(transaction=False) as opened:
        pipe: Any = opened
        pipe.execute_command(*command)
        pipe.execute_command("WAIT", replication.replicas, replication.milliseconds)
        answer, confirmed = pipe.execute(raise_on_error=False)
    for told in (answer, confirmed):
        if isinstance(told, Exception):
            raise told
    return answer, int(confirmed)
