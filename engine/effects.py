"""What executors run: effects as data, their states and their outcomes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

EffectKey = NewType("EffectKey", str)
"""`<dialog>.<message sequence>.<index>`: the same step run again gives the same key."""


class EffectState(StrEnum):
    """Where an effect stands in the journal."""

    PLANNED = "planned"
    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    RETRY = "retry"
    MANUAL = "manual"

    @property
    def terminal(self) -> bool:
        """Say whether nothing more will happen without a person."""
        return self in {EffectState.SUCCEEDED, EffectState.FAILED, EffectState.MANUAL}


@dataclass(frozen=True)
class ChatReply:
    """Say something to the client."""

    kind = "chat_reply"
    member_id: str
    dialog_id: str
    chat_id: int
    text: str
    after_message_id: int
    """The message answered: a reply found after it in the chat proves delivery."""


@dataclass(frozen=True)
class ChatTyping:
    """Show that an answer is being prepared; worthless later, so never journalled."""

    kind = "chat_typing"
    member_id: str
    dialog_id: str


@dataclass(frozen=True)
class ChatHandover:
    """Pass the chat to a free operator."""

    kind = "chat_handover"
    member_id: str
    chat_id: int


@dataclass(frozen=True)
class LeadUpdate:
    """Write absolute values to a lead; `None` leaves a field alone."""

    kind = "lead_update"
    member_id: str
    lead_id: int
    status_id: str | None = None
    part_number: str | None = None


Action = ChatReply | ChatHandover | LeadUpdate


@dataclass(frozen=True)
class Effect:
    """An action with the key under which the journal knows it."""

    key: EffectKey
    action: Action


@dataclass(frozen=True)
class Succeeded:
    """The effect is applied; `reference` is the other side's id of it."""

    reference: str = ""


@dataclass(frozen=True)
class NotRun:
    """Surely not applied: may be tried again after the delay."""

    reason: str
    retry_after_seconds: float


@dataclass(frozen=True)
class Failed:
    """Refused for good."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """May have been applied: must be reconciled."""

    reason: str


Outcome = Succeeded | NotRun | Failed | Unknown


@dataclass(frozen=True)
class Applied:
    """The probe found the effect on the other side."""

    reference: str = ""


@dataclass(frozen=True)
class NotApplied:
    """The probe proved that the effect is not there."""


@dataclass(frozen=True)
class Undecidable:
    """The probe could not tell."""

    reason: str


Finding = Applied | NotApplied | Undecidable
