"""The Lua scripts by name: each is one atomic step on the keys of one dialog or partition.

Each knows a repeated call: after a lost answer it may be run again.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from redis import Redis
from redis.exceptions import NoScriptError

from integrations.redis.quick_calls import QuickPool

ScriptName = Literal[
    "advance",
    "enqueue",
    "claim",
    "mail",
    "renew",
    "commit",
    "note_failure",
    "deadletter",
    "dead_retry",
    "dead_drop",
    "done",
    "due",
    "fxstart",
    "fxmark",
    "fxfin",
    "fxread",
    "settle_effect",
    "archive_due",
    "archive_kept",
    "admit_call",
    "exhaust_calls",
    "write_portal",
    "take_lease",
    "give_back_lease",
    "orderenter",
    "ordersend",
    "orderhold",
    "ordersettle",
    "orderleave",
    "orderrecord",
    "keep_search",
    "hand_back",
    "forget_consumers",
]


def run_script(
    client: Redis, name: ScriptName, *, keys: Sequence[str], arguments: Sequence[str | int]
) -> Any:
    """Run a script by its digest, sending its text only to a server that does not know it."""
    text, digest = script(name)
    words = (len(keys), *keys, *arguments)
    try:
        return _called(client, ("EVALSHA", digest, *words))
    except NoScriptError:
        return _called(client, ("EVAL", text, *words))


def _called(client: Any, words: Sequence[str | int]) -> Any:
    # The client of a Cluster has no pool, and has to find out where a call belongs.
    pool = getattr(client, "connection_pool", None)
    return pool.call(words) if isinstance(pool, QuickPool) else client.execute_command(*words)


def script(name: ScriptName) -> tuple[str, str]:
    """Return the text of a script and the digest a server knows it by."""
    return _load(name)


@cache
def _load(name: ScriptName) -> tuple[str, str]:
    text = (files("integrations.redis") / "lua" / f"{name}.lua").read_text(encoding="utf-8")
    # The protocol names scripts by SHA-1; nothing here depends on its strength.
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
