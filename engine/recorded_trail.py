"""The recovery points of one attempt of an effect, kept in the journal under the fence."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.effects import EffectKey
from engine.errors import LeaseLost
from engine.ports.dialogs import Claim
from engine.ports.effects_journal import EffectsJournal


@dataclass(frozen=True)
class RecordedTrail:
    """Remembers how far an attempt has come; refuses to go on without the lease."""

    journal: EffectsJournal
    claim: Claim
    key: EffectKey
    attempt: int
    may_act: Callable[[], bool]

    @property
    def marker(self) -> str:
        entry = self.journal.entry(self.claim, self.key)
        return entry.marker if entry else ""

    @property
    def marked_seconds_ago(self) -> float:
        entry = self.journal.entry(self.claim, self.key)
        return (entry.marked_seconds_ago if entry else None) or 0.0

    def mark(self, marker: str) -> None:
        lasts = self.may_act()
        if not lasts or not self.journal.mark(
            self.claim, self.key, attempt=self.attempt, marker=marker
        ):
            raise LeaseLost("the dialog has another owner; nothing more is sent")
