"""What everybody who remembers how far events are fetched promises."""

from tests.contract.stores import Store


def test_a_bot_that_never_fetched_has_no_offset(store: Store) -> None:
    assert store.event_offsets.reached(member_id="m1", bot_id=39) is None


def test_an_offset_is_remembered_for_its_own_bot_alone(store: Store) -> None:
    store.event_offsets.advance(member_id="m1", bot_id=39, offset=1005)

    assert store.event_offsets.reached(member_id="m1", bot_id=39) == 1005
    assert store.event_offsets.reached(member_id="m1", bot_id=40) is None
    assert store.event_offsets.reached(member_id="m2", bot_id=39) is None


def test_an_offset_never_goes_back(store: Store) -> None:
    # As text "999" is greater than "1005".
    for offset in (1005, 999):
        store.event_offsets.advance(member_id="m1", bot_id=39, offset=offset)

    assert store.event_offsets.reached(member_id="m1", bot_id=39) == 1005


def test_an_offset_outlives_every_event_key(store: Store) -> None:
    store.event_offsets.advance(member_id="m1", bot_id=39, offset=1005)

    store.pass_time(400 * 24 * 3600)

    assert store.event_offsets.reached(member_id="m1", bot_id=39) == 1005
