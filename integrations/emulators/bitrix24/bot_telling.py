"""Tells the bot of the line what happens in its chats, the way it was registered for."""

from collections.abc import Mapping
from typing import Protocol

from integrations.emulators.bitrix24.delivery import EventSender
from integrations.emulators.bitrix24.event_queue import EventQueue
from integrations.emulators.bitrix24.events import EventV1
from integrations.emulators.bitrix24.events_v2 import EventV2
from integrations.emulators.exchange import Json


class Tell(Protocol):
    """Tells one event and says how that went."""

    def __call__(self, event: EventV1 | EventV2, *, deliver: bool = True) -> Mapping[str, Json]: ...


class BotTelling:
    """A bot in fetch mode finds its events in the queue, any other one gets them posted."""

    def __init__(self, sender: EventSender, queue: EventQueue) -> None:
        self._sender = sender
        self._queue = queue

    def __call__(self, event: EventV1 | EventV2, *, deliver: bool = True) -> Mapping[str, Json]:
        values = event.as_values()
        told: Mapping[str, Json] = {"body": self._sender.form(values)}
        if not deliver:
            return told
        if isinstance(event, EventV2) and event.bot.event_mode == "fetch":
            event_id = self._queue.put(event.bot.bot_id, event.name, event.as_fetched())
            return {**told, "event_id": event_id}
        delivery = self._sender.deliver(values, to=event.bot.handler)
        return {
            **told,
            "webhook_status": delivery.status,
            "webhook_error": delivery.error,
            "sent": delivery.sent,
        }
