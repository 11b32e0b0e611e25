"""Hands: how an effect reaches the outside and how its outcome is found out later."""

from typing import Protocol

from engine.effects import Action, ChatTyping, Finding, Outcome


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


class TypingIndicator(Protocol):
    """Shows that an answer is being prepared; best effort, nothing depends on it."""

    def show(self, typing: ChatTyping) -> None:
        """Show the indicator; failures are ignored by contract."""
        ...
