"""What becomes of an attempt whose outcome nobody knows: looked for, never just sent again."""

import pytest

from engine.effect_patience import LONGEST_SEARCH_SECONDS
from engine.effects import (
    Applied,
    EffectState,
    LookAgain,
    Succeeded,
    Undecidable,
    Unknown,
    encode_effect,
)
from engine.journal import Lost, Postponed, Settled
from tests.unit.engine.journal_chat import GRACE_SECONDS, REPLY, Chat, a_chat


@pytest.fixture
def chat() -> Chat:
    return a_chat(encode_effect(REPLY))


def test_unknown_outcome_waits_the_grace_before_anything_else(chat: Chat) -> None:
    chat.hands.outcome = Unknown("read timeout")

    assert chat.deliver() == Postponed(GRACE_SECONDS, EffectState.UNKNOWN, "read timeout")
    assert chat.state is EffectState.UNKNOWN


@pytest.mark.parametrize("answered", [True, False])
def test_open_attempt_is_neither_probed_nor_sent_within_the_grace(
    chat: Chat, *, answered: bool
) -> None:
    chat.hands.outcome = Unknown("read timeout")
    chat.deliver() if answered else chat.start_and_die()
    sent = len(chat.hands.executed)

    delivery = chat.after_seconds(GRACE_SECONDS - 3).deliver()

    assert isinstance(delivery, Postponed)
    assert delivery.seconds == pytest.approx(3)
    assert (len(chat.hands.executed), chat.hands.probed) == (sent, [])


def test_effect_of_a_dead_worker_found_applied_is_reconciled_not_resent(chat: Chat) -> None:
    chat.start_and_die()
    chat.hands.finding = Applied("message 8")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 8", reconciled=True)
    assert (chat.hands.executed, chat.hands.probed) == ([], [REPLY])


def test_unknown_outcome_proved_not_applied_is_sent_again(chat: Chat) -> None:
    chat.hands.outcome = Unknown("read timeout")
    chat.deliver()
    chat.hands.outcome = Succeeded("message 8")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 8")
    assert (len(chat.hands.executed), len(chat.hands.probed)) == (2, 1)


def test_unknown_outcome_nobody_can_decide_goes_to_a_person(chat: Chat) -> None:
    chat.start_and_die()
    chat.hands.finding = Undecidable("history is not readable")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.MANUAL, "history is not readable")
    assert (chat.hands.executed, later.state) == ([], EffectState.MANUAL)


def test_a_chat_that_cannot_be_read_now_is_looked_at_again_and_nothing_is_sent(chat: Chat) -> None:
    chat.start_and_die()
    chat.hands.finding = LookAgain("limit", 20.0)
    later = chat.after_seconds(GRACE_SECONDS + 1)

    delivery = later.deliver()
    chat.hands.finding = Applied("message 8")
    found = later.after_seconds(20).deliver()

    assert delivery == Postponed(20.0, EffectState.STARTED, "limit")
    assert found == Settled(EffectState.SUCCEEDED, "message 8", reconciled=True)
    assert not chat.hands.executed


def test_a_chat_that_may_not_be_read_for_long_is_looked_at_again_within_a_minute(
    chat: Chat,
) -> None:
    chat.start_and_die()
    chat.hands.finding = LookAgain("PORTAL_STOPPED", 600.0)

    delivery = chat.after_seconds(GRACE_SECONDS + 1).deliver()

    assert delivery == Postponed(60.0, EffectState.STARTED, "PORTAL_STOPPED")


def test_a_chat_that_stays_unreadable_goes_to_a_person_in_the_end(chat: Chat) -> None:
    chat.start_and_die()
    chat.hands.finding = LookAgain("limit", 20.0)

    later = chat.after_seconds(LONGEST_SEARCH_SECONDS)

    assert later.deliver() == Settled(EffectState.MANUAL, "limit")


def test_absolute_write_is_repeated_without_a_probe_after_the_grace(chat: Chat) -> None:
    chat.hands.repeatable = True
    chat.start_and_die()

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 8")
    assert (len(chat.hands.executed), chat.hands.probed) == (1, [])


def test_absolute_write_waits_the_grace_too(chat: Chat) -> None:
    chat.hands.repeatable = True
    chat.start_and_die()

    assert isinstance(chat.after_seconds(1).deliver(), Postponed)
    assert not chat.hands.executed


def test_answer_that_reached_the_first_owner_meanwhile_is_believed(chat: Chat) -> None:
    chat.start_and_die()
    later = chat.after_seconds(GRACE_SECONDS + 1)
    chat.store.journal.finish(
        chat.claim, chat.key, attempt=1, state=EffectState.SUCCEEDED, result="late"
    )

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "late")
    assert not chat.hands.executed


def test_owner_whose_attempt_was_overtaken_stops(chat: Chat) -> None:
    def overtake() -> None:
        heir = chat.store.take_over("worker-2")
        journal = chat.store.journal
        journal.finish(heir, chat.key, attempt=1, state=EffectState.RETRY, result="")
        journal.start(heir, chat.key, nonce="heir")

    chat.hands.while_sending = overtake

    assert chat.deliver() == Lost()
    assert chat.state is EffectState.STARTED


def test_outcome_seen_after_the_lease_was_lost_is_still_recorded(chat: Chat) -> None:
    chat.hands.while_sending = lambda: chat.store.pass_time(60)

    assert chat.deliver() == Settled(EffectState.SUCCEEDED, "message 8")
    assert chat.state is EffectState.SUCCEEDED


def test_executor_that_breaks_leaves_the_attempt_open(chat: Chat) -> None:
    def break_down() -> None:
        raise ZeroDivisionError

    chat.hands.while_sending = break_down

    with pytest.raises(ZeroDivisionError):
        chat.deliver()

    assert chat.state is EffectState.STARTED
    assert isinstance(chat.after_seconds(1).deliver(), Postponed)
