"""Asks a portal which of the methods we use it has and allows us, without doing anything there."""

from collections.abc import Mapping
from typing import Any

from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal

METHODS = (
    "imbot.message.add",
    "imbot.chat.sendTyping",
    "imopenlines.bot.session.operator",
    "imopenlines.dialog.get",
    "imopenlines.session.history.get",
    "crm.item.get",
    "crm.item.update",
)
"""Without one of these a sale stops; each belongs to one of the scopes imbot, imopenlines, crm."""


def allowed_methods(client: Bitrix24Client, portal: Portal) -> Mapping[str, bool]:
    """Return which methods may be called; raises CallFailed as a call does."""
    return {
        method: _is_available(client.call(portal, "method.get", {"name": method}))
        for method in METHODS
    }


def _is_available(result: Any) -> bool:
    # Bitrix24 documentation, api-reference/common/system/method-get.md.
    return isinstance(result, dict) and result.get("isAvailable") is True
