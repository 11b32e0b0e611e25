"""What happens to messages besides being written, as JSON: edits, deletions, buttons, switches."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.bot_event import Press
from integrations.emulators.bitrix24.bot_telling import Tell
from integrations.emulators.bitrix24.bots import BotBook, bot_as_json
from integrations.emulators.bitrix24.chats import Chat, ChatBook, Message
from integrations.emulators.bitrix24.control_route import NotOnThisPortal, guarded
from integrations.emulators.bitrix24.conversation import Conversation
from integrations.emulators.bitrix24.delivery import EventSender
from integrations.emulators.bitrix24.event_queue import EventQueue
from integrations.emulators.bitrix24.event_switches import EventSwitches, switches_from
from integrations.emulators.bitrix24.events import EventV1
from integrations.emulators.bitrix24.events_v2 import EventV2
from integrations.emulators.exchange import Json, Request
from integrations.emulators.fields import FieldError, flag, text, whole
from integrations.emulators.routing import Captures, Route

_MESSAGE = "/_emulator/messages/{message_id}"


class BotControl:
    """The `/_emulator/` endpoints about the bot and what it is told."""

    def __init__(
        self,
        *,
        bots: BotBook,
        chats: ChatBook,
        conversation: Conversation,
        tell: Tell,
        sender: EventSender,
        queue: EventQueue,
    ) -> None:
        self._bots = bots
        self._chats = chats
        self._conversation = conversation
        self._tell = tell
        self._sender = sender
        self._queue = queue

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("POST", f"{_MESSAGE}/edit", guarded(self._edit)),
            Route("POST", f"{_MESSAGE}/delete", guarded(self._delete)),
            Route("POST", f"{_MESSAGE}/press", guarded(self._press)),
            Route("POST", "/_emulator/chats/{chat_id}/join", guarded(self._join)),
            Route("GET", "/_emulator/bots", guarded(self._list_bots)),
            Route("GET", "/_emulator/events/switches", guarded(self._show_switches)),
            Route("POST", "/_emulator/events/switches", guarded(self._set_switches)),
            Route("DELETE", "/_emulator/events/switches", guarded(self._clear_switches)),
        )

    def _edit(self, request: Request, captures: Captures) -> Json:
        edited = self._chats.edit(self._message(captures), text(request.body, "text"))
        return self._told(self._conversation.event_about(edited, "edited"), request)

    def _delete(self, request: Request, captures: Captures) -> Json:
        message = self._message(captures)
        event = self._conversation.event_about(message, "deleted")
        self._chats.delete(message)
        return self._told(event, request)

    def _press(self, request: Request, captures: Captures) -> Json:
        """Press the button with this text: what follows depends on what the button is for."""
        message, wanted = self._message(captures), text(request.body, "button")
        button = next((b for b in message.shown.keyboard if b.get("TEXT") == wanted), None)
        if button is None or button.get("DISABLED") == "Y":
            raise FieldError("no such button under this message")
        chat = self._chat(message.chat_id)
        if "COMMAND" in button:
            command = self._bots.line_bot.command(button["COMMAND"])
            if command is None:
                raise FieldError("the command of this button is not registered")
            press = Press(command, button.get("COMMAND_PARAMS", ""))
            event = self._conversation.event_about(message, "pressed", press)
            return {"message_id": message.message_id, **self._told(event, request)}
        if button.get("ACTION") not in {"SEND", "PUT"}:
            return {"message_id": None}
        # SEND speaks at once; a person who is offered a text by PUT sends it.
        said = self._chats.write(chat, "client", button["ACTION_VALUE"])
        event = self._conversation.event_about(said)
        return {"message_id": said.message_id, **self._told(event, request)}

    def _join(self, request: Request, captures: Captures) -> Json:
        chat = self._chat(whole(captures, "chat_id"))
        return self._told(self._conversation.event_about_joining(chat), request)

    def _list_bots(self, _request: Request, _: Captures) -> Json:
        return {
            "bots": [
                {
                    **bot_as_json(bot),
                    "version": bot.version,
                    "name": bot.name,
                    "handler": bot.handler,
                    "waiting": self._queue.waiting(bot.bot_id),
                    "commands": [command.name for command in bot.commands],
                }
                for bot in self._bots.all()
            ]
        }

    def _show_switches(self, _request: Request, _: Captures) -> Json:
        return self._sender.switches.as_json()

    def _set_switches(self, request: Request, _: Captures) -> Json:
        self._sender.switches = switches_from(request.body)
        return self._sender.switches.as_json()

    def _clear_switches(self, _request: Request, _: Captures) -> Json:
        self._sender.switches = EventSwitches()
        self._sender.release()
        return self._sender.switches.as_json()

    def _told(self, event: EventV1 | EventV2, request: Request) -> Mapping[str, Json]:
        return self._tell(event, deliver=flag(request.body, "deliver", default=True))

    def _message(self, captures: Captures) -> Message:
        message = self._chats.message(whole(captures, "message_id"))
        if message is None:
            raise NotOnThisPortal("no such message")
        return message

    def _chat(self, chat_id: int) -> Chat:
        chat = self._chats.find(chat_id)
        if chat is None:
            raise NotOnThisPortal("no such chat")
        return chat
