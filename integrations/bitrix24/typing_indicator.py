"""Shows the client that an answer is being prepared."""

from contextlib import suppress

from engine.effects import ChatTyping
from engine.errors import CallFailed
from integrations.bitrix24.bot_calls import show_typing
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import PortalDirectory

_WITHIN_SECONDS = 2.0


class ChatTypingIndicator:
    """Asks once and briefly; a failure costs nothing but the three dots."""

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def show(self, typing: ChatTyping) -> None:
        with suppress(CallFailed):
            portal = self._portals.require(typing.member_id, operation="show_typing")
            call = show_typing(portal, typing.dialog_id)
            self._client.call(portal, call.method, call.params, within_seconds=_WITHIN_SECONDS)
