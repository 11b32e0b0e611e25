"""What workers logged, read back: decisions with their effects, and anything that went wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

_WRONG = frozenset({"error", "critical"})
_NOBODYS = 0
"""Stands for the message where something took place outside the chat."""


@dataclass(frozen=True)
class LoggedDecision:
    """One decision; `dialog` is the digest under which logs know the dialog."""

    dialog: str
    message_id: int
    intent: str | None
    stage: str
    action: str
    fired: tuple[str, ...]


@dataclass(frozen=True)
class LoggedEffect:
    """One effect as it was left."""

    dialog: str
    kind: str
    state: str


@dataclass(frozen=True)
class LoggedTurn:
    """A decision with the effects delivered before the next decision of its dialog."""

    decision: LoggedDecision
    effects: tuple[LoggedEffect, ...]


def turn_about(message_id: int, log: Path) -> LoggedTurn | None:
    """Return what the log tells of a message; None while it tells nothing."""
    return next(iter(turns_since(message_id, log)), None)


def turns_since(message_id: int, log: Path) -> Sequence[LoggedTurn]:
    """Return the turn about a message and those about what its effects brought, if any yet."""
    events = _events(log)
    decisions = [index for index, event in enumerate(events) if _decides(event, message_id)]
    return tuple(_turns(events[decisions[-1] :])) if decisions else ()


def _turns(events: Sequence[Mapping[str, Any]]) -> Iterator[LoggedTurn]:
    """Yield the first decision and all of its dialog that follow before anybody speaks again."""
    dialog = events[0]["dialog"]
    for index, event in enumerate(events):
        if event.get("event") == "decision_made" and event["dialog"] == dialog:
            decision = _decision(event)
            if index and decision.message_id != _NOBODYS:
                return
            yield LoggedTurn(decision, tuple(_effects(events[index + 1 :], dialog)))


def wrong_lines(log: Path) -> Sequence[str]:
    """Return lines of level error, and lines that are no log events at all, such as tracebacks."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line for line in lines if line.strip() and _is_wrong(line)]


def _events(log: Path) -> Sequence[Mapping[str, Any]]:
    lines = log.read_bytes().splitlines() if log.exists() else []
    read = (_event(line) for line in lines)
    return [event for event in read if event is not None]


def _event(line: bytes | str) -> Mapping[str, Any] | None:
    try:
        event = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) else None


def _is_wrong(line: str) -> bool:
    event = _event(line)
    return event is None or event.get("level") in _WRONG


def _decides(event: Mapping[str, Any], message_id: int) -> bool:
    return event.get("event") == "decision_made" and str(event["message_id"]) == str(message_id)


def _decision(event: Mapping[str, Any]) -> LoggedDecision:
    return LoggedDecision(
        dialog=event["dialog"],
        message_id=int(event["message_id"]),
        intent=event["intent"],
        stage=event["stage"],
        action=event["action"],
        fired=tuple(event["fired"]),
    )


def _effects(events: Iterable[Mapping[str, Any]], dialog: str) -> Iterable[LoggedEffect]:
    for event in events:
        if event.get("event") == "decision_made" and event["dialog"] == dialog:
            return
        if event.get("event") == "effect_delivered":
            known_as = event["effect_key"].partition(".")[0]
            if known_as == dialog:
                yield LoggedEffect(dialog, event["kind"], event["state"])
