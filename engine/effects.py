"""What executors run: effects as data, their states and their outcomes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, NewType, get_args, get_origin, get_type_hints

from engine.crm_effects import ContactUpsert, DealConvert, ProductRowsSet, TimelineComment
from engine.errors import InvalidInput
from engine.order_effects import PlaceOrder

EffectKey = NewType("EffectKey", str)
"""`<dialog>.<message sequence>.<index>`: the same step run again gives the same key."""


def dialog_of(key: EffectKey) -> str:
    """Return the dialog that an effect belongs to; raises ValueError for what is no key."""
    dialog, sequence, index = key.rsplit(".", 2)
    if not (dialog and sequence.isdecimal() and index.isdecimal()):
        raise ValueError("not the key of an effect")
    return dialog


def first_effects_before(key: EffectKey, *, messages: int) -> Iterator[EffectKey]:
    """Yield the keys of the first effects of earlier messages of the dialog, newest first."""
    dialog, sequence, _ = key.rsplit(".", 2)
    for earlier in range(int(sequence) - 1, max(0, int(sequence) - 1 - messages), -1):
        yield EffectKey(f"{dialog}.{earlier}.0")


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
    tag: str = ""
    """Its effect key, by which every attempt is the same message to a portal that compares."""
    buttons: tuple[str, ...] = ()
    """Answers to be pressed, where the portal shows buttons; the text says the same."""


@dataclass(frozen=True)
class OrderWait(ChatReply):
    """Say to the client that the order takes longer: only while it does, and once."""

    kind = "order_wait"


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
    seen_status_id: str | None = None
    """The status that `status_id` was decided on; over any other one a person leads."""
    address: str | None = None
    seen_address: str = ""
    """The address the bot knew before; over any other one a person leads."""
    order_number: str | None = None
    decision_log: str | None = None
    seen_part_number: str = ""
    """The part number that stood there when this was decided; over any other one a person leads."""


CrmAction = ContactUpsert | ProductRowsSet | TimelineComment | DealConvert
Action = ChatReply | OrderWait | ChatHandover | LeadUpdate | PlaceOrder | CrmAction

_ACTIONS: dict[str, type[Action]] = {action.kind: action for action in get_args(Action)}
ACTION_KINDS = tuple(_ACTIONS)
"""The word of every action that executors carry out."""


def encode_effect(action: Action) -> str:
    """Write an action as the document the journal keeps."""
    document = {"kind": action.kind, **asdict(action)}
    return json.dumps(document, separators=(",", ":"), default=str)


def decode_effect(document: str) -> Action:
    """Read an action back; raises InvalidInput for anything encode_effect would not write.

    Fields with a default may be missing: the document may be older than they are.
    """
    try:
        fields = json.loads(document)
    except ValueError as error:
        raise _not_an_effect("not JSON") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("kind"), str):
        raise _not_an_effect("no kind")
    action = _ACTIONS.get(fields.pop("kind"))
    if action is None:
        raise _not_an_effect("unknown kind")
    return action(**_values(fields, action))


def _values(fields: dict[str, Any], kind: type) -> dict[str, Any]:
    types = _types(kind)
    required = _required(kind)
    if not required <= fields.keys() <= types.keys():
        raise _not_an_effect("other fields than its kind has")
    return {name: _value(name, value, types[name]) for name, value in fields.items()}


@cache
def _types(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


@cache
def _required(kind: type) -> frozenset[str]:
    # The default of a field is an attribute of its class.
    return frozenset(name for name in _types(kind) if not hasattr(kind, name))


def _value(name: str, value: Any, declared: Any) -> Any:
    if get_origin(declared) is tuple:
        if type(value) is not list:
            raise _not_an_effect(f"wrong type of {name}")
        return tuple(_value(name, item, get_args(declared)[0]) for item in value)
    if is_dataclass(declared) and isinstance(declared, type):
        if type(value) is not dict:
            raise _not_an_effect(f"wrong type of {name}")
        return declared(**_values(value, declared))
    if declared is Decimal:
        return _decimal(name, value)
    # Exact types: a JSON true would pass for an int.
    if type(value) not in (get_args(declared) or (declared,)):
        raise _not_an_effect(f"wrong type of {name}")
    return value


def _decimal(name: str, written: Any) -> Decimal:
    try:
        value = Decimal(written if isinstance(written, str) else "")
    except InvalidOperation as error:
        raise _not_an_effect(f"wrong type of {name}") from error
    if not value.is_finite():
        raise _not_an_effect(f"wrong type of {name}")
    return value


def _not_an_effect(reason: str) -> InvalidInput:
    return InvalidInput(f"not an effect document: {reason}", code="EFFECT_DOCUMENT_INVALID")


def tagged(action: Action, key: EffectKey) -> Action:
    """Return the action that carries its own key, if it has a use for it."""
    return replace(action, tag=key) if isinstance(action, ChatReply) else action


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
class LookAgain:
    """The probe could not look now, but may be able to later."""

    reason: str
    retry_after_seconds: float


@dataclass(frozen=True)
class Undecidable:
    """The probe could not tell and never will."""

    reason: str


Finding = Applied | NotApplied | LookAgain | Undecidable
