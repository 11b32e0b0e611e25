"""What everybody who hands out rights promises."""

from tests.contract.stores import Store

NAME = "tokens:m1"


def test_a_right_belongs_to_one_at_a_time(store: Store) -> None:
    first = store.leases.take(NAME, owner="a", seconds=30)
    second = store.leases.take(NAME, owner="b", seconds=30)

    assert (first, second) == (True, False)


def test_a_right_of_another_name_is_another(store: Store) -> None:
    store.leases.take(NAME, owner="a", seconds=30)

    assert store.leases.take("tokens:m2", owner="b", seconds=30)


def test_a_right_given_back_is_free(store: Store) -> None:
    store.leases.take(NAME, owner="a", seconds=30)
    store.leases.give_back(NAME, owner="a")

    assert store.leases.take(NAME, owner="b", seconds=30)


def test_a_right_is_lost_with_time(store: Store) -> None:
    store.leases.take(NAME, owner="a", seconds=30)
    store.pass_time(31)

    assert store.leases.take(NAME, owner="b", seconds=30)


def test_who_lost_a_right_cannot_give_it_back_for_the_next_owner(store: Store) -> None:
    store.leases.take(NAME, owner="a", seconds=30)
    store.pass_time(31)
    store.leases.take(NAME, owner="b", seconds=30)

    store.leases.give_back(NAME, owner="a")

    assert not store.leases.take(NAME, owner="c", seconds=30)


def test_asked_again_after_a_lost_answer_the_owner_has_it_and_no_longer(store: Store) -> None:
    store.leases.take(NAME, owner="a", seconds=30)
    store.pass_time(20)
    again = store.leases.take(NAME, owner="a", seconds=30)
    store.pass_time(20)

    assert again
    assert store.leases.take(NAME, owner="b", seconds=30)


def test_giving_back_what_nobody_has_does_no_harm(store: Store) -> None:
    store.leases.give_back(NAME, owner="a")

    assert store.leases.take(NAME, owner="b", seconds=30)
