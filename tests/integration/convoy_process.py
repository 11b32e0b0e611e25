"""Greenlets whose calls travel together, some of them killed on the way; run by a test.

`python -m tests.integration.convoy_process URL` prints what each scenario left of its calls.
"""

from gevent import monkey

monkey.patch_all()  # before anything imports socket or threading

import sys  # noqa: E402 - after the patch
from collections.abc import Sequence  # noqa: E402 - after the patch
from typing import Any  # noqa: E402 - after the patch

import gevent  # noqa: E402 - after the patch
from redis.exceptions import ConnectionError as RedisConnectionError  # noqa: E402 - after the patch

from integrations.redis.quick_calls import QuickPool  # noqa: E402 - after the patch

BUSY_SECONDS = "0.3"
CALLS = 6


def main(url: str) -> int:
    """Play every scenario on a pool of its own."""
    scenarios: dict[str, Sequence[int | str]] = {
        "waiting": [0, 3],
        "leading": ["leader"],
        "both": ["leader", 0, 1],
    }
    for name, killed in scenarios.items():
        sys.stdout.write(" ".join([name, *answers(url, killed=killed)]) + "\n")
    return 0


def answers(url: str, *, killed: Sequence[int | str]) -> Sequence[str]:
    """Keep one call busy, let others wait for it, kill some; return what the others are told."""
    pool: QuickPool = QuickPool.from_url(
        url, max_connections=8, timeout=2, decode_responses=True, protocol=2
    )
    leader = gevent.spawn(pool.call, ("BLPOP", "nothing-comes", BUSY_SECONDS))
    gevent.sleep(0)
    waiting = [gevent.spawn(repeated, pool, str(number)) for number in range(CALLS)]
    gevent.sleep(0)
    everyone: dict[int | str, Any] = {"leader": leader, **dict(enumerate(waiting))}
    for name in killed:
        # Without waiting for it: the next is hit when its turn has come and it knows not yet.
        everyone[name].kill(block=False)
    left: list[Any] = [waiting[number] for number in range(CALLS) if number not in killed]
    gevent.joinall(left, timeout=5)
    again = gevent.spawn(pool.call, ("ECHO", "again"))
    again.join(timeout=5)
    pool.close()
    return [str(greenlet.value) for greenlet in (*left, again)]


def repeated(pool: QuickPool, word: str) -> str:
    """Call again once after a failure, as RedisConnection does: companions of the dead fail."""
    try:
        return str(pool.call(("ECHO", word)))
    except RedisConnectionError:
        return str(pool.call(("ECHO", word)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
