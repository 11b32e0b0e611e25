"""What people do on a portal by hand, as JSON: open chats, speak, move leads."""

from collections.abc import Mapping, Sequence

from integrations.emulators.bitrix24.bot_telling import Tell
from integrations.emulators.bitrix24.chats import Attachment, Author, Chat, Message
from integrations.emulators.bitrix24.control_route import NotOnThisPortal, guarded
from integrations.emulators.bitrix24.conversation import Conversation
from integrations.emulators.bitrix24.crm import LEAD, Crm
from integrations.emulators.bitrix24.crm_lead import classic_lead
from integrations.emulators.bitrix24.delivery import EventSender
from integrations.emulators.bitrix24.leaky_bucket import LeakyBucket
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.records import Record
from integrations.emulators.exchange import Json, Request
from integrations.emulators.fields import FieldError, flag, items, mapping, number, text, whole
from integrations.emulators.routing import Captures, Route

_SPEAKERS: Mapping[str, Author] = {"client": "client", "manager": "manager", "system": "system"}


class PortalControl:
    """The `/_emulator/` endpoints that only the Bitrix24 emulator has."""

    def __init__(
        self,
        *,
        conversation: Conversation,
        crm: Crm,
        tell: Tell,
        sender: EventSender,
        bucket: LeakyBucket,
    ) -> None:
        self._conversation = conversation
        self._crm = crm
        self._tell = tell
        self._sender = sender
        self._bucket = bucket

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("POST", "/_emulator/chats", guarded(self._open_chat)),
            Route("POST", "/_emulator/chats/{chat_id}/say", guarded(self._say)),
            Route("GET", "/_emulator/chats/{chat_id}/messages", guarded(self._messages)),
            Route("GET", "/_emulator/leads/{lead_id}", guarded(self._lead)),
            Route("PATCH", "/_emulator/leads/{lead_id}", guarded(self._change_lead)),
            Route("POST", "/_emulator/leads/{lead_id}", guarded(self._change_lead)),
            Route("POST", "/_emulator/webhook", guarded(self._aim_webhook)),
            Route("POST", "/_emulator/rate_limit", guarded(self._limit_on)),
            Route("DELETE", "/_emulator/rate_limit", guarded(self._limit_off)),
        )

    def _open_chat(self, request: Request, _: Captures) -> Json:
        chat = self._conversation.open(
            title=text(request.body, "title", "Новый клиент"),
            lead_values=self._changes(mapping(request.body, "lead")),
            deal_id=whole(request.body, "deal_id", 0),
        )
        return {
            "chat_id": chat.chat_id,
            "dialog_id": chat.dialog_id,
            "lead_id": chat.lead_id,
            "session_id": chat.session_id,
        }

    def _say(self, request: Request, captures: Captures) -> Json:
        chat, body = self._chat(captures), request.body
        author = _SPEAKERS.get(text(body, "author", "client"))
        if author is None:
            raise FieldError(f"author must be one of: {', '.join(_SPEAKERS)}")
        message = self._conversation.say(
            chat,
            author,
            text(body, "text", ""),
            files=_attachments(items(body.get("files"))),
            message_id=whole(body, "message_id") if body.get("message_id") else None,
        )
        event = self._conversation.event_about(message)
        deliver = flag(body, "deliver", default=True)
        return {"message_id": message.message_id, **self._tell(event, deliver=deliver)}

    def _messages(self, request: Request, captures: Captures) -> Json:
        after = whole(request.query, "after", 0)
        messages = self._conversation.messages(self._chat(captures), after=after)
        return {"messages": [_message_json(message) for message in messages]}

    def _lead(self, _: Request, captures: Captures) -> Json:
        return self._lead_json(self._existing_lead(captures))

    def _change_lead(self, request: Request, captures: Captures) -> Json:
        before = self._existing_lead(captures)
        saved = self._crm.leads.update(before.record_id, self._changes(request.body))
        if saved is not None:
            self._crm.lead_saved(before, saved)
        lead = self._existing_lead(captures)
        told = self._lead_json(lead)
        if lead.revision == before.revision:
            return told
        delivery = self._sender.deliver(self._conversation.event_about_lead(lead.record_id))
        return {**told, "webhook_status": delivery.status, "webhook_error": delivery.error}

    def _aim_webhook(self, request: Request, _: Captures) -> Json:
        self._sender.aim(text(request.body, "url"))
        return {"url": self._sender.webhook_url}

    def _limit_on(self, request: Request, _: Captures) -> Json:
        leak, ceiling = number(request.body, "leak_per_second"), number(request.body, "ceiling")
        self._bucket.switch_on(leak_per_second=leak, ceiling=ceiling)
        return {"leak_per_second": leak, "ceiling": ceiling}

    def _limit_off(self, _request: Request, _: Captures) -> Json:
        self._bucket.switch_off()
        return {"ok": True}

    def _changes(self, fields: Mapping[str, Json]) -> Mapping[str, str]:
        """Accept field names in any case, but refuse a name the portal does not know."""
        given = {name.upper(): value for name, value in fields.items()}
        known = self._crm.shelves[LEAD].fields
        unknown = given.keys() - known.by_classic.keys()
        if unknown:
            raise FieldError(f"unknown lead fields: {', '.join(sorted(unknown))}")
        return known.classic_changes(given)

    def _lead_json(self, lead: Record) -> Mapping[str, Json]:
        laid_out = classic_lead(lead, self._crm)
        return {
            "id": lead.record_id,
            "status_id": lead.value("STATUS_ID"),
            "status_name": self._crm.leads.stage_name(lead),
            "revision": lead.revision,
            "fields": laid_out,
        }

    def _chat(self, captures: Captures) -> Chat:
        chat = self._conversation.chat(whole(captures, "chat_id"))
        if chat is None:
            raise NotOnThisPortal("no such chat")
        return chat

    def _existing_lead(self, captures: Captures) -> Record:
        lead = self._crm.leads.find(whole(captures, "lead_id"))
        if lead is None:
            raise NotOnThisPortal("no such lead")
        return lead


def _attachments(rows: Sequence[Json]) -> list[Attachment]:
    described = [row for row in rows if isinstance(row, Mapping)]
    return [
        Attachment(text(row, "id"), text(row, "name"), text(row, "type", "file"))
        for row in described
    ]


def _message_json(message: Message) -> Json:
    return {
        "id": message.message_id,
        "author": message.author,
        "author_id": message.author_id,
        "text": message.text,
        "date": iso(message.sent_at),
        "buttons": [button["TEXT"] for button in message.shown.keyboard if "TEXT" in button],
        "delivered": message.shown.delivered,
        "files": [
            {"id": attachment.file_id, "name": attachment.name, "type": attachment.kind}
            for attachment in message.files
        ],
    }
