"""What has ended is told of until it is kept, and anew when it ends anew."""

import pytest

from engine.effects import EffectKey, EffectState
from engine.ports.archive_queue import IDLE_BEFORE_ARCHIVE_SECONDS, Ended
from engine.ports.dialogs import Claim
from engine.ports.operator_queue import Settlement
from tests.contract.stores import Store, a_dialog, an_effect
from tests.contract.test_operator_queue import put_aside


def begun(store: Store, number: int = 1) -> tuple[Claim, EffectKey]:
    store.accept(a_dialog(number), "hello")
    claim = store.take()
    key = an_effect(claim)
    claim = store.commit(claim, key, session='{"a": 1}')
    store.journal.start(claim, key, nonce="start")
    return claim, key


def ended(store: Store, number: int = 1, state: EffectState = EffectState.SUCCEEDED) -> EffectKey:
    claim, key = begun(store, number)
    store.journal.finish(claim, key, attempt=1, state=state, result="42")
    store.dialogs.release(claim)
    return key


def names(store: Store) -> set[str]:
    return {one.name for one in store.archive_queue.due(limit=100)}


@pytest.mark.parametrize("state", [s for s in EffectState if s.terminal])
def test_an_effect_that_has_ended_is_told_of_as_it_stands(store: Store, state: EffectState) -> None:
    key = ended(store, state=state)

    [told] = store.archive_queue.due(limit=10)

    assert (told.kind, told.name) == ("effect", key)
    expected = {"state": state, "attempt": "1", "result": "42", "document": f"document of {key}"}
    assert expected.items() <= told.fields.items()


@pytest.mark.parametrize("state", [EffectState.RETRY, EffectState.UNKNOWN])
def test_an_open_effect_is_not_told_of(store: Store, state: EffectState) -> None:
    claim, key = begun(store)
    assert not names(store)

    store.journal.finish(claim, key, attempt=1, state=state, result="")

    assert not names(store)


def test_what_is_not_kept_is_told_of_again_and_what_is_kept_never(store: Store) -> None:
    keys = {ended(store, number) for number in range(1, 5)}
    told = store.archive_queue.due(limit=10)
    assert names(store) == keys

    store.archive_queue.kept(told[:3])

    assert names(store) == {told[3].name}
    store.archive_queue.kept(told)
    store.archive_queue.kept(told)
    assert not names(store)


def test_no_more_are_told_of_at_once_than_asked(store: Store) -> None:
    for number in range(1, 6):
        ended(store, number)

    assert len(store.archive_queue.due(limit=2)) == 2


def test_an_effect_that_a_person_settles_has_ended_anew(store: Store) -> None:
    key = ended(store, state=EffectState.MANUAL)
    waiting = store.archive_queue.due(limit=10)
    store.pass_time(1)
    store.operator_queue.settle(key, Settlement(EffectState.FAILED, "NOT_DONE", "anna: seen"))

    store.archive_queue.kept(waiting)

    [told] = store.archive_queue.due(limit=10)
    assert (told.fields["state"], told.fields["result"]) == ("failed", "NOT_DONE")


def test_an_effect_to_be_sent_once_more_has_not_ended_anew(store: Store) -> None:
    key = ended(store, state=EffectState.MANUAL)
    store.archive_queue.kept(store.archive_queue.due(limit=10))

    store.operator_queue.settle(key, Settlement(EffectState.RETRY, "", "anna: seen"))

    assert not names(store)


def sessions(store: Store) -> list[Ended]:
    return [one for one in store.archive_queue.due(limit=100) if one.kind == "session"]


def test_a_dialog_has_ended_when_it_has_rested_for_a_day(store: Store) -> None:
    ended(store)
    assert not sessions(store)

    store.pass_time(IDLE_BEFORE_ARCHIVE_SECONDS)

    [told] = sessions(store)
    assert (told.name, told.fields) == (a_dialog(), {"version": "1", "session": '{"a": 1}'})


def test_a_dialog_that_goes_on_has_not_ended(store: Store) -> None:
    ended(store)
    store.pass_time(IDLE_BEFORE_ARCHIVE_SECONDS - 10)
    store.accept(a_dialog(), "more")
    store.dialogs.release(store.commit(store.take()))

    store.pass_time(20)

    assert not sessions(store)
    store.pass_time(IDLE_BEFORE_ARCHIVE_SECONDS)
    assert [one.name for one in sessions(store)] == [a_dialog()]


def test_a_dialog_that_ended_anew_while_it_was_kept_is_told_of_again(store: Store) -> None:
    ended(store)
    store.pass_time(IDLE_BEFORE_ARCHIVE_SECONDS)
    old = sessions(store)
    store.accept(a_dialog(), "more")
    store.dialogs.release(store.commit(store.take(), session='{"a": 2}'))

    store.archive_queue.kept(old)

    store.pass_time(IDLE_BEFORE_ARCHIVE_SECONDS)
    assert [one.fields["session"] for one in sessions(store)] == ['{"a": 2}']


def test_a_dialog_with_work_left_has_not_ended(store: Store) -> None:
    claim, _ = begun(store)
    store.dialogs.release(claim)

    store.pass_time(IDLE_BEFORE_ARCHIVE_SECONDS)

    assert not sessions(store)


@pytest.mark.parametrize("deed", ["retried", "dropped"])
def test_what_an_operator_does_with_a_message_is_told_of_once(store: Store, deed: str) -> None:
    letters = [put_aside(store, number) for number in range(1, 5)]
    store.archive_queue.kept(store.archive_queue.due(limit=100))
    for letter in letters:
        take = store.operator_queue.retry if deed == "retried" else store.operator_queue.drop
        take(letter, by="anna")
        take(letter, by="boris")

    told = store.archive_queue.due(limit=100)

    assert {one.kind for one in told} == {"deed"}
    assert sorted((one.fields["subject"], one.fields["dialog"]) for one in told) == sorted(
        (letter.id, letter.dialog) for letter in letters
    )
    assert {(one.fields["did"], one.fields["by"]) for one in told} == {(deed, "anna")}
    assert len({one.name for one in told}) == len(letters)
    store.archive_queue.kept(told[1:])
    assert names(store) == {told[0].name}
