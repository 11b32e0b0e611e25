"""What waits for a person is shown, and taken up at most once."""

import pytest

from engine.effects import EffectKey, EffectState
from engine.ports.effects_journal import Started
from engine.ports.operator_queue import DeadLetter, DeadLetterId, Settlement, Settling
from tests.contract.stores import Store, a_dialog, a_neighbour, an_effect


def put_aside(store: Store, number: int = 1, document: str = '{"a": "1|2"}') -> DeadLetter:
    """Let a message be put aside, with nothing else in its dialog, and return it."""
    store.accept(a_dialog(number), document)
    claim = store.take()
    store.dialogs.note_failure(claim, sequence=claim.mail[0].sequence, nonce=store.nonce())
    store.dialogs.dead_letter(claim, sequence=claim.mail[0].sequence, reason="KeyError")
    store.dialogs.release(claim)
    letters = store.operator_queue.dead_letters(limit=10)
    return next(letter for letter in letters if letter.dialog == a_dialog(number))


def test_what_was_put_aside_is_shown_with_its_reason(store: Store) -> None:
    letter = put_aside(store)

    assert store.operator_queue.dead_letter(letter.id) == letter
    assert (letter.dialog, letter.document) == (a_dialog(), '{"a": "1|2"}')
    assert (letter.reason, letter.failures) == ("KeyError", 1)


def test_the_oldest_come_first_out_of_every_partition_and_no_more_than_asked(store: Store) -> None:
    letters = [put_aside(store, number) for number in range(1, 7)]

    assert sorted(store.operator_queue.dead_letters(limit=10), key=id_of) == sorted(
        letters, key=id_of
    )
    moments = [x.put_aside_at for x in store.operator_queue.dead_letters(limit=10)]
    assert moments == sorted(moments)
    assert len(store.operator_queue.dead_letters(limit=2)) == 2


def id_of(letter: DeadLetter) -> str:
    return letter.id


def test_a_message_given_back_is_handled_behind_what_waits_and_is_not_there_any_more(
    store: Store,
) -> None:
    letter = put_aside(store)
    store.accept(a_dialog(), "later")

    assert store.operator_queue.retry(letter, by="anna")

    claim = store.take()
    assert [x.document for x in claim.mail] == ["later", letter.document]
    assert claim.mail[0].sequence < claim.mail[1].sequence
    assert claim.failures == 0
    assert not store.dead_letters()


def test_an_idle_dialog_is_worked_on_again_for_a_message_given_back(store: Store) -> None:
    letter = put_aside(store)

    store.operator_queue.retry(letter, by="anna")

    claim = store.take()
    assert [x.document for x in claim.mail] == [letter.document]
    assert store.dialogs.release(store.commit(claim))
    assert not store.ready()


def test_a_postponed_dialog_keeps_its_pause(store: Store) -> None:
    letter = put_aside(store)
    store.accept(a_dialog(), "later")
    store.dialogs.release(store.take(), delay_seconds=30)

    store.operator_queue.retry(letter, by="anna")

    assert not store.ready()
    store.pass_time(31)
    assert store.dialogs.promote_due() == 1
    assert len(store.take().mail) == 2


def test_a_message_is_given_back_once_however_often_that_is_asked(store: Store) -> None:
    letter = put_aside(store)

    assert [store.operator_queue.retry(letter, by="anna") for _ in range(2)] == [True, True]

    assert len(store.take().mail) == 1


def test_a_message_that_was_dropped_is_gone_for_good(store: Store) -> None:
    letter, other = put_aside(store), put_aside(store, 2)

    assert store.operator_queue.drop(letter, by="anna")

    assert store.operator_queue.dead_letter(letter.id) is None
    assert not store.operator_queue.drop(letter, by="anna")
    assert not store.operator_queue.retry(letter, by="anna")
    assert store.operator_queue.dead_letters(limit=10) == [other]
    assert not store.ready()


def test_a_dialog_in_the_hands_of_a_worker_takes_the_message_behind_its_mail(store: Store) -> None:
    letter = put_aside(store)
    store.accept(a_dialog(), "later")
    claim = store.take()

    store.operator_queue.retry(letter, by="anna")

    assert store.dialogs.release(store.commit(claim))
    assert [x.document for x in store.take().mail] == [letter.document]


def test_neighbours_keep_their_own_mail(store: Store) -> None:
    letter = put_aside(store)
    neighbour = a_neighbour(a_dialog())
    store.accept(neighbour, "theirs")

    store.operator_queue.retry(letter, by="anna")

    mail = {r.dialog: [x.document for x in store.claim(r).mail] for r in store.ready()}
    assert mail == {a_dialog(): [letter.document], neighbour: ["theirs"]}


