"""How long effects are tried, by kind: replies, notes and orders differ in who waits for them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.crm_effects import TimelineComment
from engine.effect_patience import (
    LONGEST_LIFE_SECONDS,
    LONGEST_NOTE_LIFE_SECONDS,
    LONGEST_NOTE_PAUSE_SECONDS,
    LONGEST_ORDER_LIFE_SECONDS,
    LONGEST_ORDER_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    MAX_BROKEN_ATTEMPTS,
    ORDER_GRACE_SECONDS,
    Patience,
    exhausted,
    patience_with,
    pause_seconds,
    state_when_exhausted,
    state_when_refused,
)
from engine.effects import Action, ChatReply, EffectKey, EffectState, LeadUpdate
from engine.order_effects import PlaceOrder
from engine.ports.dialogs import PendingEffect

REPLY = ChatReply("m1", "chat1", 1, "Да", after_message_id=1)
NOTE = TimelineComment("m1", 7, "Клиент ждёт", "#1")
ORDER = PlaceOrder("m1", "chat1", 1, "tag", (), client_name="", phone="", address="")
LEAD = LeadUpdate("m1", 7)
PENDING = PendingEffect(EffectKey("d.1.0"), EffectState.RETRY, 3, "{}")


@pytest.mark.parametrize(
    ("action", "life"),
    [
        (REPLY, LONGEST_LIFE_SECONDS),
        (LEAD, LONGEST_LIFE_SECONDS),
        (NOTE, LONGEST_NOTE_LIFE_SECONDS),
        (ORDER, LONGEST_ORDER_LIFE_SECONDS),
    ],
)
def test_an_effect_lives_as_long_as_somebody_is_helped_by_it(action: Action, life: float) -> None:
    young = replace(PENDING, first_started_seconds_ago=life - 1)
    old = replace(PENDING, first_started_seconds_ago=life)

    assert (exhausted(young, action), exhausted(old, action)) == (None, "TOO_OLD")


def test_only_attempts_that_ended_without_a_word_are_counted() -> None:
    silent = replace(PENDING, state=EffectState.STARTED, attempt=MAX_BROKEN_ATTEMPTS)

    assert exhausted(silent, REPLY) == "TOO_MANY_ATTEMPTS"
    assert exhausted(replace(silent, state=EffectState.RETRY), REPLY) is None
    assert exhausted(replace(silent, attempt=MAX_BROKEN_ATTEMPTS - 1), REPLY) is None


@pytest.mark.parametrize(
    ("action", "when_exhausted", "when_refused"),
    [
        (REPLY, EffectState.MANUAL, EffectState.MANUAL),
        (NOTE, EffectState.FAILED, EffectState.FAILED),
        (LEAD, EffectState.MANUAL, EffectState.FAILED),
        (ORDER, EffectState.MANUAL, EffectState.FAILED),
    ],
)
def test_a_person_gets_what_nobody_else_is_told_of(
    action: Action, when_exhausted: EffectState, when_refused: EffectState
) -> None:
    assert state_when_exhausted(action) is when_exhausted
    assert state_when_refused(action) is when_refused


def test_an_order_is_looked_for_sooner_than_anything_else() -> None:
    usual = Patience(40.0)

    assert patience_with(ORDER, usual) == Patience(ORDER_GRACE_SECONDS, 0.0)
    assert patience_with(REPLY, usual) == usual


@given(st.integers(1, 10_000), st.floats(0, 1e6))
def test_pauses_grow_to_a_bound_and_are_as_long_as_asked_within_it(
    attempt: int, asked: float
) -> None:
    for action, longest, longest_asked in (
        (REPLY, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS),
        (ORDER, LONGEST_ORDER_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS),
        (NOTE, LONGEST_NOTE_PAUSE_SECONDS, LONGEST_NOTE_PAUSE_SECONDS),
    ):
        pause = pause_seconds(action, attempt=attempt, asked=asked)

        assert min(asked, longest_asked) <= pause <= max(longest, min(asked, longest_asked))
        assert pause <= pause_seconds(action, attempt=attempt + 1, asked=asked)
