"""What every inbox promises."""

from engine.ports.inbox import Enqueued
from tests.contract.stores import MAILBOX_LIMIT, Store, a_dialog

EIGHT_DAYS = 8 * 24 * 3600


def test_new_event_is_accepted_and_waits_for_a_worker(store: Store) -> None:
    answer = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="привет")

    assert answer is Enqueued.ACCEPTED
    assert [x.document for x in store.take().mail] == ["привет"]


def test_event_seen_before_is_a_duplicate_and_is_stored_once(store: Store) -> None:
    store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="first")

    answer = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="again")

    assert answer is Enqueued.DUPLICATE
    assert [x.document for x in store.take().mail] == ["first"]


def test_event_stays_a_duplicate_after_its_message_was_consumed(store: Store) -> None:
    store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="first")
    store.dialogs.release(store.commit(store.take()))

    answer = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="again")

    assert answer is Enqueued.DUPLICATE
    assert not store.ready()


def test_event_is_forgotten_after_a_week(store: Store) -> None:
    store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="first")

    store.pass_time(EIGHT_DAYS)
    answer = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="next week")

    assert answer is Enqueued.ACCEPTED


def test_same_event_key_in_another_dialog_is_another_event(store: Store) -> None:
    store.inbox.enqueue(dialog=a_dialog(1), event_key="event", document="first")

    answer = store.inbox.enqueue(dialog=a_dialog(2), event_key="event", document="second")

    assert answer is Enqueued.ACCEPTED


def test_full_mailbox_refuses_and_does_not_remember_the_event(store: Store) -> None:
    store.accept(a_dialog(), *["waiting"] * MAILBOX_LIMIT)
    refused = store.inbox.enqueue(dialog=a_dialog(), event_key="late", document="late")
    store.dialogs.release(store.commit(store.take()))

    accepted = store.inbox.enqueue(dialog=a_dialog(), event_key="late", document="late")

    assert (refused, accepted) == (Enqueued.FULL, Enqueued.ACCEPTED)


def test_backlog_counts_dialogs_not_messages(store: Store) -> None:
    store.accept(a_dialog(1), "one", "two", "three")
    store.accept(a_dialog(2), "one")

    assert store.inbox.backlog() == 2


def test_backlog_is_empty_again_when_all_work_is_done(store: Store) -> None:
    store.accept(a_dialog(), "one")

    store.dialogs.release(store.commit(store.take()))

    assert store.inbox.backlog() == 0


def a_hint(store: Store, dialog: int = 1, document: str = "look") -> Enqueued:
    return store.inbox.enqueue(dialog=a_dialog(dialog), event_key="", document=document)


def test_a_message_without_a_key_is_known_by_one_like_it_that_waits(store: Store) -> None:
    store.accept(a_dialog(), "first")

    answers = [a_hint(store), a_hint(store), a_hint(store, document="look there")]

    assert answers == [Enqueued.ACCEPTED, Enqueued.DUPLICATE, Enqueued.ACCEPTED]
    assert [x.document for x in store.take().mail] == ["first", "look", "look there"]


def test_a_message_without_a_key_comes_again_after_one_like_it_was_consumed(store: Store) -> None:
    a_hint(store)
    store.dialogs.release(store.commit(store.take()))

    answer = a_hint(store)

    assert answer is Enqueued.ACCEPTED
    assert [x.document for x in store.take().mail] == ["look"]


def test_a_message_without_a_key_comes_after_one_like_it_that_is_in_hand_but_once(
    store: Store,
) -> None:
    a_hint(store)
    claim = store.take()

    answers = [a_hint(store), a_hint(store)]

    assert answers == [Enqueued.ACCEPTED, Enqueued.DUPLICATE]
    claim = store.commit(claim)
    mail = store.dialogs.mail(claim)
    assert mail is not None
    assert [x.document for x in mail] == ["look"]


def test_a_message_without_a_key_comes_after_one_like_it_that_is_in_hand_behind_another(
    store: Store,
) -> None:
    store.accept(a_dialog(), "first")
    a_hint(store)
    claim = store.commit(store.take())

    answer = a_hint(store)

    assert answer is Enqueued.ACCEPTED
    mail = store.dialogs.mail(claim)
    assert mail is not None
    assert [x.document for x in mail] == ["look", "look"]


def test_a_message_without_a_key_is_not_taken_for_one_like_it_that_failed(store: Store) -> None:
    a_hint(store)
    claim = store.take()
    store.dialogs.note_failure(claim, sequence=claim.mail[0].sequence, nonce=store.nonce())
    store.dialogs.release(claim)

    assert a_hint(store) is Enqueued.ACCEPTED


def test_a_message_without_a_key_is_refused_by_a_full_mailbox(store: Store) -> None:
    store.accept(a_dialog(), *["waiting"] * MAILBOX_LIMIT)

    assert a_hint(store) is Enqueued.FULL
