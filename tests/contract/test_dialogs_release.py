"""What every store promises about giving a dialog back."""

from engine.effects import EffectState
from tests.contract.stores import Store, a_dialog, a_neighbour, an_effect


def test_dialog_without_work_is_not_scheduled_again(store: Store) -> None:
    store.accept(a_dialog(), "one")

    released = store.dialogs.release(store.commit(store.take()))

    assert released
    assert not store.ready()


def test_dialog_without_work_is_scheduled_by_its_next_message(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.dialogs.release(store.commit(store.take()))

    store.accept(a_dialog(), "two")

    assert [x.document for x in store.take().mail] == ["two"]


def test_dialog_with_mail_left_is_scheduled_at_once(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")

    store.dialogs.release(store.commit(store.take()))

    assert [x.document for x in store.take().mail] == ["two"]


def test_dialog_with_an_open_effect_is_scheduled_at_once(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take()
    effect = an_effect(claim)

    store.dialogs.release(store.commit(claim, effect))

    assert [x.key for x in store.take().effects] == [effect]


def test_dialog_given_back_goes_behind_those_that_wait(store: Store) -> None:
    neighbour = a_neighbour(a_dialog())
    store.accept(a_dialog(), "one", "two")
    claim = store.take()
    store.accept(neighbour, "one")

    store.dialogs.release(store.commit(claim))

    assert [x.dialog for x in store.ready()] == [neighbour, a_dialog()]


def test_messages_of_a_dialog_keep_their_order_across_two_workers(store: Store) -> None:
    store.accept(a_dialog(), "one", "two", "three")
    order = []

    for worker in ("worker-1", "worker-2", "worker-1"):
        claim = store.take(worker)
        order.append(claim.mail[0].document)
        store.dialogs.release(store.commit(claim))

    assert order == ["one", "two", "three"]


def test_released_dialog_is_free_for_the_next_worker(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")
    claim = store.take("worker-1")

    store.dialogs.release(claim)

    assert store.take("worker-2").fence == claim.fence + 1


def test_repeated_release_is_harmless(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")
    claim = store.commit(store.take())
    store.dialogs.release(claim)

    again = store.dialogs.release(claim)

    assert again
    assert len(store.ready()) == 1


def test_release_without_the_lease_disturbs_nobody(store: Store) -> None:
    store.accept(a_dialog(), "one")
    old = store.take("worker-1")
    heir = store.take_over("worker-2")

    released = store.dialogs.release(old)

    assert not released
    assert store.dialogs.renew(heir, lease_seconds=15)
    assert not store.ready()


def test_postponed_dialog_waits_for_its_time(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.dialogs.release(store.take(), delay_seconds=30)
    store.pass_time(29)

    early = store.dialogs.promote_due()

    assert early == 0
    assert not store.ready()


def test_postponed_dialog_is_ready_when_its_time_has_come(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.dialogs.release(store.take(), delay_seconds=30)
    store.pass_time(31)

    promoted = store.dialogs.promote_due()

    assert promoted == 1
    assert [x.document for x in store.take().mail] == ["one"]


def test_postponed_dialog_is_promoted_once(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.dialogs.release(store.take(), delay_seconds=30)
    store.pass_time(31)
    store.dialogs.promote_due()

    assert store.dialogs.promote_due() == 0
    assert len(store.ready()) == 1


def test_new_mail_does_not_hurry_a_postponed_dialog(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.dialogs.release(store.take(), delay_seconds=30)

    store.accept(a_dialog(), "two")

    assert not store.ready()
    store.pass_time(31)
    store.dialogs.promote_due()
    assert [x.document for x in store.take().mail] == ["one", "two"]


def test_delay_means_nothing_when_no_work_is_left(store: Store) -> None:
    store.accept(a_dialog(), "one")

    store.dialogs.release(store.commit(store.take()), delay_seconds=30)
    store.pass_time(31)

    assert store.dialogs.promote_due() == 0


def test_dialog_whose_last_effect_was_finished_by_an_old_owner_is_done(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take("worker-1")
    effect = an_effect(claim)
    old = store.commit(claim, effect)
    store.journal.start(old, effect, nonce="start")
    heir = store.take_over("worker-2")
    store.journal.finish(old, effect, attempt=1, state=EffectState.SUCCEEDED, result="")

    store.dialogs.release(heir)

    assert not store.ready()
