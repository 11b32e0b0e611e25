"""A lease that ends between the journal's permission and the call: nothing reaches the portal."""

from collections.abc import Sequence
from dataclasses import dataclass

import requests

from engine.effect_patience import Patience
from engine.effects import ChatReply, EffectKey, EffectState, encode_effect
from engine.journal import Delivery, Postponed, Settled, deliver_once
from engine.ports.call_limits import Admission, Unlimited
from engine.ports.dialogs import Claim, Commit, PlannedEffect
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from tests.contract.stores import Store, a_dialog, memory_store
from tests.integration.crm_desk import EMULATED, a_portal


@dataclass
class HeldUp(Unlimited):
    """The last thing before a call is sent: here the process may stand still for long."""

    lease_lasts: bool = True
    holds_up: bool = False

    def admit(self, *, account: str, methods: Sequence[str], patience_seconds: float) -> Admission:
        self.lease_lasts = self.lease_lasts and not self.holds_up
        return super().admit(account=account, methods=methods, patience_seconds=patience_seconds)


def a_planned_reply(store: Store, reply: ChatReply) -> Claim:
    store.accept(a_dialog(), "one")
    claim = store.take()
    key = EffectKey(f"{claim.dialog}.1.0")
    commit = Commit(1, "{}", (PlannedEffect(key, encode_effect(reply)),))
    store.dialogs.commit(claim, commit, nonce=store.nonce())
    return claim.after(commit)


def delivered(*, holds_up: bool) -> tuple[Delivery, EffectState, list[str]]:
    """Deliver a reply and return what was said of it, its state, and what the portal was asked."""
    store, limits = memory_store(), HeldUp(holds_up=holds_up)
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        chat = session.post(f"{running.bitrix_url}/_emulator/chats", json={}).json()
        reply = ChatReply(EMULATED.member_id, chat["dialog_id"], chat["chat_id"], "Да", 1)
        claim = a_planned_reply(store, reply)
        http = HttpPool(system="bitrix24", total_seconds=2.0, allow_local=True)
        client = Bitrix24Client(http, SystemClock(), limits=limits)
        portals = PortalDirectory([a_portal(running.bitrix_webhook_url)])
        delivery = deliver_once(
            claim.effects[0],
            claim=claim,
            journal=store.journal,
            executors={ChatReply.kind: ChatReplyExecutor(client, portals)},
            may_act=lambda: limits.lease_lasts,
            nonce="n",
            patience=Patience(27.0),
        )
        calls = session.get(f"{running.bitrix_url}/_emulator/calls").json()["calls"]
        http.close()
    entry = store.journal.entry(claim, claim.effects[0].key)
    assert entry is not None
    return delivery, entry.state, [call["method"] for call in calls]


def test_who_lost_the_dialog_while_the_limits_were_asked_sends_nothing() -> None:
    delivery, state, calls = delivered(holds_up=True)

    assert calls == []
    assert isinstance(delivery, Postponed)
    assert (delivery.reason, state) == ("LEASE_ENDED", EffectState.RETRY)


def test_who_still_has_the_dialog_sends_once() -> None:
    delivery, _, calls = delivered(holds_up=False)

    assert calls == ["imbot.message.add"]
    assert isinstance(delivery, Settled)
