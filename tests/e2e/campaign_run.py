"""One campaign from the first word until all is quiet, and all that is left of it to look at."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event, Thread
from typing import Any

from api.cli.demo_outcome import replies_by_message
from api.cli.portal_control import ChatMessage, OrderLedger, PortalControl, RestCall
from api.cli.waiting import wait_for
from integrations.clock import SystemClock
from tests.e2e.campaign_buyers import WAITING, Buyer, an_errand
from tests.e2e.campaign_misfortunes import Misfortunes
from tests.e2e.campaign_stack import CALLS_AT_ONCE, CALLS_PER_SECOND, CampaignStack
from tests.e2e.emulator_desk import EmulatorDesk

BUYERS = 100
CROWDS = 5
LONGEST_SECONDS = 150.0
"""For a machine that others keep busy too; alone it takes a third of that."""

LOOK_SECONDS = 0.25
SPARE_CALLS = CALLS_PER_SECOND // 2
"""So much the portal's bucket is larger than the one kept for it: on a machine that is short of
time, calls sent one after the other arrive together."""

REPLY = "imbot.message.add"


@dataclass(frozen=True)
class Campaign:
    """What is left when all is quiet."""

    struck: Sequence[str]
    buyers: Sequence[Buyer]
    chats: Mapping[int, Sequence[ChatMessage]]
    lead_statuses: Mapping[int, str]
    portal_calls: Sequence[RestCall]
    orders: OrderLedger
    crm: Mapping[str, Sequence[Mapping[str, Any]]]
    left_to_people: int

    def answers(self, buyer: Buyer) -> list[int]:
        """Return how often each of the buyer's lines was answered."""
        own = self.chats[buyer.chat.chat_id]
        return list(replies_by_message([m for m in own if WAITING not in m.text]).values())

    def told(self, buyer: Buyer) -> str:
        """Return everything the bot said to the buyer."""
        own = self.chats[buyer.chat.chat_id]
        return "\n".join(message.text for message in own if message.author == "bot")

    def orders_of(self, buyer: Buyer) -> list[Mapping[str, Any]]:
        wish = buyer.errand.wish
        return [row for row in self.orders.rows if wish and wish.phone in row["comment"]]

    def deals_of(self, buyer: Buyer) -> list[Mapping[str, Any]]:
        lead = str(buyer.chat.lead_id)
        return [deal for deal in self.crm["deals"] if deal["fields"]["LEAD_ID"] == lead]


def hold_campaign(running: CampaignStack, seed: int) -> Campaign:
    """Let everybody talk while everything fails, and wait until all is quiet."""
    chance = Random(seed)  # noqa: S311 - no secret is made of it
    emulators = running.stack.emulators
    desk = EmulatorDesk(emulators.bitrix_url)
    desk.limit_calls(per_second=CALLS_PER_SECOND, at_once=CALLS_AT_ONCE + SPARE_CALLS)
    desk.rotate_strictly()
    with (
        closing(PortalControl(emulators.bitrix_url)) as portal,
        closing(PortalControl(emulators.abcp_url)) as shop,
    ):
        buyers = [Buyer(portal.open_chat(), an_errand(n, chance)) for n in range(BUYERS)]
        misfortunes = Misfortunes(
            portal=portal, shop=shop, desk=desk, kill_a_worker=running.kill_a_worker, chance=chance
        )
        _let_all_talk(emulators.bitrix_url, buyers, misfortunes)
        wait_for(running.is_quiet, what="all is quiet", seconds=LONGEST_SECONDS)
        return Campaign(
            struck=misfortunes.struck,
            buyers=buyers,
            chats={b.chat.chat_id: portal.messages(b.chat.chat_id) for b in buyers},
            lead_statuses={b.chat.lead_id: portal.lead_status(b.chat.lead_id) for b in buyers},
            portal_calls=portal.calls(),
            orders=shop.ledger(),
            crm=desk.crm(),
            left_to_people=running.left_to_people(),
        )


def _let_all_talk(portal_url: str, buyers: Sequence[Buyer], misfortunes: Misfortunes) -> None:
    over = Event()
    raging = Thread(target=misfortunes.rage, args=(over,))
    raging.start()
    try:
        with ThreadPoolExecutor(CROWDS) as pool:
            crowds = [buyers[n::CROWDS] for n in range(CROWDS)]
            list(pool.map(lambda crowd: _let_talk(portal_url, crowd), crowds))
    finally:
        over.set()
        raging.join()


def _let_talk(portal_url: str, crowd: Sequence[Buyer]) -> None:
    """Speak for every buyer of a crowd until each has ended or patience has."""
    clock, pause = SystemClock(), Event()
    until, seen = clock.monotonic() + LONGEST_SECONDS, 0
    with closing(PortalControl(portal_url)) as control:
        for buyer in crowd:
            _speak(control, buyer)
        while clock.monotonic() < until and any(not buyer.ending for buyer in crowd):
            pause.wait(LOOK_SECONDS)
            calls = control.calls(after=seen)
            seen = max([seen, *(call.number for call in calls)])
            spoken_to = {call.params.get("DIALOG_ID") for call in calls if call.method == REPLY}
            for buyer in crowd:
                if not buyer.ending and f"chat{buyer.chat.chat_id}" in spoken_to:
                    _listen(control, buyer)


def _listen(control: PortalControl, buyer: Buyer) -> None:
    replies = control.replies(buyer.chat.chat_id, after=buyer.heard)
    if not buyer.answered_by(replies):
        return
    buyer.hears(replies)
    if not buyer.ending:
        _speak(control, buyer)


def _speak(control: PortalControl, buyer: Buyer) -> None:
    said = control.say(buyer.chat.chat_id, buyer.says())
    buyer.heard = said.message_id
    buyer.webhook_statuses.append(said.webhook_status)
