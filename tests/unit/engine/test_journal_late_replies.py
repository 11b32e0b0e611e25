"""Replies that reach the chat after their answer was given up: still said once."""

import pytest

from engine.effect_patience import Patience, patience_with
from engine.effects import (
    Applied,
    ChatHandover,
    EffectState,
    Succeeded,
    Unknown,
    encode_effect,
)
from engine.journal import Postponed, Settled
from tests.unit.engine.journal_chat import GRACE_SECONDS, REPLY, Chat, a_chat

ARRIVAL_SECONDS = 70.0
HANDOVER = ChatHandover(member_id="member", chat_id=1)


@pytest.fixture(params=["timed out", "its worker died"])
def chat(request: pytest.FixtureRequest) -> Chat:
    """A reply of which nobody knows whether it arrives."""
    chat = a_chat(encode_effect(REPLY))
    chat.arrival_seconds = ARRIVAL_SECONDS
    if request.param == "timed out":
        chat.hands.outcome = Unknown("TIMEOUT")
        chat.deliver()
    else:
        chat.start_and_die()
    chat.hands.executed.clear()
    chat.hands.outcome = Succeeded("message 9")
    return chat


def test_a_reply_that_is_not_there_yet_is_not_sent_again(chat: Chat) -> None:
    looked = chat.after_seconds(GRACE_SECONDS + 1)

    delivery = looked.deliver()

    assert isinstance(delivery, Postponed)
    assert 0 < delivery.seconds <= ARRIVAL_SECONDS - GRACE_SECONDS
    assert (looked.hands.probed, looked.hands.executed) == ([REPLY], [])
    assert looked.state is not EffectState.RETRY


def test_a_reply_that_arrives_between_two_looks_is_said_once(chat: Chat) -> None:
    first = chat.after_seconds(GRACE_SECONDS + 1)
    pause = first.deliver()
    first.hands.finding = Applied("message 8")
    assert isinstance(pause, Postponed)

    second = first.after_seconds(pause.seconds)

    assert second.deliver() == Settled(EffectState.SUCCEEDED, "message 8", reconciled=True)
    assert second.hands.executed == []


def test_a_reply_that_is_not_there_in_the_end_is_sent_again(chat: Chat) -> None:
    first = chat.after_seconds(GRACE_SECONDS + 1)
    pause = first.deliver()
    assert isinstance(pause, Postponed)

    second = first.after_seconds(pause.seconds)

    assert second.deliver() == Settled(EffectState.SUCCEEDED, "message 9")
    assert second.hands.executed == [REPLY]


def test_a_reply_that_is_there_at_the_first_look_waits_no_longer(chat: Chat) -> None:
    chat.hands.finding = Applied("message 8")

    delivery = chat.after_seconds(GRACE_SECONDS + 1).deliver()

    assert delivery == Settled(EffectState.SUCCEEDED, "message 8", reconciled=True)


def test_only_replies_come_twice_by_coming_late() -> None:
    usual = Patience(GRACE_SECONDS, ARRIVAL_SECONDS)

    assert patience_with(REPLY, usual) == usual
    assert patience_with(HANDOVER, usual) == Patience(GRACE_SECONDS, 0.0)
