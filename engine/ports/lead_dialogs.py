"""Which chat belongs to a lead, so that what a person does in the CRM reaches its dialog."""

from dataclasses import dataclass
from typing import Protocol

from engine.messages import DialogKey

REMEMBERED_SECONDS = 180 * 24 * 3600
"""How long a lead's chat is known after its last message: a lead is rarely open for longer."""


@dataclass(frozen=True)
class DialogAddress:
    """Where a dialog is kept and where its replies go."""

    dialog: DialogKey
    dialog_id: str
    chat_id: int


class LeadDialogs(Protocol):
    """Remembers the last chat of every lead.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def remember(self, *, member_id: str, lead_id: int, address: DialogAddress) -> None:
        """Note the chat of a lead in place of an earlier one."""
        ...

    def find(self, *, member_id: str, lead_id: int) -> DialogAddress | None:
        """Return the chat of a lead, None when none is known."""
        ...
