"""The same words said twice: the first saying never proves the second."""

from dataclasses import replace

import pytest

from engine.effects import (
    ChatHandover,
    ChatReply,
    EffectKey,
    NotApplied,
    Outcome,
    Succeeded,
    Unknown,
    encode_effect,
    first_effects_before,
)
from engine.ports.dialogs import Commit, PlannedEffect
from tests.contract.stores import a_dialog, memory_store
from tests.unit.engine.journal_chat import GRACE_SECONDS, REPLY, Chat, Hands

DIALOG = a_dialog()


def a_conversation(*outcomes: Outcome, document: str = encode_effect(REPLY)) -> Chat:
    """A dialog whose messages were answered one after the other, the last without an answer."""
    store, hands = memory_store(), Hands(finding=NotApplied())
    store.accept(DIALOG, *(str(number) for number in range(len(outcomes))))
    claim = store.take()
    for number, outcome in enumerate(outcomes, start=1):
        last = number == len(outcomes)
        planned = PlannedEffect(
            EffectKey(f"{DIALOG}.{number}.0"), encode_effect(REPLY) if last else document
        )
        commit = Commit(number, "{}", (planned,))
        store.dialogs.commit(claim, commit, nonce=store.nonce())
        claim = replace(claim.after(commit), effects=claim.after(commit).effects[-1:])
        hands.outcome = outcome
        chat = Chat(store, claim, hands)
        chat.deliver()
    return chat


def looked_for_behind(chat: Chat) -> int:
    chat.after_seconds(GRACE_SECONDS + 1).deliver()
    (probed,) = chat.hands.probed
    assert isinstance(probed, ChatReply)
    assert replace(probed, after_message_id=REPLY.after_message_id) == REPLY
    return probed.after_message_id


def test_a_reply_is_looked_for_behind_the_last_one_that_was_confirmed() -> None:
    chat = a_conversation(Succeeded("11"), Succeeded("12"), Unknown("TIMEOUT"))

    assert looked_for_behind(chat) == 12


def test_the_message_answered_counts_when_it_came_later() -> None:
    chat = a_conversation(Succeeded("3"), Unknown("TIMEOUT"))

    assert looked_for_behind(chat) == REPLY.after_message_id


def test_the_first_reply_of_a_dialog_is_looked_for_behind_its_message() -> None:
    assert looked_for_behind(a_conversation(Unknown("TIMEOUT"))) == REPLY.after_message_id


@pytest.mark.parametrize("reference", ["", "already_handed_over"])
def test_a_reply_confirmed_without_an_id_is_passed_over(reference: str) -> None:
    chat = a_conversation(Succeeded("11"), Succeeded(reference), Unknown("TIMEOUT"))

    assert looked_for_behind(chat) == 11


def test_the_id_of_anything_but_a_reply_is_no_place_in_the_chat() -> None:
    handover = encode_effect(ChatHandover("member", chat_id=1))
    chat = a_conversation(Succeeded("5000"), Unknown("TIMEOUT"), document=handover)

    assert looked_for_behind(chat) == REPLY.after_message_id


def test_earlier_messages_are_named_newest_first_and_in_bounds() -> None:
    key = EffectKey("portal.bitrix24.ru|chat1.3.2")

    names = list(first_effects_before(key, messages=20))

    assert names == ["portal.bitrix24.ru|chat1.2.0", "portal.bitrix24.ru|chat1.1.0"]
    assert list(first_effects_before(EffectKey("a|b.9.0"), messages=1)) == ["a|b.8.0"]
