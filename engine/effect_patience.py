"""How long an effect is tried, looked for and left alone; no outcome is decided here."""

from dataclasses import dataclass, replace

from engine.effects import Action, ChatReply, EffectState
from engine.order_effects import PlaceOrder
from engine.ports.dialogs import PendingEffect
from engine.ports.effects_journal import JournalEntry

LONGEST_PAUSE_SECONDS = 60.0
"""No dialog pauses for longer, whatever is asked for: who stops a portal for longer also keeps the
calls off it, and what ends the stop early, such as an install, wakes no dialog."""

LONGEST_SEARCH_SECONDS = 3600.0
"""An attempt that could not be looked for in so long goes to a person: the client still waits."""

SEARCH_PAUSE_SECONDS = 5.0
"""At least so long between two looks."""

MAX_BROKEN_ATTEMPTS = 8
"""An effect whose attempts end without any word of how, so often, goes to a person."""

LONGEST_LIFE_SECONDS = 24 * 3600.0
"""What could not be done in so long goes to a person: an answer of yesterday helps nobody."""

LONGEST_ORDER_LIFE_SECONDS = 900.0
"""The same for an order: later than this, price and mind may have changed since the yes."""

NOTES = frozenset({"contact_upsert", "product_rows_set", "timeline_comment", "order_wait"})
"""Effects that only note in the CRM what is known, or say that more is coming: nobody waits."""

LONGEST_NOTE_LIFE_SECONDS = 120.0
"""A note that could not be written in so long is left: the client's next message waits for it."""

LONGEST_NOTE_PAUSE_SECONDS = 30.0
"""So often a note is tried while it lives: a portal that works again by then has it written."""

LEFT_WHEN_REFUSED = NOTES | {"lead_update", "abcp_order"}
"""Effects whose refusal needs no list for people: nobody waits, or the dialog is told of it and
calls a person itself; all others go to a person."""

LONGEST_ORDER_PAUSE_SECONDS = 15.0
"""An order that waits for its turn is tried so often: the client waits for its number."""

ORDER_WAIT_SECONDS = 10.0
"""An order still open after so long is a wait that the client is told of."""

ARRIVAL_SECONDS = 70.0
"""So long after its start a reply that was not found may still appear: a portal works on a call
for up to a minute, whether or not anybody awaits the answer (bitrix24.md 5), and the call itself
may have gone out as late as its own time limit."""

ORDER_GRACE_SECONDS = 5.0
"""An order's attempt is looked for so soon: the shop's desk turns a late sender away."""


@dataclass(frozen=True)
class Patience:
    """How long an attempt nobody answered for is left alone, counted from its start."""

    grace_seconds: float
    """It is not looked for before."""
    arrival_seconds: float = ARRIVAL_SECONDS
    """Not found before, it may still appear."""
    order_wait_seconds: float = ORDER_WAIT_SECONDS
    """An order open for so long is told of."""


def is_long_wait(pending: PendingEffect, patience: Patience) -> bool:
    """Say whether an order that is still open has been for longer than clients expect."""
    return (pending.first_started_seconds_ago or 0.0) >= patience.order_wait_seconds


def patience_with(action: Action, usual: Patience) -> Patience:
    """Return the patience with one effect; only a reply is spoiled by arriving twice.

    What else is repeated has the effect of once, waits in its own steps, or is never sent again.
    """
    if isinstance(action, PlaceOrder):
        return Patience(ORDER_GRACE_SECONDS, 0.0)
    return usual if isinstance(action, ChatReply) else replace(usual, arrival_seconds=0.0)


def state_when_exhausted(action: Action) -> EffectState:
    """Say who has an effect now that is not tried any more: nobody needs to look at a note."""
    return EffectState.FAILED if action.kind in NOTES else EffectState.MANUAL


def exhausted(pending: PendingEffect, action: Action) -> str | None:
    """Say why an effect is not started once more, though it surely was not applied."""
    if pending.state is EffectState.STARTED and pending.attempt >= MAX_BROKEN_ATTEMPTS:
        return "TOO_MANY_ATTEMPTS"
    if (pending.first_started_seconds_ago or 0.0) >= _longest_life_seconds(action):
        return "TOO_OLD"
    return None


def is_hopeless(entry: JournalEntry, pending: PendingEffect) -> bool:
    """Say whether an effect that broke off with an exception would only break again."""
    if entry.state in {EffectState.PLANNED, EffectState.RETRY}:
        return True
    looked_for = entry.attempt == pending.attempt
    too_long = (pending.started_seconds_ago or 0.0) >= LONGEST_SEARCH_SECONDS
    return entry.attempt >= MAX_BROKEN_ATTEMPTS or (looked_for and too_long)


def state_when_refused(action: Action) -> EffectState:
    """Say who has an effect now that the other side refused for good."""
    return EffectState.FAILED if action.kind in LEFT_WHEN_REFUSED else EffectState.MANUAL


def pause_seconds(action: Action, *, attempt: int, asked: float) -> float:
    """Return how long to wait before the next attempt: as long as was asked for, within bounds."""
    doubled = 2.0 ** min(attempt - 1, 16)
    if isinstance(action, PlaceOrder):
        doubled = min(doubled, LONGEST_ORDER_PAUSE_SECONDS)
    pause = bounded_pause_seconds(max(asked, doubled))
    return min(pause, LONGEST_NOTE_PAUSE_SECONDS) if action.kind in NOTES else pause


def search_pause_seconds(asked: float) -> float:
    """Return how long to wait before an attempt is looked for once more."""
    return bounded_pause_seconds(max(asked, SEARCH_PAUSE_SECONDS))


def bounded_pause_seconds(asked: float) -> float:
    """Return how long a dialog pauses that is asked to come back after so long."""
    return min(asked, LONGEST_PAUSE_SECONDS)


def _longest_life_seconds(action: Action) -> float:
    if isinstance(action, PlaceOrder):
        return LONGEST_ORDER_LIFE_SECONDS
    return LONGEST_NOTE_LIFE_SECONDS if action.kind in NOTES else LONGEST_LIFE_SECONDS
