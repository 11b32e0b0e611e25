"""Passes a chat from the bot to an operator."""

from collections.abc import Mapping

from engine.effects import (
    Action,
    Applied,
    ChatHandover,
    Finding,
    NotApplied,
    Outcome,
    Undecidable,
)
from engine.errors import CallRefused
from integrations.bitrix24.bot_owner import owner_v1
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.outcomes import attempt, expect, look
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.wire import dialog_owner

_HAND_OVER = "imopenlines.bot.session.operator"
_TRANSFER = "imopenlines.bot.session.transfer"
_DIALOG = "imopenlines.dialog.get"


class ChatHandoverExecutor:
    """Hands a chat over, to a free operator or to whom the portal names.

    Asking for an operator twice does no harm: the second time a person already has the chat.
    What a second transfer does is not documented, so it is looked who serves the chat first.
    """

    repeatable = False

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def execute(self, action: Action) -> Outcome:
        handover = expect(ChatHandover, action)
        return attempt(lambda: self._hand_over(handover))

    def probe(self, action: Action) -> Finding:
        handover = expect(ChatHandover, action)
        return look(lambda: self._find(handover))

    def _hand_over(self, handover: ChatHandover) -> str:
        portal = self._portals.require(handover.member_id, operation=_HAND_OVER)
        if portal.chat.transfer_to:
            self._client.call(portal, _TRANSFER, _transfer(portal, handover.chat_id))
            return portal.chat.transfer_to
        try:
            self._client.call(portal, _HAND_OVER, {"CHAT_ID": handover.chat_id})
        except CallRefused as error:
            # Bitrix24 says WRONG_CHAT "Operator is not a bot" once a person serves the chat.
            if error.remote_code != "WRONG_CHAT":
                raise
            return "already_handed_over"
        return ""

    def _find(self, handover: ChatHandover) -> Finding:
        portal = self._portals.require(handover.member_id, operation=_DIALOG)
        if not portal.chat.transfer_to:
            return NotApplied()
        result = self._client.call(portal, _DIALOG, {"CHAT_ID": handover.chat_id})
        owner = dialog_owner(result)
        if owner == portal.bot_id:
            return NotApplied()
        return Applied(str(owner)) if owner else Undecidable("NO_OWNER")


def _transfer(portal: Portal, chat_id: int) -> Mapping[str, object]:
    """Name whom the chat goes to; the bot leaves at once, for it has nothing more to say."""
    kind, number = portal.chat.receiver
    return {"CHAT_ID": chat_id, f"{kind}_ID": number, "LEAVE": "Y", **owner_v1(portal)}
