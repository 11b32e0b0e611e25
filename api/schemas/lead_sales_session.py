"""The session snapshot of the existing bot, read as ours; unknown fields are its own affair."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.schemas.decision_request import known_stage
from engine.contract import Contract
from engine.session import HISTORY_TURNS, Contact, PendingClarification, Session, Turn

FIELD_LIMIT = 500
"""Characters of a remembered name, phone or address; a longer one is no such thing."""

_BARE_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){3,19}(?![0-9A-Za-z])")
_POSITIVE = re.compile(r"[1-9][0-9]{0,14}")
_STAGE_PATH = "payload.sessionSnapshot.state.stage"


def read_snapshot(
    snapshot: Mapping[str, Any], contract: Contract, *, text: str, searched: Iterable[str]
) -> Session:
    """Return the session; raises RequestInvalid for a stage of no contract.

    An unknown stage must not pass for a new dialog: the caller writes our answer to its CRM.
    """
    state = mapping(snapshot.get("state"))
    history = tuple(_history(snapshot.get("history")))
    return Session(
        stage=known_stage(_stage_word(snapshot, state), contract, at=_STAGE_PATH),
        mode="manual" if snapshot.get("mode") == "manual" else "auto",
        contact=_contact(snapshot, state),
        address=_first_text(
            *(state.get(name) for name in ("delivery_address", "DELIVERY_ADDRESS", "address")),
            snapshot.get("address"),
        ),
        pending_clarification=_pending(snapshot, history, text=text, searched=searched),
        deal_id=_positive(snapshot.get("dealId")),
        last_reply=_first_text(state.get("last_reply"), limit=20_000),
    ).remembering(*history)


def asked_for_lookup(snapshot: Mapping[str, Any]) -> bool:
    """Say whether the last answer asked for prices: then this call brings them."""
    return _last_decision(snapshot).get("action") == "abcp_lookup"


def chosen_ids(snapshot: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the remembered choice, whichever of its forms it has."""
    state = mapping(snapshot.get("state"))
    choice = snapshot.get("chosen_offer_id") or state.get("chosen_offer_id")
    listed = choice if isinstance(choice, list) else [choice]
    found = {number for item in listed if (number := _positive(item)) is not None}
    return tuple(sorted(found))


def mapping(value: Any) -> Mapping[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def _stage_word(snapshot: Mapping[str, Any], state: Mapping[str, Any]) -> str | None:
    """The state's stage counts when it says more than NEW (the existing bot's own rule)."""
    own = _first_text(state.get("stage"))
    if own is not None and own.upper() != "NEW":
        return own
    return _first_text(snapshot.get("stage")) or own


def _contact(snapshot: Mapping[str, Any], state: Mapping[str, Any]) -> Contact:
    name = _first_text(state.get("client_name"), snapshot.get("client_name"), snapshot.get("name"))
    phone = _first_text(snapshot.get("phone"), state.get("phone"))
    words = (name or "").split(maxsplit=2)
    if len(words) == 1:
        return Contact(first_name=words[0], phone=phone)
    last, first, middle = (*words, None, None, None)[:3]
    return Contact(last_name=last, first_name=first, middle_name=middle, phone=phone)


def _history(turns: Any) -> Iterable[Turn]:
    for turn in turns[-HISTORY_TURNS:] if isinstance(turns, list) else ():
        text = _first_text(mapping(turn).get("text"), limit=20_000)
        if text is not None:
            yield Turn(_first_text(turn.get("role"), limit=16) or "client", text)


def _pending(
    snapshot: Mapping[str, Any],
    history: tuple[Turn, ...],
    *,
    text: str,
    searched: Iterable[str],
) -> PendingClarification | None:
    """Recover the number last asked about: that caller remembers the question, not the number.

    Once the question is answered by a search, the number is among the searched ones.
    """
    earlier = [turn.text for turn in history if turn.role == "client" and turn.text != text]
    found = _BARE_NUMBER.search(earlier[-1]) if earlier else None
    if found is None or _BARE_NUMBER.search(text):
        return None
    number = re.sub(r"[ -]", "", found.group(0))
    open_question = _last_decision(snapshot).get("intent") == "CLARIFY_NUMBER_TYPE"
    answered = asked_for_lookup(snapshot) and number in searched
    return PendingClarification("number_type", number) if open_question or answered else None


def _last_decision(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping(snapshot.get("lastCortexDecision"))


def _first_text(*values: Any, limit: int = FIELD_LIMIT) -> str | None:
    texts = (value.strip() for value in values if isinstance(value, str))
    return next((text for text in texts if text and len(text) <= limit), None)


def _positive(value: Any) -> int | None:
    if isinstance(value, str) and _POSITIVE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    return None
