"""Sending each effect at most once: journal first, then the hands."""

import pytest

from engine.crm_effects import DealConvert, TimelineComment
from engine.effect_patience import (
    LONGEST_LIFE_SECONDS,
    LONGEST_NOTE_LIFE_SECONDS,
    LONGEST_NOTE_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    MAX_BROKEN_ATTEMPTS,
)
from engine.effects import (
    Action,
    ChatHandover,
    ChatTyping,
    EffectState,
    Failed,
    LeadUpdate,
    NotRun,
    Succeeded,
    encode_effect,
)
from engine.journal import Lost, Postponed, Settled, show_typing
from engine.session import Contact
from tests.unit.engine.journal_chat import REPLY, Chat, a_chat

NOTE = TimelineComment("member", 5, "Клиент ждёт.", "#bot-7")


@pytest.fixture
def chat() -> Chat:
    return a_chat(encode_effect(REPLY))


def test_planned_effect_is_sent_and_recorded(chat: Chat) -> None:
    delivery = chat.deliver()

    assert delivery == Settled(EffectState.SUCCEEDED, "message 8")
    assert (chat.hands.executed, chat.state) == ([REPLY], EffectState.SUCCEEDED)


def test_effect_is_journalled_as_started_before_it_is_sent(chat: Chat) -> None:
    seen: list[EffectState | None] = []
    chat.hands.while_sending = lambda: seen.append(chat.state)

    chat.deliver()

    assert seen == [EffectState.STARTED]


def test_effect_delivered_twice_from_the_same_claim_is_sent_once(chat: Chat) -> None:
    chat.deliver()

    again = chat.deliver()

    assert again == Settled(EffectState.SUCCEEDED, "message 8")
    assert len(chat.hands.executed) == 1


def test_nothing_is_sent_when_another_worker_owns_the_dialog(chat: Chat) -> None:
    chat.store.take_over("worker-2")

    assert chat.deliver() == Lost()
    assert (chat.hands.executed, chat.state) == ([], EffectState.PLANNED)


def test_nothing_is_sent_when_the_lease_may_end_meanwhile(chat: Chat) -> None:
    delivery = chat.deliver(may_act=lambda: False)

    assert delivery == Lost()
    assert (chat.hands.executed, chat.state) == ([], EffectState.RETRY)


def test_lease_is_asked_for_after_the_journal_and_before_sending(chat: Chat) -> None:
    seen: list[EffectState | None] = []

    def may_act() -> bool:
        seen.append(chat.state)
        return not chat.hands.executed

    chat.deliver(may_act=may_act)

    assert seen == [EffectState.STARTED]
    assert chat.hands.executed


def test_refused_reply_goes_to_a_person_and_is_never_sent_again(chat: Chat) -> None:
    chat.hands.outcome = Failed("CHAT_NOT_FOUND")

    delivery = chat.deliver()

    assert delivery == Settled(EffectState.MANUAL, "CHAT_NOT_FOUND")
    assert chat.deliver() == delivery
    assert len(chat.hands.executed) == 1


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (ChatHandover("member", chat_id=1), EffectState.MANUAL),
        (LeadUpdate("member", lead_id=1, status_id="NEW"), EffectState.FAILED),
        (TimelineComment("member", 5, "Клиент ждёт.", "#bot-7"), EffectState.FAILED),
        (DealConvert("member", 5, "102", "Заказ", "Готово", Contact()), EffectState.MANUAL),
    ],
)
def test_a_refusal_becomes_work_for_a_person_unless_nobody_waits(
    action: Action, state: EffectState
) -> None:
    chat = a_chat(encode_effect(action))
    chat.hands.outcome = Failed("WRONG_REQUEST")

    assert chat.deliver() == Settled(state, "WRONG_REQUEST")


def test_effect_not_run_for_a_day_goes_to_a_person_unsent(chat: Chat) -> None:
    chat.hands.outcome = NotRun("NO_CONNECTION", retry_after_seconds=1)
    chat.deliver()
    later = chat.after_seconds(LONGEST_LIFE_SECONDS - 60)
    later.deliver()

    delivery = later.after_seconds(60).deliver()

    assert delivery == Settled(EffectState.MANUAL, "TOO_OLD")
    assert len(chat.hands.executed) == 2


