"""How the bot speaks on one portal: API version, buttons, and who takes a chat over from it."""

import re
from dataclasses import dataclass
from typing import Literal

from engine.errors import InvalidInput

_RECEIVER = re.compile(r"(queue|user)([1-9][0-9]{0,17})")


@dataclass(frozen=True)
class ChatManner:
    """Choices of a portal; the defaults suit every portal that serves a line by a webhook bot."""

    api: Literal[1, 2] = 1
    """Version of the bot methods that are called."""
    buttons: bool = False
    """Whether offers get buttons too: not every messenger shows them."""
    events: Literal["webhook", "fetch"] = "webhook"
    """Whether the portal sends events, or keeps them until they are fetched (version 2 only)."""
    transfer_to: str = ""
    """`queue<id>` or `user<id>` to hand over to; empty lets the line choose a free operator."""

    def __post_init__(self) -> None:
        if self.transfer_to and not _RECEIVER.fullmatch(self.transfer_to):
            raise InvalidInput("transfer_to is queue<id>, user<id> or empty", code="PORTAL_INVALID")
        if self.events == "fetch" and self.api == 1:
            raise InvalidInput("only bots of API version 2 fetch events", code="PORTAL_INVALID")

    @property
    def receiver(self) -> tuple[str, int]:
        """Who `transfer_to` names: QUEUE or USER, and its number."""
        named = _RECEIVER.fullmatch(self.transfer_to)
        if named is None:
            raise ValueError("the portal names nobody to hand over to")
        return named[1].upper(), int(named[2])


USUAL_MANNER = ChatManner()
