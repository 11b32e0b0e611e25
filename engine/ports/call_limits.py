"""How many calls an account of an outside system takes, counted by all processes together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class CallBudget:
    """A leaky bucket: so many calls at once, and so many more with every second."""

    ceiling: float
    per_second: float


@dataclass(frozen=True)
class Admission:
    """Whether a call may be sent and when: `admitted` after the wait, else asked again after it."""

    verdict: Literal["admitted", "full", "parked", "stopped"]
    wait_seconds: float = 0.0


class CallLimits(Protocol):
    """The shared budget of every account.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def admit(self, *, account: str, methods: Sequence[str], patience_seconds: float) -> Admission:
        """Reserve the next place for a call, unless it is further away than the patience.

        A call that carries others names their methods too: one that is parked holds all of it up.
        """
        ...

    def exhausted(self, *, account: str) -> None:
        """Note that the other side takes no more now, whatever was counted here."""
        ...

    def park(self, *, account: str, method: str, seconds: float) -> None:
        """Refuse one method of the account for a time."""
        ...

    def stop(self, *, account: str, seconds: float) -> None:
        """Refuse every call of the account for a time."""
        ...

    def reopen(self, *, account: str) -> None:
        """Let calls through again: what they were all refused for is over."""
        ...


class Unlimited:
    """For tools that call once and for accounts nobody counts."""

    def admit(self, *, account: str, methods: Sequence[str], patience_seconds: float) -> Admission:
        """Admit."""
        del account, methods, patience_seconds
        return Admission("admitted")

    def exhausted(self, *, account: str) -> None:
        """Ignore."""

    def park(self, *, account: str, method: str, seconds: float) -> None:
        """Ignore."""

    def stop(self, *, account: str, seconds: float) -> None:
        """Ignore."""

    def reopen(self, *, account: str) -> None:
        """Ignore."""