def test_a_note_on_a_portal_that_works_again_in_its_life_is_written() -> None:
    chat = a_chat(encode_effect(NOTE))
    chat.hands.outcome = NotRun("PORTAL_STOPPED", retry_after_seconds=600)
    stood = 0.0
    while stood < LONGEST_NOTE_LIFE_SECONDS - LONGEST_NOTE_PAUSE_SECONDS:
        delivery = chat.deliver()
        assert isinstance(delivery, Postponed)
        stood += delivery.seconds
        chat = chat.after_seconds(delivery.seconds)
    chat.hands.outcome = Succeeded("note 9")

    assert chat.deliver() == Settled(EffectState.SUCCEEDED, "note 9")


def test_a_note_holds_up_its_dialog_no_longer_than_it_lives() -> None:
    chat = a_chat(encode_effect(NOTE))
    chat.hands.outcome = NotRun("PORTAL_STOPPED", retry_after_seconds=600)
    stood = 0.0
    while isinstance(delivery := chat.deliver(), Postponed):
        stood += delivery.seconds
        chat = chat.after_seconds(delivery.seconds)

    assert delivery == Settled(EffectState.FAILED, "TOO_OLD")
    assert stood == LONGEST_NOTE_LIFE_SECONDS
    assert len(chat.hands.executed) == 4


def test_an_outage_of_hours_is_outlived_however_often_it_was_tried(chat: Chat) -> None:
    chat.hands.outcome = NotRun("NO_CONNECTION", retry_after_seconds=1)
    for _ in range(4 * MAX_BROKEN_ATTEMPTS):
        chat.deliver()
        chat = chat.after_seconds(300)
    chat.hands.outcome = Succeeded("message 8")

    assert chat.deliver() == Settled(EffectState.SUCCEEDED, "message 8")


def test_effect_surely_not_run_waits_as_long_as_the_other_side_asks(chat: Chat) -> None:
    chat.hands.outcome = NotRun("QUERY_LIMIT_EXCEEDED", retry_after_seconds=12)

    assert chat.deliver() == Postponed(12, EffectState.RETRY, "QUERY_LIMIT_EXCEEDED")
    assert chat.state is EffectState.RETRY


def test_effect_surely_not_run_is_sent_again_without_a_probe(chat: Chat) -> None:
    chat.hands.outcome = NotRun("QUERY_LIMIT_EXCEEDED", retry_after_seconds=1)
    chat.deliver()
    chat.hands.outcome = Succeeded("message 8")

    delivery = chat.after_seconds(1).deliver()

    assert delivery == Settled(EffectState.SUCCEEDED, "message 8")
    assert (len(chat.hands.executed), chat.hands.probed) == (2, [])


def test_pauses_between_tries_double_up_to_a_limit(chat: Chat) -> None:
    chat.hands.outcome = NotRun("down", retry_after_seconds=0.5)
    pauses = []

    for _ in range(20):
        delivery = chat.deliver()
        assert isinstance(delivery, Postponed)
        pauses.append(delivery.seconds)
        chat = chat.after_seconds(0)

    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS


def test_document_nobody_can_read_goes_to_a_person_and_blocks_nothing() -> None:
    chat = a_chat("not an effect")

    assert chat.deliver() == Settled(EffectState.MANUAL, "EFFECT_DOCUMENT_INVALID")
    assert not chat.hands.executed
    chat.store.dialogs.release(chat.claim)
    assert not chat.store.ready()


def test_typing_is_shown_without_a_journal_entry() -> None:
    shown: list[ChatTyping] = []
    typing = ChatTyping(member_id="member", dialog_id="chat1")

    class Indicator:
        def show(self, typing: ChatTyping) -> None:
            shown.append(typing)

    show_typing(Indicator(), typing)

    assert shown == [typing]
