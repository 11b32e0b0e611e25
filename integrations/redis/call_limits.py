"""The shared call budget of accounts, on Redis."""

import math
from collections.abc import Sequence
from typing import Literal, cast

from engine.ports.call_limits import Admission, CallBudget
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

_EVERY_METHOD = ""


class RedisCallLimits:
    """One script per call; time is the server's, so that hosts need not agree on theirs."""

    def __init__(self, redis: RedisConnection, keys: Keys, budget: CallBudget) -> None:
        self._redis = redis
        self._keys = keys
        self._budget = budget

    def admit(self, *, account: str, methods: Sequence[str], patience_seconds: float) -> Admission:
        keys = self._keys
        verdict, milliseconds = self._redis.run(
            "admit_call",
            keys=[
                keys.call_bucket(account),
                keys.calls_refused(account=account, method=_EVERY_METHOD),
                *(keys.calls_refused(account=account, method=method) for method in methods),
            ],
            arguments=[*self._bucket(), int(patience_seconds * 1000)],
        )
        return Admission(
            cast('Literal["admitted", "full", "parked", "stopped"]', verdict), milliseconds / 1000
        )

    def exhausted(self, *, account: str) -> None:
        keys = [self._keys.call_bucket(account)]
        self._redis.run("exhaust_calls", keys=keys, arguments=self._bucket())

    def park(self, *, account: str, method: str, seconds: float) -> None:
        key = self._keys.calls_refused(account=account, method=method)
        milliseconds = max(1, math.ceil(seconds * 1000))
        self._redis.repeatable(lambda client: client.set(key, "1", px=milliseconds))

    def stop(self, *, account: str, seconds: float) -> None:
        self.park(account=account, method=_EVERY_METHOD, seconds=seconds)

    def reopen(self, *, account: str) -> None:
        key = self._keys.calls_refused(account=account, method=_EVERY_METHOD)
        self._redis.repeatable(lambda client: client.delete(key))

    def _bucket(self) -> list[str]:
        return [str(self._budget.ceiling), str(self._budget.per_second)]
