"""What every store promises about tokens that are given back without having been worked on."""

from engine.ports.dialogs import Ready
from tests.contract.stores import Store, a_dialog


def a_token(store: Store) -> Ready:
    store.accept(a_dialog(), "one")
    [ready] = store.ready("worker-1")
    return ready


def test_a_token_handed_back_is_taken_over_at_once_and_was_never_handed_out(store: Store) -> None:
    ready = a_token(store)

    store.dialogs.hand_back(ready, idle_seconds=20)

    [again] = store.reclaim("worker-2", idle_seconds=20)
    assert (again.token, again.deliveries) == (ready.token, 1)
    assert store.claim(again, "worker-2").mail


def test_a_token_handed_back_as_not_silent_is_left_its_time(store: Store) -> None:
    ready = a_token(store)
    store.pass_time(15)

    store.dialogs.hand_back(ready, idle_seconds=0)

    store.pass_time(10)
    assert not store.reclaim("worker-2", idle_seconds=20)
    store.pass_time(15)
    [again] = store.reclaim("worker-2", idle_seconds=20)
    assert again.deliveries == 1


def test_a_token_handed_back_twice_is_counted_back_once(store: Store) -> None:
    a_token(store)
    store.pass_time(25)
    [ready] = store.reclaim("worker-2")

    for _ in range(2):
        store.dialogs.hand_back(ready, idle_seconds=20)

    [again] = store.reclaim("worker-3")
    assert again.deliveries == 2


def test_a_token_that_another_worker_has_taken_over_stays_there(store: Store) -> None:
    ready = a_token(store)
    store.pass_time(25)
    [taken] = store.reclaim("worker-2")

    store.dialogs.hand_back(ready, idle_seconds=20)

    assert taken.deliveries == 2
    assert not store.reclaim("worker-3", idle_seconds=20)


def test_a_token_that_is_used_up_cannot_be_handed_back(store: Store) -> None:
    ready = a_token(store)
    store.dialogs.release(store.commit(store.claim(ready, "worker-1")))

    store.dialogs.hand_back(ready, idle_seconds=20)

    assert not store.reclaim("worker-2")
    assert not store.ready()
