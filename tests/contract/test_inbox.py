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
