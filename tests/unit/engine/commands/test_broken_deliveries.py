"""Deliveries that raise: the effect ends with a person, and the dialog goes on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from api.bootstrap.brain import Brain
from engine.commands.served import Served
from engine.effect_patience import LONGEST_SEARCH_SECONDS
from engine.effects import Action, EffectState, Finding, Unknown
from engine.journal import Settled
from tests.unit.engine.commands.a_dialog import Dialog, World


@dataclass
class OddWorld(World):
    """A portal whose answers to a look nobody understands."""

    looks: int = 0

    def probe(self, action: Action) -> Finding:
        self.looks += 1
        raise TypeError(action.kind)


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    return Dialog(brain, OddWorld())


def turn(dialog: Dialog, may_act: Callable[[], bool] = lambda: True) -> Served:
    """Serve once as a worker does, whatever raises."""
    claim = dialog.claimed()
    try:
        served = dialog.serve(claim, may_act=may_act)
    except TypeError:
        served = dialog.serve.after_failure(claim, reason="TypeError", may_act=may_act)
    if not served.lost:
        dialog.dialogs.release(claim, delay_seconds=served.delay_seconds)
    return served


def states(dialog: Dialog) -> list[EffectState]:
    return [effect.state for effect in dialog.store.dialog(dialog.key).effects.values()]


def test_an_effect_whose_look_always_raises_goes_to_a_person_and_frees_its_dialog(
    dialog: Dialog,
) -> None:
    dialog.world.outcomes.append(Unknown("timeout"))
    dialog.hears("здравствуйте")
    dialog.receives("спасибо")
    began = dialog.clock.seconds

    while not dialog.world.replies:
        dialog.clock.seconds += 60
        turn(dialog)
        assert dialog.clock.seconds - began < LONGEST_SEARCH_SECONDS + 300

    assert states(dialog)[0] is EffectState.MANUAL
    assert "Пожалуйста" in dialog.world.replies[0]
    assert dialog.store.dead == []


def test_what_broke_is_told_with_its_reason_and_left_alone_for_a_while(dialog: Dialog) -> None:
    dialog.world.outcomes.append(Unknown("timeout"))
    dialog.hears("здравствуйте")
    dialog.clock.seconds += LONGEST_SEARCH_SECONDS

    served = turn(dialog)

    (delivered,) = served.deliveries
    assert delivered.delivery == Settled(EffectState.MANUAL, "TypeError")
    assert served.delay_seconds


def test_a_worker_whose_lease_ended_says_nothing_of_what_broke(dialog: Dialog) -> None:
    dialog.world.outcomes.append(Unknown("timeout"))
    dialog.hears("здравствуйте")
    dialog.clock.seconds += LONGEST_SEARCH_SECONDS

    served = turn(dialog, may_act=lambda: False)

    assert served.lost
    assert states(dialog) == [EffectState.UNKNOWN]


def test_a_message_that_raises_behind_finished_effects_is_the_one_that_is_counted(
    dialog: Dialog,
) -> None:
    dialog.world.outcomes.append(Unknown("timeout"))
    dialog.hears("здравствуйте")
    dialog.receives("спасибо")
    dialog.clock.seconds += 60
    claim = dialog.claimed()
    for pending in claim.effects:
        dialog.serve.journal.finish(
            claim, pending.key, attempt=1, state=EffectState.SUCCEEDED, result=""
        )

    for _ in range(4):
        dialog.serve.after_failure(claim, reason="KeyError", may_act=lambda: True)

    (dead,) = dialog.store.dead
    assert dead.reason == "KeyError"
