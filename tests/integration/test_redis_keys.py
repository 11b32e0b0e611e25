"""Key names: one cluster slot per dialog, whatever the client sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.crc import key_slot

from engine.errors import InvalidInput
from engine.messages import DialogKey, dialog_key
from integrations.redis.keys import PARTITIONS, Keys

DIALOGS = st.integers(1, 10**15).map(
    lambda number: dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{number}")
)


@given(DIALOGS, st.text(max_size=100), st.text(max_size=100))
def test_all_keys_of_a_dialog_are_in_one_slot(dialog: DialogKey, event: str, effect: str) -> None:
    keys = Keys()
    partition = keys.partition(dialog)

    names = [
        keys.seen(dialog=dialog, event_key=event),
        keys.mailbox(dialog),
        keys.state(dialog),
        keys.lock(dialog),
        keys.outbox(dialog),
        keys.effects(dialog),
        keys.effect(dialog=dialog, effect=effect),
        keys.ready(partition),
        keys.delayed(partition),
        keys.dead(partition),
        keys.manual(partition),
        keys.states(partition),
    ]

    assert len({key_slot(name.encode()) for name in names}) == 1


@given(DIALOGS, DIALOGS)
def test_dialogs_share_no_key(one: DialogKey, other: DialogKey) -> None:
    keys = Keys(partitions=1)

    shared = {keys.state(one), keys.lock(one)} & {keys.state(other), keys.lock(other)}

    assert bool(shared) == (one == other)


def test_prefixes_that_scripts_complete_lead_to_the_declared_keys() -> None:
    keys = Keys()
    dialog = dialog_key(domain="portal.bitrix24.ru", dialog_id="chat1")

    assert keys.states(keys.partition(dialog)) + dialog == keys.state(dialog)
    assert keys.effects(dialog) + "e" == keys.effect(dialog=dialog, effect="e")


def test_dialogs_spread_over_all_partitions() -> None:
    keys = Keys()
    dialogs = [
        dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{number}") for number in range(500)
    ]

    assert {keys.partition(dialog) for dialog in dialogs} == set(range(PARTITIONS))


@pytest.mark.parametrize("prefix", ["", "{bx}", "a b", "b:x", "x" * 33])
def test_prefix_that_could_move_keys_to_another_slot_is_refused(prefix: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        Keys(prefix=prefix)

    assert raised.value.code == "REDIS_PREFIX_INVALID"


@pytest.mark.parametrize("partitions", [0, -1, 1025])
def test_number_of_partitions_has_bounds(partitions: int) -> None:
    with pytest.raises(InvalidInput) as raised:
        Keys(partitions=partitions)

    assert raised.value.code == "REDIS_PARTITIONS_INVALID"