@pytest.mark.parametrize("name", ["", "p00", "p99-1-0", "p00-1-0", "../p00-1-0", "p00-x-0"])
def test_a_name_that_nothing_has_finds_nothing(store: Store, name: str) -> None:
    assert store.operator_queue.dead_letter(DeadLetterId(name)) is None


def test_what_was_done_with_messages_is_known_and_by_whom_the_latest_first(store: Store) -> None:
    first, second = put_aside(store, 1), put_aside(store, 2)
    queue = store.operator_queue
    queue.retry(first, by="anna")
    store.pass_time(1)
    queue.drop(second, by="boris")
    for again in range(2):
        queue.retry(first, by=f"anna{again}")
        queue.drop(second, by=f"boris{again}")

    deeds = queue.deeds(limit=10)

    told = [(deed.did, deed.subject, deed.dialog, deed.by) for deed in deeds]
    assert sorted(told) == [
        ("dropped", second.id, a_dialog(2), "boris"),
        ("retried", first.id, a_dialog(1), "anna"),
    ]
    moments = [deed.at for deed in deeds]
    assert moments == sorted(moments, reverse=True)
    assert len(queue.deeds(limit=1)) == 1


def waits(store: Store, number: int = 1, *, effects: int = 1) -> EffectKey:
    """Let the first effect of a dialog wait for a person, and those behind it be open."""
    store.accept(a_dialog(number), "hello")
    claim = store.take()
    keys = [an_effect(claim, index) for index in range(effects)]
    claim = store.commit(claim, *keys)
    store.journal.start(claim, keys[0], nonce="start")
    store.journal.finish(claim, keys[0], attempt=1, state=EffectState.MANUAL, result="LOST")
    store.dialogs.release(claim)
    return keys[0]


def settled(
    state: EffectState = EffectState.SUCCEEDED,
    *,
    result: str = "42",
    mail: str | None = None,
    not_beside: str | None = None,
) -> Settlement:
    return Settlement(state, result, "anna: seen", mail=mail, not_beside=not_beside)


def test_effects_that_wait_are_shown_the_longest_waiting_first(store: Store) -> None:
    keys = [waits(store, number) for number in range(1, 5)]

    shown = store.operator_queue.waiting_effects()

    assert {effect.key for effect in shown} == set(keys)
    moments = [effect.waits_since or 0 for effect in shown]
    assert moments == sorted(moments)
    assert shown[0].state is EffectState.MANUAL
    assert (shown[0].document, shown[0].result) == (f"document of {shown[0].key}", "LOST")


def test_an_effect_is_shown_whatever_its_state(store: Store) -> None:
    store.accept(a_dialog(), "hello")
    claim = store.take()
    key = an_effect(claim)
    store.commit(claim, key)

    effect = store.operator_queue.effect(key)

    assert effect is not None
    assert (effect.state, effect.attempt, effect.dialog) == ("planned", 0, a_dialog())
    assert effect.waits_since is None
    assert not store.operator_queue.waiting_effects()


@pytest.mark.parametrize("state", [EffectState.SUCCEEDED, EffectState.FAILED])
def test_what_ended_without_a_person_waits_for_none(store: Store, state: EffectState) -> None:
    store.accept(a_dialog(), "hello")
    claim = store.take()
    key = an_effect(claim)
    claim = store.commit(claim, key)
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=state, result="42")

    effect = store.operator_queue.effect(key)

    assert effect is not None
    assert (effect.state, effect.waits_since) == (state, None)


@pytest.mark.parametrize("name", ["", "x", "a|b.1.9", "a|b.one.0", ".1.0"])
def test_no_effect_is_shown_under_a_name_that_none_has(store: Store, name: str) -> None:
    assert store.operator_queue.effect(EffectKey(name)) is None


@pytest.mark.parametrize("state", [EffectState.SUCCEEDED, EffectState.FAILED])
def test_what_a_person_found_out_is_a_fact(store: Store, state: EffectState) -> None:
    key = waits(store)

    assert store.operator_queue.settle(key, settled(state)) is Settling.SETTLED

    effect = store.operator_queue.effect(key)
    assert effect is not None
    assert (effect.state, effect.result, effect.settled_by) == (state, "42", "anna: seen")
    assert effect.waits_since is None
    assert not store.operator_queue.waiting_effects()
    assert not store.ready()


def test_the_same_words_again_are_accepted_and_others_are_not(store: Store) -> None:
    key = waits(store)
    settle = store.operator_queue.settle
    settle(key, settled(mail="news"))

    assert settle(key, settled(mail="news")) is Settling.SETTLED
    assert settle(key, settled(EffectState.FAILED)) is Settling.NOT_WAITING
    assert settle(key, settled(result="43")) is Settling.NOT_WAITING

    assert [x.document for x in store.take().mail] == ["news"]


