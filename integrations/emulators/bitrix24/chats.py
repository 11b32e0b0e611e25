"""Open-line chats and their messages, kept in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock
from typing import Literal, TypeAlias
from uuid import UUID, uuid5

from integrations.emulators.configuration import Portal

Author: TypeAlias = Literal["client", "manager", "system", "bot"]
SYSTEM_USER_ID = 0
_FIRST_CHAT_ID = 101
_FIRST_SESSION_ID = 501
_FIRST_GUEST_ID = 901
_FIRST_MESSAGE_ID = 20001
# Messenger account of the first guest; later guests follow.
_FIRST_EXTERNAL_ID = 786792821
_MESSAGE_NAMESPACE = UUID("6f8f2c0e-55a1-4f0b-9a55-3c7d5f3ad0b1")


@dataclass(frozen=True)
class Attachment:
    """A file sent with a message; its content is never served."""

    file_id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Shown:
    """What a bot adds to its text."""

    keyboard: Sequence[Mapping[str, str]] = ()
    """Buttons under the message, as the bot described them."""
    delivered: bool = True
    """Whether the messenger of the client shows it; SKIP_CONNECTOR keeps it inside."""
    template_id: str = ""


_PLAINLY = Shown()


@dataclass(frozen=True)
class Message:
    """One message of a chat."""

    message_id: int
    chat_id: int
    author: Author
    author_id: int
    text: str
    sent_at: float
    files: tuple[Attachment, ...] = ()
    shown: Shown = _PLAINLY

    @property
    def uuid(self) -> str:
        return self.shown.template_id or str(uuid5(_MESSAGE_NAMESPACE, str(self.message_id)))


@dataclass(frozen=True)
class Chat:
    """One open-line chat with its session; `operator_id` is who serves the client now."""

    chat_id: int
    title: str
    session_id: int
    guest_id: int
    external_id: int
    connector: str
    line_id: int
    operator_id: int
    started_at: float
    lead_id: int
    deal_id: int = 0
    managers: tuple[int, ...] = field(default=())

    @property
    def dialog_id(self) -> str:
        return f"chat{self.chat_id}"

    @property
    def entity_id(self) -> str:
        return f"{self.connector}|{self.line_id}|{self.external_id}|{self.guest_id}"

    @property
    def entity_data_1(self) -> str:
        started = int(self.started_at)
        return f"Y|LEAD|{self.lead_id}|N|N|{self.session_id}|{started}|0|0|0"

    def entity_data_2(self, contact_id: int) -> str:
        return f"LEAD|{self.lead_id}|COMPANY|0|CONTACT|{contact_id}|DEAL|{self.deal_id}"


class ChatBook:
    """Opens chats, keeps messages in order and knows who serves whom."""

    def __init__(self, portal: Portal, clock: Callable[[], float]) -> None:
        self._portal = portal
        self._clock = clock
        self._opened = count()
        self._last_message_id = _FIRST_MESSAGE_ID - 1
        self._chats: dict[int, Chat] = {}
        self._messages: dict[int, Message] = {}
        self._lock = Lock()

    def open(self, *, title: str, lead_id: int, deal_id: int = 0) -> Chat:
        with self._lock:
            number = next(self._opened)
            chat = Chat(
                chat_id=_FIRST_CHAT_ID + number,
                title=title,
                session_id=_FIRST_SESSION_ID + number,
                guest_id=_FIRST_GUEST_ID + number,
                external_id=_FIRST_EXTERNAL_ID + number,
                connector=self._portal.connector,
                line_id=self._portal.line_id,
                operator_id=self._portal.bot_id,
                started_at=self._clock(),
                lead_id=lead_id,
                deal_id=deal_id,
            )
            self._chats[chat.chat_id] = chat
            return chat

    def find(self, chat_id: int) -> Chat | None:
        with self._lock:
            return self._chats.get(chat_id)

    def all(self) -> list[Chat]:
        with self._lock:
            return list(self._chats.values())

    def message(self, message_id: int) -> Message | None:
        with self._lock:
            return self._messages.get(message_id)

    def messages(self, chat_id: int) -> list[Message]:
        """All messages of a chat, oldest first."""
        with self._lock:
            own = [message for message in self._messages.values() if message.chat_id == chat_id]
        return sorted(own, key=lambda message: message.message_id)

    def write(
        self,
        chat: Chat,
        author: Author,
        text: str,
        *,
        files: Sequence[Attachment] = (),
        message_id: int | None = None,
        shown: Shown = _PLAINLY,
    ) -> Message:
        with self._lock:
            number = message_id or self._last_message_id + 1
            self._last_message_id = max(self._last_message_id, number)
            author_id = self._user_id(chat, author)
            message = Message(
                message_id=number,
                chat_id=chat.chat_id,
                author=author,
                author_id=author_id,
                text=text,
                sent_at=self._clock(),
                files=tuple(files),
                shown=shown,
            )
            self._messages[number] = message
            if author == "manager":
                self._seat_manager(chat.chat_id)
            return message

    def edit(self, message: Message, text: str) -> Message:
        """Put other words into a message; people see the new ones only."""
        with self._lock:
            edited = replace(self._messages[message.message_id], text=text)
            self._messages[message.message_id] = edited
            return edited

    def delete(self, message: Message) -> None:
        with self._lock:
            self._messages.pop(message.message_id, None)

    def by_template(self, chat_id: int, template_id: str) -> Message | None:
        """Return the message that was sent with this uuid."""
        own = self.messages(chat_id)
        return next((m for m in own if template_id and m.shown.template_id == template_id), None)

    def release_from_bot(self, chat_id: int) -> bool:
        """Put the client into the operators' queue; false when no bot serves the chat."""
        with self._lock:
            chat = self._chats.get(chat_id)
            if chat is None or chat.operator_id != self._portal.bot_id:
                return False
            self._chats[chat_id] = replace(chat, operator_id=SYSTEM_USER_ID)
            return True

    def seat(self, chat_id: int, operator_id: int) -> None:
        """Let somebody else than now serve the client."""
        with self._lock:
            self._chats[chat_id] = replace(self._chats[chat_id], operator_id=operator_id)

    def _seat_manager(self, chat_id: int) -> None:
        manager = self._portal.manager_id
        chat = self._chats[chat_id]
        self._chats[chat_id] = replace(chat, operator_id=manager, managers=(manager,))

    def _user_id(self, chat: Chat, author: Author) -> int:
        return {
            "client": chat.guest_id,
            "manager": self._portal.manager_id,
            "system": SYSTEM_USER_ID,
            "bot": self._portal.bot_id,
        }[author]
