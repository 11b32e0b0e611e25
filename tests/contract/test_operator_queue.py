"""What waits for a person is shown, and taken up at most once."""

import pytest

from engine.ports.operator_queue import DeadLetter
from tests.contract.stores import Store, a_dialog, a_neighbour


def put_aside(store: Store, number: int = 1, document: str = '{"a": "1|2"}') -> DeadLetter:
    """Let a message be put aside, with nothing else in its dialog, and return it."""
    store.accept(a_dialog(number), document)
    claim = store.take()
    store.dialogs.note_failure(claim, sequence=claim.mail[0].sequence)
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

    assert store.operator_queue.retry(letter)

    claim = store.take()
    assert [x.document for x in claim.mail] == ["later", letter.document]
    assert claim.mail[0].sequence < claim.mail[1].sequence
    assert claim.failures == 0
    assert not store.dead_letters()


def test_an_idle_dialog_is_worked_on_again_for_a_message_given_back(store: Store) -> None:
    letter = put_aside(store)

    store.operator_queue.retry(letter)

    claim = store.take()
    assert [x.document for x in claim.mail] == [letter.document]
    assert store.dialogs.release(store.commit(claim))
    assert not store.ready()


def test_a_postponed_dialog_keeps_its_pause(store: Store) -> None:
    letter = put_aside(store)
    store.accept(a_dialog(), "later")
    store.dialogs.release(store.take(), delay_seconds=30)

    store.operator_queue.retry(letter)

    assert not store.ready()
    store.pass_time(31)
    assert store.dialogs.promote_due() == 1
    assert len(store.take().mail) == 2


def test_a_message_is_given_back_once_however_often_that_is_asked(store: Store) -> None:
    letter = put_aside(store)

    assert [store.operator_queue.retry(letter) for _ in range(2)] == [True, True]

    assert len(store.take().mail) == 1


def test_a_message_that_was_dropped_is_gone_for_good(store: Store) -> None:
    letter, other = put_aside(store), put_aside(store, 2)

    assert store.operator_queue.drop(letter)

    assert store.operator_queue.dead_letter(letter.id) is None
    assert not store.operator_queue.drop(letter)
    assert not store.operator_queue.retry(letter)
    assert store.operator_queue.dead_letters(limit=10) == [other]
    assert not store.ready()


def test_a_dialog_in_the_hands_of_a_worker_takes_the_message_behind_its_mail(store: Store) -> None:
    letter = put_aside(store)
    store.accept(a_dialog(), "later")
    claim = store.take()

    store.operator_queue.retry(letter)

    assert store.dialogs.release(store.commit(claim))
    assert [x.document for x in store.take().mail] == [letter.document]


def test_neighbours_keep_their_own_mail(store: Store) -> None:
    letter = put_aside(store)
    neighbour = a_neighbour(a_dialog())
    store.accept(neighbour, "theirs")

    store.operator_queue.retry(letter)

    mail = {r.dialog: [x.document for x in store.claim(r).mail] for r in store.ready()}
    assert mail == {a_dialog(): [letter.document], neighbour: ["theirs"]}


@pytest.mark.parametrize("name", ["", "p00", "p99-1-0", "p00-1-0", "../p00-1-0", "p00-x-0"])
def test_a_name_that_nothing_has_finds_nothing(store: Store, name: str) -> None:
    assert store.operator_queue.dead_letter(name) is None  # type: ignore[arg-type]
