"""What every desk for orders promises."""

import pytest

from engine.ports.order_desk import (
    ORDER_RECORD_SECONDS,
    PLACE_KEPT_SECONDS,
    CartPosition,
    OrderState,
    Turn,
)
from tests.contract.stores import Store

ACCOUNT = "a1b2"
TAG = "BOT-AAAAAAAAAA"
OTHER = "BOT-BBBBBBBBBB"
LEASE_SECONDS = 150.0
OPEN = [OrderState.SENDING, OrderState.UNCLEAR]
CLOSED = [OrderState.PLACED, OrderState.PARTIAL]


def entered(store: Store, tag: str = TAG, *, account: str = ACCOUNT) -> Turn:
    turn = store.order_desk.enter(
        account, tag=tag, nonce=store.nonce(), lease_seconds=LEASE_SECONDS
    )
    assert turn is not None
    return turn


def state_of(store: Store, tag: str = TAG) -> OrderState | None:
    record = store.order_desk.record(ACCOUNT, tag=tag)
    return None if record is None else record.state


def test_one_order_at_a_time_has_the_turn_of_an_account(store: Store) -> None:
    entered(store)

    second = store.order_desk.enter(ACCOUNT, tag=OTHER, nonce="n", lease_seconds=LEASE_SECONDS)

    assert second is None


def test_another_account_has_turns_of_its_own(store: Store) -> None:
    entered(store)

    assert entered(store, OTHER, account="c3d4").account == "c3d4"


def test_a_turn_given_back_is_the_next_ones(store: Store) -> None:
    store.order_desk.leave(entered(store))

    assert entered(store, OTHER)


def asks_in_vain(store: Store, tag: str) -> None:
    turn = store.order_desk.enter(
        ACCOUNT, tag=tag, nonce=store.nonce(), lease_seconds=LEASE_SECONDS
    )
    assert turn is None


def test_orders_take_turns_as_they_first_asked(store: Store) -> None:
    first = entered(store)
    # Whose tag comes last by its letters asks first, and seldom.
    for tag in ("BOT-C", "BOT-B", "BOT-A", "BOT-B", "BOT-A"):
        asks_in_vain(store, tag)
    store.order_desk.leave(first)

    asks_in_vain(store, "BOT-A")
    asks_in_vain(store, "BOT-B")
    store.order_desk.leave(entered(store, "BOT-C"))
    asks_in_vain(store, "BOT-A")
    store.order_desk.leave(entered(store, "BOT-B"))
    store.order_desk.leave(entered(store, "BOT-A"))


def test_an_order_that_comes_back_for_another_attempt_waits_behind_the_others(
    store: Store,
) -> None:
    first = entered(store)
    asks_in_vain(store, OTHER)
    store.order_desk.leave(first)

    asks_in_vain(store, TAG)

    assert entered(store, OTHER)


def test_an_order_that_asks_no_more_is_not_waited_for(store: Store) -> None:
    first = entered(store)
    asks_in_vain(store, "BOT-GONE")
    store.pass_time(PLACE_KEPT_SECONDS - 5)
    asks_in_vain(store, OTHER)
    store.order_desk.leave(first)
    asks_in_vain(store, OTHER)
    store.pass_time(6)

    assert entered(store, OTHER)


def test_who_has_the_turn_keeps_it_whoever_waits(store: Store) -> None:
    entered(store)
    asks_in_vain(store, OTHER)

    assert entered(store)


def test_a_turn_ends_with_its_lease(store: Store) -> None:
    entered(store)
    store.pass_time(LEASE_SECONDS + 1)

    assert entered(store, OTHER)


def test_the_same_nonce_gets_the_same_turn(store: Store) -> None:
    turns = {
        store.order_desk.enter(ACCOUNT, tag=TAG, nonce="same", lease_seconds=LEASE_SECONDS)
        for _ in range(2)
    }

    assert len(turns) == 1


def test_a_later_attempt_of_the_same_order_takes_the_turn_over(store: Store) -> None:
    old = entered(store)
    new = entered(store)

    assert new.fence > old.fence
    assert not store.order_desk.begin_sending(old, notes="")
    assert store.order_desk.begin_sending(new, notes="")


def test_an_old_turn_is_not_given_back_for_the_new_one(store: Store) -> None:
    old = entered(store)
    new = entered(store)

    store.order_desk.leave(old)

    assert store.order_desk.begin_sending(new, notes="")


def test_nothing_is_known_of_an_order_that_was_never_sent(store: Store) -> None:
    entered(store)

    assert store.order_desk.record(ACCOUNT, tag=TAG) is None


