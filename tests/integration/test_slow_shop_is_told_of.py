"""A client hears that the order takes long while a slow shop holds the request, not after it."""

from dataclasses import dataclass, field
from typing import Any

from engine.commands.deliver_effects import DeliverEffects
from engine.effect_patience import Patience
from engine.effects import (
    Action,
    EffectKey,
    Finding,
    NotApplied,
    OrderWait,
    Outcome,
    Succeeded,
    encode_effect,
)
from engine.ports.dialogs import Commit, PlannedEffect
from integrations.clock import RandomIdentifiers, SystemClock
from integrations.meanwhile import timer_beside
from tests.contract.stores import a_dialog
from tests.integration.order_counter import ORDER, OrderCounter, order_counter

WAIT = OrderWait("m1", "chat7", 7, "Заказ ещё оформляем.", 1)


@dataclass
class Chat:
    """Notes what was said."""

    said: list[str] = field(default_factory=list)
    repeatable: bool = False

    def execute(self, action: Action) -> Outcome:
        self.said.append(action.kind)
        return Succeeded("1")

    def probe(self, action: Action) -> Finding:  # noqa: ARG002 - the port
        return NotApplied()


def delivered(counter: OrderCounter, chat: Chat) -> list[Any]:
    counter.store.accept(a_dialog(), "да")
    claim = counter.store.take()
    actions: tuple[Action, ...] = (ORDER, WAIT)
    planned = tuple(
        PlannedEffect(EffectKey(f"{a_dialog()}.1.{place}"), encode_effect(action))
        for place, action in enumerate(actions)
    )
    counter.store.dialogs.commit(claim, Commit(claim.mail[0].sequence, "{}", planned), nonce="c")
    claim = claim.after(Commit(claim.mail[0].sequence, "{}", planned))
    deliver = DeliverEffects(
        counter.store.journal,
        {"abcp_order": counter.executor, "order_wait": chat},
        RandomIdentifiers(),
        SystemClock(),
        Patience(30.0, order_wait_seconds=0.3),
        lambda _: None,
        counter.store.dialogs.mail,
        timer_beside,
    )
    served = deliver(claim, claim.effects, lambda: True)
    return [one.kind for one in served.deliveries]


def test_the_word_is_said_while_the_shop_holds_the_request() -> None:
    chat = Chat()
    with order_counter() as counter:
        counter.break_next("orders/instant", "slow", delay_seconds=1.2)

        kinds = delivered(counter, chat)

        # In the report it comes before the end of the request, too.
        assert (chat.said, kinds) == (["order_wait"], ["order_wait", "abcp_order"])
        assert len(counter.orders) == 1
