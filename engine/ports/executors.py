"""Hands: how an effect reaches the outside and how its outcome is found out later."""

from collections.abc import Callable
from typing import Protocol, TypeAlias, runtime_checkable

from engine.effects import Action, ChatTyping, Failed, Finding, NotRun, Outcome

Objection: TypeAlias = Callable[[], Failed | NotRun | None]
"""Says what speaks against sending by now, None when nothing does."""


class Executor(Protocol):
    """Carries out one kind of effect; decides nothing."""

    def execute(self, action: Action) -> Outcome:
        """Apply the action once; never raises for what the other side did."""
        ...

    def probe(self, action: Action) -> Finding:
        """Look whether an attempt with unknown outcome was applied."""
        ...

    @property
    def repeatable(self) -> bool:
        """Say whether applying twice equals applying once."""
        ...


class Trail(Protocol):
    """How far an effect of several calls has come; it outlives the worker."""

    @property
    def marker(self) -> str:
        """What was marked last, in this attempt or an earlier one; empty at first."""
        ...

    @property
    def marked_seconds_ago(self) -> float:
        """How long ago that was by the store's clock, on which all hosts agree; 0 at first."""
        ...

    def mark(self, marker: str) -> None:
        """Record a recovery point; raises LeaseLost when nothing more may be sent."""
        ...


class StepwiseExecutor(Executor, Protocol):
    """Carries out an effect of several calls, going on from where an earlier attempt ended."""

    def resume(self, action: Action, trail: Trail) -> Outcome:
        """Do what is not done yet; raises LeaseLost as the trail does."""
        ...


@runtime_checkable
class RevocableExecutor(Executor, Protocol):
    """Carries out an effect that takes a while to prepare, and may be unwanted by then."""

    def unless(self, objection: Objection) -> Executor:
        """Return the executor that asks right before it sends, and ends with the objection."""
        ...


class TypingIndicator(Protocol):
    """Shows that an answer is being prepared; best effort, nothing depends on it."""

    def show(self, typing: ChatTyping) -> None:
        """Show the indicator; failures are ignored by contract."""
        ...
