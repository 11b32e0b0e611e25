"""Builds ONIMBOTMESSAGEADD and ONCRMLEADUPDATE exactly as a portal posts them; sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from integrations.emulators.bitrix24.chats import SYSTEM_USER_ID, Attachment, Chat, Message
from integrations.emulators.brackets import encode
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json

_TOKEN_LIFE_SECONDS = 3600
_SCOPE = "imbot,imopenlines,im,crm"


@dataclass(frozen=True)
class MessageEvent:
    """What an event tells: who said what, in which chat, and when the portal sends it."""

    portal: Portal
    chat: Chat
    message: Message
    contact_id: int
    sent_at: int

    def as_form(self) -> str:
        """The body of the webhook call: PHP bracket keys, every scalar a string."""
        return encode(self.as_values())

    def as_values(self) -> Mapping[str, Json]:
        return {
            "event": "ONIMBOTMESSAGEADD",
            "event_handler_id": "1",
            "data": {
                "BOT": {str(self.portal.bot_id): self._bot()},
                "PARAMS": {**self._params(), **self._chat_params(), **self._files()},
                "USER": self._user(),
            },
            "ts": str(self.sent_at),
            # Top-level tokens belong to the author of the message, not to the bot.
            "auth": _auth(self.portal, self.message.author_id, sent_at=self.sent_at),
        }

    def _bot(self) -> Mapping[str, Json]:
        auth = _auth(self.portal, self.portal.bot_id, sent_at=self.sent_at)
        return {
            **auth,
            "client_id": self.portal.client_id,
            "AUTH": {**auth, "client_id": self.portal.client_id},
            "BOT_ID": str(self.portal.bot_id),
            "BOT_CODE": self.portal.bot_code,
        }

    def _params(self) -> Mapping[str, Json]:
        message = self.message
        return {
            "MESSAGE": message.text,
            "MESSAGE_ORIGINAL": message.text,
            "TEMPLATE_ID": message.uuid,
            "MESSAGE_TYPE": "L",
            "MESSAGE_ID": str(message.message_id),
            "FROM_USER_ID": str(message.author_id),
            "AUTHOR_ID": str(message.author_id),
            "DIALOG_ID": self.chat.dialog_id,
            "CHAT_ID": str(self.chat.chat_id),
            "TO_CHAT_ID": str(self.chat.chat_id),
            "TO_USER_ID": "0",
            "SYSTEM": "Y" if message.author == "system" else "N",
            "PUSH": "Y",
            "IS_MANAGER": "N",
            "SKIP_COMMAND": "N",
            "SKIP_CONNECTOR": "N",
            "SILENT_CONNECTOR": "N",
            "IMPORTANT_CONNECTOR": "N",
            "NO_SESSION_OL": "N",
            "COMMAND_CONTEXT": "TEXTAREA",
            "LANGUAGE": "ru",
        }

    def _chat_params(self) -> Mapping[str, Json]:
        chat = self.chat
        return {
            "CHAT_TITLE": chat.title,
            "CHAT_TYPE": "L",
            "CHAT_AUTHOR_ID": "0",
            "CHAT_ENTITY_TYPE": "LINES",
            "CHAT_ENTITY_ID": chat.entity_id,
            "CHAT_ENTITY_DATA_1": chat.entity_data_1,
            "CHAT_ENTITY_DATA_2": chat.entity_data_2(self.contact_id),
            "CHAT_ENTITY_DATA_3": "N",
            "CHAT_USER_COUNT": str(2 + len(chat.managers)),
            "PLATFORM_CONTEXT": "",
            "RID": "",
        }

    def _files(self) -> Mapping[str, Json]:
        if not self.message.files:
            return {}
        return {"FILES": [_file(attachment) for attachment in self.message.files]}

    def _user(self) -> Mapping[str, Json]:
        """Describe the author; a system message has none, so the block vanishes."""
        if self.message.author_id == SYSTEM_USER_ID:
            return {}
        from_connector = self.message.author == "client"
        person = self.portal.client if from_connector else self.portal.manager
        return {
            "ID": str(self.message.author_id),
            "NAME": f"{person.first_name} {person.last_name}",
            "FIRST_NAME": person.first_name,
            "LAST_NAME": person.last_name,
            "WORK_POSITION": "",
            "GENDER": person.gender,
            "IS_BOT": "N",
            "IS_CONNECTOR": "Y" if from_connector else "N",
            "IS_NETWORK": "N",
            "IS_EXTRANET": "Y" if from_connector else "N",
        }


@dataclass(frozen=True)
class LeadEvent:
    """What a portal tells of a changed lead: which one it is, and no more."""

    portal: Portal
    lead_id: int
    user_id: int
    """Who changed it."""
    sent_at: int

    def as_form(self) -> str:
        """The body of the webhook call."""
        return encode(
            {
                "event": "ONCRMLEADUPDATE",
                "event_handler_id": "2",
                "data": {"FIELDS": {"ID": str(self.lead_id)}},
                "ts": str(self.sent_at),
                "auth": _auth(self.portal, self.user_id, sent_at=self.sent_at),
            }
        )


def _auth(portal: Portal, user_id: int, *, sent_at: int) -> Mapping[str, Json]:
    return {
        "access_token": _token("access", portal, user_id, sent_at),
        "expires": str(sent_at + _TOKEN_LIFE_SECONDS),
        "expires_in": str(_TOKEN_LIFE_SECONDS),
        "scope": _SCOPE,
        "domain": portal.domain,
        "server_endpoint": "https://oauth.bitrix.info/rest/",
        "status": "L",
        "client_endpoint": f"https://{portal.domain}/rest/",
        "member_id": portal.member_id,
        "user_id": str(user_id),
        "refresh_token": _token("refresh", portal, user_id, sent_at),
        "application_token": portal.application_token,
    }


def _token(kind: str, portal: Portal, user_id: int, sent_at: int) -> str:
    parts = (kind, portal.member_id, user_id, sent_at)
    return sha256("|".join(map(str, parts)).encode()).hexdigest()


def _file(attachment: Attachment) -> Mapping[str, Json]:
    return {"id": attachment.file_id, "name": attachment.name, "type": attachment.kind}
