"""What there is to tell a bot about a chat, whatever the version it is told in."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from integrations.emulators.bitrix24.bots import Bot, Command
from integrations.emulators.bitrix24.chats import Chat, Message
from integrations.emulators.configuration import Person, Portal

Deed: TypeAlias = Literal["added", "edited", "deleted", "joined", "pressed"]


@dataclass(frozen=True)
class Press:
    """A button with a command that the guest has pressed."""

    command: Command
    params: str


@dataclass(frozen=True)
class BotEvent:
    """Who did what to which message, in which chat, and when the portal sends it."""

    portal: Portal
    bot: Bot
    chat: Chat
    message: Message
    contact_id: int
    sent_at: int
    deed: Deed = "added"
    press: Press | None = None

    @property
    def actor_id(self) -> int:
        """Who did it: buttons and joining are the guest's, all else is the author's."""
        if self.deed in {"pressed", "joined"}:
            return self.chat.guest_id
        return self.message.author_id

    @property
    def is_guest(self) -> bool:
        return self.actor_id == self.chat.guest_id

    @property
    def person(self) -> Person:
        return self.portal.client if self.is_guest else self.portal.manager

    @property
    def words(self) -> str:
        if self.press is None:
            return self.message.text
        return f"/{self.press.command.name} {self.press.params}".strip()
