"""What a portal lets callers spend: requests, and the time of each method."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from integrations.emulators.bitrix24.leaky_bucket import LeakyBucket
from integrations.emulators.bitrix24.operating import OperatingTime


@dataclass(frozen=True)
class Budgets:
    """Both are without limit until a test sets one."""

    requests: LeakyBucket
    operating: OperatingTime

    @classmethod
    def unlimited(cls, clock: Callable[[], float]) -> Self:
        return cls(LeakyBucket(clock), OperatingTime(clock))
