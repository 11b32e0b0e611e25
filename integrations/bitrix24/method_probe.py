"""Asks a portal which of the methods we use it has and allows us, without doing anything there."""

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.bitrix24.batch import Read, read_together
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal

_BOT: Mapping[int, Sequence[str]] = {
    1: ("imbot.message.add", "imbot.chat.sendTyping"),
    2: ("imbot.v2.Chat.Message.send", "imbot.v2.Chat.InputAction.notify"),
}
_OTHERS = (
    "imopenlines.dialog.get",
    "imopenlines.session.history.get",
    *("crm.item.get", "crm.item.list", "crm.item.add", "crm.item.update"),
    *("crm.item.productrow.list", "crm.item.productrow.set"),
    *("crm.timeline.comment.list", "crm.timeline.comment.add"),
    *("crm.duplicate.findbycomm", "crm.status.list"),
)


def methods_for(portal: Portal) -> Sequence[str]:
    """Return the methods without one of which a sale stops; scopes imbot, imopenlines, crm."""
    handover = "transfer" if portal.chat.transfer_to else "operator"
    fetching = ("imbot.v2.Event.get",) if portal.chat.events == "fetch" else ()
    return (
        *_BOT[portal.chat.api],
        *fetching,
        f"imopenlines.bot.session.{handover}",
        *_OTHERS,
    )


def allowed_methods(client: Bitrix24Client, portal: Portal) -> Mapping[str, bool]:
    """Return which methods may be called; raises CallFailed as a call does."""
    methods = methods_for(portal)
    reads = {
        f"m{number}": Read("method.get", {"name": name}) for number, name in enumerate(methods)
    }
    found = read_together(client, portal, reads)
    return {
        name: _is_available(result) for name, result in zip(methods, found.values(), strict=True)
    }


def _is_available(result: Any) -> bool:
    # Bitrix24 documentation, api-reference/common/system/method-get.md.
    return isinstance(result, dict) and result.get("isAvailable") is True