def test_what_waits_for_nobody_is_not_settled(store: Store) -> None:
    store.accept(a_dialog(), "hello")
    claim = store.take()
    key = an_effect(claim)
    claim = store.commit(claim, key)

    assert store.operator_queue.settle(key, settled()) is Settling.NOT_WAITING
    assert isinstance(store.journal.start(claim, key, nonce="start"), Started)
    assert store.operator_queue.settle(key, settled()) is Settling.NOT_WAITING
    unknown = EffectKey(f"{a_dialog()}.99.0")
    assert store.operator_queue.settle(unknown, settled()) is Settling.NOT_WAITING


def test_news_of_it_come_before_what_waits(store: Store) -> None:
    key = waits(store)
    store.accept(a_dialog(), "later")

    store.operator_queue.settle(key, settled(mail="news"))

    assert [x.document for x in store.take().mail] == ["news", "later"]


def test_news_come_behind_the_message_that_a_worker_has_in_hand(store: Store) -> None:
    key = waits(store)
    store.accept(a_dialog(), "in hand", "later")
    claim = store.take()

    store.operator_queue.settle(key, settled(mail="news"))

    store.dialogs.release(store.commit(claim))
    assert [x.document for x in store.take().mail] == ["news", "later"]


def test_an_idle_dialog_hears_the_news_at_once(store: Store) -> None:
    key = waits(store)
    assert not store.ready()

    store.operator_queue.settle(key, settled(mail="news"))

    assert [x.document for x in store.take().mail] == ["news"]


def test_what_is_to_be_sent_once_more_is_started_as_if_never_tried(store: Store) -> None:
    key = waits(store)
    store.pass_time(3 * 24 * 3600)

    store.operator_queue.settle(key, settled(EffectState.RETRY, result=""))

    claim = store.take()
    [pending] = claim.effects
    assert (pending.key, pending.state, pending.attempt) == (key, "retry", 1)
    assert pending.first_started_seconds_ago is None
    assert pending.started_seconds_ago is None
    assert store.journal.start(claim, key, nonce="start") == Started(2)
    assert store.journal.finish(claim, key, attempt=2, state=EffectState.SUCCEEDED, result="7")
    assert store.dialogs.release(claim)
    assert not store.ready()


def test_an_effect_sent_once_more_comes_behind_those_that_are_open(store: Store) -> None:
    key = waits(store, effects=2)

    store.operator_queue.settle(key, settled(EffectState.RETRY, result=""))

    assert [x.key for x in store.take().effects] == [EffectKey(f"{a_dialog()}.1.1"), key]


def test_nothing_is_settled_beside_an_open_effect_that_forbids_it(store: Store) -> None:
    key = waits(store, effects=2)
    settle = store.operator_queue.settle

    assert settle(key, settled(not_beside="document of")) is Settling.BUSY
    assert [x.key for x in store.operator_queue.waiting_effects()] == [key]
    assert settle(key, settled(not_beside="other document")) is Settling.SETTLED


def test_an_effect_can_wait_for_a_person_a_second_time(store: Store) -> None:
    key = waits(store)
    store.operator_queue.settle(key, settled(EffectState.RETRY, result=""))
    claim = store.take()
    store.journal.start(claim, key, nonce="again")
    store.journal.finish(claim, key, attempt=2, state=EffectState.MANUAL, result="LOST AGAIN")

    [effect] = store.operator_queue.waiting_effects()

    assert (effect.key, effect.result) == (key, "LOST AGAIN")


def test_who_settled_what_is_noted_once(store: Store) -> None:
    key = waits(store)
    for settlement in (settled(), settled(), settled(EffectState.FAILED)):
        store.operator_queue.settle(key, settlement)

    [deed] = store.operator_queue.deeds(limit=10)

    assert (deed.did, deed.subject, deed.dialog) == ("settled succeeded", key, a_dialog())
    assert deed.by == "anna: seen"


def test_every_effect_is_known_whatever_its_state(store: Store) -> None:
    keys = {waits(store, 1), waits(store, 2), waits(store, 3, effects=2)}

    effects = {effect.key: effect for effect in store.operator_queue.effects()}

    assert keys < set(effects)
    assert sorted(effect.state for effect in effects.values()) == [*["manual"] * 3, "planned"]
    assert {key for key, effect in effects.items() if effect.started_at is None} == {
        key for key, effect in effects.items() if effect.state is EffectState.PLANNED
    }
