"""Deliveries that break off: looked for like any unknown outcome, and never without end."""

import pytest

from engine.effect_patience import (
    LONGEST_SEARCH_SECONDS,
    MAX_BROKEN_ATTEMPTS,
    SEARCH_PAUSE_SECONDS,
)
from engine.effects import Action, EffectKey, EffectState, Finding, Succeeded, encode_effect
from engine.journal import Lost, Postponed, Settled, record_crash
from tests.unit.engine.journal_chat import GRACE_SECONDS, REPLY, Chat, a_chat


def break_down() -> None:
    raise ZeroDivisionError


@pytest.fixture
def chat() -> Chat:
    chat = a_chat(encode_effect(REPLY))
    chat.hands.while_sending = break_down
    return chat


def test_an_attempt_that_broke_is_of_unknown_outcome_and_looked_for(chat: Chat) -> None:
    delivery = chat.crash()

    later = chat.after_seconds(GRACE_SECONDS + 1)
    later.crash()

    assert delivery == Postponed(SEARCH_PAUSE_SECONDS, EffectState.UNKNOWN, "ZeroDivisionError")
    assert (len(chat.hands.executed), chat.hands.probed) == (2, [REPLY])


def test_an_effect_that_always_breaks_goes_to_a_person_in_the_end(chat: Chat) -> None:
    deliveries = []
    for _ in range(MAX_BROKEN_ATTEMPTS):
        deliveries.append(chat.crash())
        if isinstance(deliveries[-1], Postponed):
            chat = chat.after_seconds(GRACE_SECONDS + 1)

    assert {type(delivery) for delivery in deliveries[:-1]} == {Postponed}
    assert deliveries[-1] == Settled(EffectState.MANUAL, "ZeroDivisionError")
    assert len(chat.hands.executed) == MAX_BROKEN_ATTEMPTS


def test_an_effect_that_kills_its_workers_goes_to_a_person_in_the_end(chat: Chat) -> None:
    for _ in range(MAX_BROKEN_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            chat.deliver()
        chat = chat.after_seconds(GRACE_SECONDS + 1)

    assert chat.deliver() == Settled(EffectState.MANUAL, "TOO_MANY_ATTEMPTS")
    assert len(chat.hands.executed) == MAX_BROKEN_ATTEMPTS


def test_a_look_that_always_breaks_goes_to_a_person_in_the_end(chat: Chat) -> None:
    def look(_action: Action) -> Finding:
        raise ZeroDivisionError

    chat.crash()
    chat.hands.probe = look  # type: ignore[method-assign, assignment]
    soon = chat.after_seconds(GRACE_SECONDS + 1)

    first = soon.crash()
    last = soon.after_seconds(LONGEST_SEARCH_SECONDS).crash()

    assert isinstance(first, Postponed)
    assert last == Settled(EffectState.MANUAL, "ZeroDivisionError")
    assert len(chat.hands.executed) == 1


def test_what_breaks_before_anything_was_sent_goes_to_a_person_at_once(chat: Chat) -> None:
    delivery = record_crash(
        chat.claim.effects[0], claim=chat.claim, journal=chat.store.journal, reason="KeyError"
    )

    assert delivery == Settled(EffectState.MANUAL, "KeyError")
    assert not chat.hands.executed


def test_an_outcome_that_was_recorded_before_the_crash_is_believed(chat: Chat) -> None:
    chat.hands.while_sending = lambda: None
    chat.deliver()

    delivery = record_crash(
        chat.claim.effects[0], claim=chat.claim, journal=chat.store.journal, reason="KeyError"
    )

    assert delivery == Settled(EffectState.SUCCEEDED, "message 8")


def test_the_attempt_of_a_later_owner_is_left_to_that_owner(chat: Chat) -> None:
    chat.start_and_die()
    heir = chat.after_seconds(GRACE_SECONDS + 1)
    with pytest.raises(ZeroDivisionError):
        heir.deliver()

    delivery = record_crash(
        chat.claim.effects[0], claim=chat.claim, journal=chat.store.journal, reason="KeyError"
    )

    assert (delivery, heir.state) == (Lost(), EffectState.STARTED)


def test_an_effect_the_journal_does_not_know_is_nobodys(chat: Chat) -> None:
    unknown = a_chat(encode_effect(REPLY)).claim.effects[0]
    stranger = type(unknown)(EffectKey("never.1.0"), EffectState.PLANNED, 0, unknown.document)

    delivery = record_crash(stranger, claim=chat.claim, journal=chat.store.journal, reason="x")

    assert delivery == Lost()


def test_an_effect_that_broke_once_is_sent_when_it_works_again(chat: Chat) -> None:
    chat.crash()
    chat.hands.while_sending = lambda: None
    chat.hands.outcome = Succeeded("message 9")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 9")
