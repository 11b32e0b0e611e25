"""Recovery points outlive the worker and are refused without the lease."""

from dataclasses import dataclass, field

import pytest

from engine.effect_patience import Patience
from engine.effects import Action, EffectState, Outcome, Succeeded, Unknown, encode_effect
from engine.errors import LeaseLost
from engine.journal import Delivery, Lost, Postponed, deliver_once
from engine.ports.executors import Trail
from engine.recorded_trail import RecordedTrail
from tests.unit.engine.journal_chat import GRACE_SECONDS, REPLY, Chat, Hands, a_chat


@dataclass
class Walker(Hands):
    """Hands that leave a mark and read the one of the attempt before."""

    repeatable: bool = True
    seen: list[str] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)

    def resume(self, action: Action, trail: Trail) -> Outcome:
        self.seen.append(trail.marker)
        self.ages.append(trail.marked_seconds_ago)
        trail.mark(f"{trail.marker}+")
        return self.execute(action)


def deliver(chat: Chat, walker: Walker, *, lasts: bool = True) -> Delivery:
    return deliver_once(
        chat.claim.effects[0],
        claim=chat.claim,
        journal=chat.store.journal,
        executors={REPLY.kind: walker},
        may_act=iter([True, lasts]).__next__,
        nonce=chat.store.nonce(),
        patience=Patience(GRACE_SECONDS, 0.0),
    )


def test_the_next_attempt_reads_what_the_one_before_has_marked() -> None:
    chat, walker = a_chat(encode_effect(REPLY)), Walker(outcome=Unknown("timeout"))
    assert isinstance(deliver(chat, walker), Postponed)

    walker.outcome = Succeeded()
    deliver(chat.after_seconds(GRACE_SECONDS), walker)

    assert walker.seen == ["", "+"]


def test_the_age_of_a_mark_is_counted_by_the_store() -> None:
    chat, walker = a_chat(encode_effect(REPLY)), Walker(outcome=Unknown("timeout"))
    deliver(chat, walker)

    deliver(chat.after_seconds(GRACE_SECONDS), walker)

    assert walker.ages == [0.0, GRACE_SECONDS]


def test_an_effect_whose_lease_ended_between_two_steps_goes_no_further() -> None:
    chat, walker = a_chat(encode_effect(REPLY)), Walker()

    delivery = deliver(chat, walker, lasts=False)

    assert (delivery, walker.executed) == (Lost(), [])
    assert chat.state is EffectState.STARTED


def test_a_mark_is_refused_when_another_owner_has_taken_over() -> None:
    chat = a_chat(encode_effect(REPLY))
    chat.store.journal.start(chat.claim, chat.key, nonce="one")
    chat.after_seconds(60)
    trail = RecordedTrail(chat.store.journal, chat.claim, chat.key, 1, lambda: True)

    with pytest.raises(LeaseLost):
        trail.mark("deal 9")
