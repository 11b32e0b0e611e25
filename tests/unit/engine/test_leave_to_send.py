"""Who sends asks at the last moment, and is answered for the effect at hand only."""

from engine.effects import EffectState, encode_effect
from engine.leave_to_send import may_still_send, sending_while
from tests.unit.engine.journal_chat import REPLY, a_chat


def test_nobody_forbids_what_is_sent_for_no_effect() -> None:
    assert may_still_send()


def test_the_lease_of_the_effect_at_hand_decides_as_it_is_when_asked() -> None:
    lease, told = [True], []
    chat = a_chat(encode_effect(REPLY))

    def held_up() -> None:
        told.append(may_still_send())
        lease[0] = False
        told.append(may_still_send())

    chat.hands.while_sending = held_up
    chat.deliver(may_act=lambda: lease[0])

    assert told == [True, False]
    assert may_still_send()


def test_a_look_on_the_other_side_is_forbidden_by_no_lease() -> None:
    told = []
    chat = a_chat(encode_effect(REPLY))
    chat.start_and_die()
    later = chat.after_seconds(60)
    later.hands.while_probing = lambda: told.append(may_still_send())

    later.deliver(may_act=lambda: False)

    assert told == [True]
    assert later.state is EffectState.RETRY


def test_what_a_block_inside_another_forbids_ends_with_it() -> None:
    with sending_while(lambda: True):
        with sending_while(lambda: False):
            inside = may_still_send()
        outside = may_still_send()

    assert (inside, outside) == (False, True)
