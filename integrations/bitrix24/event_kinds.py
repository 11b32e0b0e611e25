"""The events that ask for work, by name: what happened, in which version of the bot API."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Deed = Literal["written", "edited", "deleted", "command"]


@dataclass(frozen=True)
class EventKind:
    """How to read a chat event."""

    deed: Deed
    version: int


# Names: bitrix24 documentation, imbot events of versions 1 and 2.
CHAT_EVENTS: Mapping[str, EventKind] = MappingProxyType(
    {
        "ONIMBOTMESSAGEADD": EventKind("written", 1),
        "ONIMBOTMESSAGEUPDATE": EventKind("edited", 1),
        "ONIMBOTMESSAGEDELETE": EventKind("deleted", 1),
        "ONIMCOMMANDADD": EventKind("command", 1),
        "ONIMBOTV2MESSAGEADD": EventKind("written", 2),
        "ONIMBOTV2MESSAGEUPDATE": EventKind("edited", 2),
        "ONIMBOTV2MESSAGEDELETE": EventKind("deleted", 2),
        "ONIMBOTV2COMMANDADD": EventKind("command", 2),
    }
)
LEAD_EVENT = "ONCRMLEADUPDATE"
UNINSTALL_EVENT = "ONAPPUNINSTALL"
APPLICATION_EVENTS: Mapping[str, Literal["install", "uninstall"]] = MappingProxyType(
    {"ONAPPINSTALL": "install", UNINSTALL_EVENT: "uninstall"}
)
"""What a portal does to the application itself."""
BOT_GONE_EVENTS = frozenset({"ONIMBOTDELETE", "ONIMBOTV2DELETE"})
"""The last event of a bot: somebody has removed it from the portal."""