def test_what_is_sent_is_recorded_first_with_its_notes_and_age(store: Store) -> None:
    turn = entered(store)

    sent = store.order_desk.begin_sending(turn, notes='{"basket":[]}')

    store.pass_time(45)
    record = store.order_desk.record(ACCOUNT, tag=TAG)
    assert sent
    assert record is not None
    assert (record.state, record.notes) == (OrderState.SENDING, '{"basket":[]}')
    assert record.sent_seconds_ago == pytest.approx(45, abs=5)


def test_a_tag_is_sent_once_whoever_has_the_turn(store: Store) -> None:
    store.order_desk.begin_sending(entered(store), notes="")

    assert not store.order_desk.begin_sending(entered(store), notes="")


def test_the_same_turn_may_ask_again_for_a_lost_answer(store: Store) -> None:
    turn = entered(store)
    asked = [store.order_desk.begin_sending(turn, notes="") for _ in range(2)]

    assert asked == [True, True]


def test_nothing_is_sent_after_the_lease(store: Store) -> None:
    turn = entered(store)
    store.pass_time(LEASE_SECONDS + 1)

    assert not store.order_desk.begin_sending(turn, notes="")
    assert state_of(store) is None


@pytest.mark.parametrize("state", [*CLOSED, OrderState.UNCLEAR])
def test_an_order_that_may_exist_is_never_sent_again(store: Store, state: OrderState) -> None:
    store.order_desk.begin_sending(entered(store), notes="")
    store.order_desk.settle(ACCOUNT, tag=TAG, state=state, result="1")

    assert not store.order_desk.begin_sending(entered(store), notes="")


def test_an_order_that_was_refused_may_be_sent_again(store: Store) -> None:
    store.order_desk.begin_sending(entered(store), notes="")
    store.order_desk.settle(ACCOUNT, tag=TAG, state=OrderState.REFUSED, result="ABCP_301")

    assert store.order_desk.begin_sending(entered(store), notes="")
    assert state_of(store) is OrderState.SENDING


def test_a_result_is_kept_without_the_turn(store: Store) -> None:
    turn = entered(store)
    store.order_desk.begin_sending(turn, notes="")
    store.order_desk.leave(turn)

    store.order_desk.settle(ACCOUNT, tag=TAG, state=OrderState.PLACED, result="123")

    record = store.order_desk.record(ACCOUNT, tag=TAG)
    assert record is not None
    assert (record.state, record.result) == (OrderState.PLACED, "123")


@pytest.mark.parametrize("state", OPEN)
def test_what_is_open_gives_way_to_what_was_found(store: Store, state: OrderState) -> None:
    store.order_desk.begin_sending(entered(store), notes="")
    store.order_desk.settle(ACCOUNT, tag=TAG, state=state, result="")

    store.order_desk.settle(ACCOUNT, tag=TAG, state=OrderState.PLACED, result="123")

    assert state_of(store) is OrderState.PLACED


@pytest.mark.parametrize("state", CLOSED)
def test_a_final_result_stays(store: Store, state: OrderState) -> None:
    store.order_desk.begin_sending(entered(store), notes="")
    store.order_desk.settle(ACCOUNT, tag=TAG, state=state, result="123")

    store.order_desk.settle(ACCOUNT, tag=TAG, state=OrderState.UNCLEAR, result="")

    assert state_of(store) is state


def test_a_result_of_nothing_sent_is_no_record(store: Store) -> None:
    store.order_desk.settle(ACCOUNT, tag=TAG, state=OrderState.PLACED, result="123")

    assert state_of(store) is None


def test_a_record_outlives_every_confirmation(store: Store) -> None:
    store.order_desk.begin_sending(entered(store), notes="")
    store.pass_time(ORDER_RECORD_SECONDS - 60)
    known = state_of(store)

    store.pass_time(120)

    assert (known, state_of(store)) == (OrderState.SENDING, None)


def test_positions_of_a_cart_are_known_until_they_are_taken_away(store: Store) -> None:
    desk = store.order_desk
    first, unnamed = CartPosition(1, TAG, "70|1"), CartPosition(2, OTHER, "")
    for position in (first, first, unnamed):
        desk.lay(ACCOUNT, position)

    assert desk.lying(ACCOUNT) == {first, unnamed}
    assert desk.lying("c3d4") == frozenset()
    for _ in range(2):
        desk.take_away(ACCOUNT, first)
    assert desk.lying(ACCOUNT) == {unnamed}


def test_no_order_is_held_where_nobody_took_over(store: Store) -> None:
    store.order_desk.begin_sending(entered(store), notes="")

    assert store.order_desk.held_seconds(ACCOUNT) == 0
