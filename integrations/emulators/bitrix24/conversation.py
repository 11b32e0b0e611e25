"""A chat with its lead, and the events people cause by speaking in it."""

from collections.abc import Callable, Mapping, Sequence

from integrations.emulators.bitrix24.bot_event import Deed, Press
from integrations.emulators.bitrix24.bots import BotBook
from integrations.emulators.bitrix24.chats import Attachment, Author, Chat, ChatBook, Message
from integrations.emulators.bitrix24.events import EventV1, LeadEvent
from integrations.emulators.bitrix24.events_v2 import EventV2
from integrations.emulators.bitrix24.records import RecordBook
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json


class Conversation:
    """Opens chats with a lead behind them, lets people speak and tells what the bot hears."""

    def __init__(
        self,
        portal: Portal,
        bots: BotBook,
        chats: ChatBook,
        leads: RecordBook,
        clock: Callable[[], float],
    ) -> None:
        self._portal = portal
        self._bots = bots
        self._chats = chats
        self._leads = leads
        self._clock = clock

    def open(self, *, title: str, lead_values: Mapping[str, str], deal_id: int) -> Chat:
        usual = {
            "TITLE": title,
            "SOURCE_ID": "OPENLINES",
            "ASSIGNED_BY_ID": str(self._portal.manager_id),
        }
        lead = self._leads.create({**usual, **lead_values})
        return self._chats.open(title=title, lead_id=lead.record_id, deal_id=deal_id)

    def chat(self, chat_id: int) -> Chat | None:
        return self._chats.find(chat_id)

    def messages(self, chat: Chat, *, after: int) -> list[Message]:
        own = self._chats.messages(chat.chat_id)
        return [message for message in own if message.message_id > after]

    def say(
        self,
        chat: Chat,
        author: Author,
        text: str,
        *,
        files: Sequence[Attachment],
        message_id: int | None,
    ) -> Message:
        """Store a message; an id that is already taken means the event is sent once more."""
        known = self._chats.message(message_id) if message_id else None
        if known and known.chat_id != chat.chat_id:
            raise ValueError(f"message {message_id} belongs to another chat")
        if known:
            return known
        return self._chats.write(chat, author, text, files=files, message_id=message_id)

    def event_about(
        self, message: Message, deed: Deed = "added", press: Press | None = None
    ) -> EventV1 | EventV2:
        """What the bot of the line is told, in the version it was registered with."""
        chat = self._chats.find(message.chat_id)
        if chat is None:
            raise LookupError(f"message {message.message_id} has no chat")
        lead = self._leads.find(chat.lead_id)
        contact_id = int(lead.value("CONTACT_ID") or 0) if lead else 0
        bot = self._bots.line_bot
        version = EventV1 if bot.version == 1 else EventV2
        return version(
            portal=self._portal,
            bot=bot,
            chat=chat,
            message=message,
            contact_id=contact_id,
            sent_at=int(self._clock()),
            deed=deed,
            press=press,
        )

    def event_about_joining(self, chat: Chat) -> EventV1 | EventV2:
        """What the bot is told when it enters the chat of a client."""
        return self.event_about(
            Message(0, chat.chat_id, "client", chat.guest_id, "", self._clock()), "joined"
        )

    def event_about_lead(self, lead_id: int) -> Mapping[str, Json]:
        """What the portal posts when the manager has changed a lead."""
        manager, sent_at = self._portal.manager_id, int(self._clock())
        return LeadEvent(self._portal, lead_id, user_id=manager, sent_at=sent_at).as_values()
