"""What the emulators have really been told: the only truth a case is judged by."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from api.cli.portal_control import ChatMessage, OpenedChat, OrderLedger, PortalControl
from tests.e2e.emulator_desk import EmulatorDesk
from tests.faults.stack import FaultStack


@dataclass(frozen=True)
class Ledger:
    """Chats, orders and CRM as they stand."""

    chats: Mapping[int, Sequence[ChatMessage]]
    orders: OrderLedger
    deals: Sequence[Mapping[str, Any]]

    def replies(self, chat_id: int) -> Sequence[str]:
        return [message.text for message in self.chats[chat_id] if message.author == "bot"]


def read_ledger(stack: FaultStack, chats: Sequence[OpenedChat]) -> Ledger:
    """Read what was done in these chats."""
    with (
        closing(PortalControl(stack.emulators.bitrix_url)) as portal,
        closing(PortalControl(stack.emulators.abcp_url)) as shop,
    ):
        return Ledger(
            chats={chat.chat_id: portal.messages(chat.chat_id) for chat in chats},
            orders=shop.ledger(),
            deals=EmulatorDesk(stack.emulators.bitrix_url).crm()["deals"],
        )
