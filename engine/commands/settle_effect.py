"""SettleEffect: believe a person about an effect whose outcome nobody else could find out."""

from dataclasses import dataclass, field
from typing import assert_never

from engine.effects import Action, ChatHandover, EffectKey, EffectState, decode_effect
from engine.errors import CortexError, InvalidInput
from engine.order_effects import PlaceOrder
from engine.order_news import SETTLED_NOT_DONE, happening_of, news_of
from engine.ports.operator_queue import JournalledEffect, OperatorQueue, Settlement, Settling
from engine.ports.order_desk import OrderDesk, OrderRecord, OrderState

ON_ITS_WAY_SECONDS = 900.0
"""A request for an order may arrive in the shop so long after it was sent, or was about to be."""

_NEVER_RESENT = (PlaceOrder, ChatHandover)
"""Twice is not once: an order costs money, and a handover takes the chat from who has it now."""

_AN_OPEN_ORDER = f'{{"kind":"{PlaceOrder.kind}"'


@dataclass(frozen=True)
class Done:
    """It was done, and the other side calls it so."""

    reference: str = ""


@dataclass(frozen=True)
class NotDone:
    """It was not done, and it will not be."""


@dataclass(frozen=True)
class Resend:
    """It was surely not done; Cortex is to do it now."""


Finding = Done | NotDone | Resend


@dataclass(frozen=True)
class SettleEffect:
    """Writes down what a person found out and tells the dialog of it.

    An order is settled at the shop's desk first: if the second step fails, the same words again
    bring it to its end, and other words are refused.
    """

    queue: OperatorQueue
    desk: OrderDesk
    account: str | None = field(repr=False)
    """Whose orders lie at the desk; None where no shop is configured."""

    def __call__(self, key: EffectKey, finding: Finding, *, settled_by: str) -> None:
        """Settle one effect.

        Raises InvalidInput when that contradicts what is known, CortexError DIALOG_BUSY when it
        cannot be done right now.
        """
        effect = self.queue.effect(key)
        if effect is None:
            raise InvalidInput("no effect is called so", code="EFFECT_UNKNOWN")
        action = _action_of(effect)
        if isinstance(finding, Resend) and (action is None or isinstance(action, _NEVER_RESENT)):
            raise InvalidInput("this kind is never sent again", code="EFFECT_NOT_RESENT")
        if isinstance(action, PlaceOrder) and effect.state is EffectState.MANUAL:
            self._at_the_desk(effect, action, finding)
        state, result = _outcome_of(finding)
        settlement = Settlement(
            state=state,
            result=result,
            settled_by=settled_by,
            mail=_mail(effect, action, state, result),
            not_beside=_AN_OPEN_ORDER if isinstance(action, PlaceOrder) else None,
        )
        _require_settled(self.queue.settle(key, settlement))

    def _at_the_desk(self, effect: JournalledEffect, order: PlaceOrder, finding: Finding) -> None:
        self._require_the_latest(effect)
        if finding == Done():
            raise InvalidInput("say `done:` with the shop's number", code="ORDER_NUMBER_MISSING")
        if self.account is None:
            raise InvalidInput(
                "CORTEX_ABCP_* must be set as for workers", code="SHOP_NOT_CONFIGURED"
            )
        record = self.desk.record(self.account, tag=order.tag)
        if isinstance(finding, NotDone) and record is not None:
            _require_not_placed(record)
        state, result = _record_of(finding)
        self.desk.settle(self.account, tag=order.tag, state=state, result=result)

    def _require_the_latest(self, effect: JournalledEffect) -> None:
        """Let the dialog believe that nothing is unclear only when nothing later is."""
        for other in self.queue.waiting_effects():
            if (
                other.dialog == effect.dialog
                and isinstance(_action_of(other), PlaceOrder)
                and _place(other.key) > _place(effect.key)
            ):
                raise InvalidInput(
                    "a later order of this dialog waits, too: settle that first",
                    code="LATER_ORDER_WAITS",
                )


def _action_of(effect: JournalledEffect) -> Action | None:
    try:
        return decode_effect(effect.document)
    except InvalidInput:
        return None


def _place(key: EffectKey) -> tuple[int, int]:
    _, sequence, index = key.rsplit(".", 2)
    return int(sequence), int(index)


def _outcome_of(finding: Finding) -> tuple[EffectState, str]:
    match finding:
        case Done(reference):
            return EffectState.SUCCEEDED, reference
        case NotDone():
            return EffectState.FAILED, SETTLED_NOT_DONE
        case Resend():
            return EffectState.RETRY, ""
        case _:
            assert_never(finding)


def _record_of(finding: Finding) -> tuple[OrderState, str]:
    if isinstance(finding, Done):
        return OrderState.PLACED, finding.reference
    return OrderState.REFUSED, SETTLED_NOT_DONE


def _mail(
    effect: JournalledEffect, action: Action | None, state: EffectState, result: str
) -> str | None:
    """Return the news for the dialog, None when it is none or was told already."""
    if action is None or not state.terminal:
        return None
    told_already = happening_of(EffectState.MANUAL, effect.result) == happening_of(state, result)
    if effect.state is EffectState.MANUAL and told_already:
        return None
    return news_of(action, dialog=effect.dialog, state=state, result=result)


def _require_not_placed(record: OrderRecord) -> None:
    if record.state is OrderState.PLACED:
        raise InvalidInput("the shop has confirmed this order", code="ORDER_SURELY_PLACED")
    if record.state is OrderState.SENDING and record.sent_seconds_ago < ON_ITS_WAY_SECONDS:
        raise InvalidInput(
            "the order may still arrive in the shop: look again in 15 minutes",
            code="ORDER_ON_ITS_WAY",
        )


def _require_settled(settling: Settling) -> None:
    match settling:
        case Settling.SETTLED:
            return
        case Settling.NOT_WAITING:
            raise InvalidInput("it waits for nobody (any more)", code="EFFECT_NOT_WAITING")
        case Settling.BUSY:
            raise CortexError("an order of the dialog is under way: again soon", code="DIALOG_BUSY")
