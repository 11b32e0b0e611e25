"""Builds bot events of version 1 and ONCRMLEADUPDATE as a portal posts them; sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from integrations.emulators.bitrix24.bot_event import BotEvent, Deed
from integrations.emulators.bitrix24.chats import SYSTEM_USER_ID, Attachment
from integrations.emulators.bitrix24.event_auth import event_auth
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json

_DELETED = "Сообщение было удалено"
_NAMES: Mapping[Deed, str] = {
    "added": "ONIMBOTMESSAGEADD",
    "edited": "ONIMBOTMESSAGEUPDATE",
    "deleted": "ONIMBOTMESSAGEDELETE",
    "joined": "ONIMBOTJOINCHAT",
    "pressed": "ONIMCOMMANDADD",
}


@dataclass(frozen=True)
class EventV1(BotEvent):
    """A bot event of API version 1: upper-case names, the bot's block keyed by its id."""

    def as_values(self) -> Mapping[str, Json]:
        actor = self.actor_id
        return {
            "event": _NAMES[self.deed],
            "event_handler_id": "1",
            "data": {
                "BOT": {str(self.bot.bot_id): self._bot()},
                **self._command(),
                "PARAMS": self._event_params(),
                "USER": self._user(),
            },
            "ts": str(self.sent_at),
            # Top-level tokens belong to the author of the message, not to the bot.
            "auth": event_auth(self.portal, actor, sent_at=self.sent_at),
        }

    def _event_params(self) -> Mapping[str, Json]:
        if self.deed == "joined":
            return self._join_params()
        if self.deed in {"edited", "deleted"}:
            return self._revision_params()
        return {**self._params(), **self._chat_params(), **self._files()}

    def _join_params(self) -> Mapping[str, Json]:
        return {
            "CHAT_TYPE": "L",
            "MESSAGE_TYPE": "L",
            "BOT_ID": str(self.bot.bot_id),
            "USER_ID": str(self.chat.guest_id),
            "CHAT_ID": str(self.chat.chat_id),
            "CHAT_AUTHOR_ID": "0",
            "CHAT_ENTITY_TYPE": "LINES",
            "CHAT_ENTITY_ID": self.chat.entity_id,
            "ACCESS_HISTORY": "1",
            "DIALOG_ID": self.chat.dialog_id,
            "LANGUAGE": "ru",
        }

    def _revision_params(self) -> Mapping[str, Json]:
        """Tell of an edit or deletion: the new text, or a notice in the language of the portal."""
        message, chat = self._params(), self._chat_params()
        text = _DELETED if self.deed == "deleted" else self.message.text
        shared = ("CHAT_ID", "AUTHOR_ID", "MESSAGE_TYPE", "FROM_USER_ID", "TO_USER_ID")
        named = (*shared, "DIALOG_ID", "MESSAGE_ID", "LANGUAGE")
        of_chat = ("CHAT_AUTHOR_ID", "CHAT_TYPE", "CHAT_ENTITY_ID")
        entity = (*of_chat, "CHAT_ENTITY_DATA_1", "CHAT_ENTITY_DATA_2", "CHAT_ENTITY_DATA_3")
        return {
            "ID": str(self.message.message_id),
            "MESSAGE": text,
            **{name: message[name] for name in named},
            **{name: chat[name] for name in entity},
        }

    def _command(self) -> Mapping[str, Json]:
        if self.press is None:
            return {}
        command = self.press.command
        block = {
            **self._bot(),
            "COMMAND": command.name,
            "COMMAND_ID": str(command.command_id),
            "COMMAND_PARAMS": self.press.params,
            "COMMAND_CONTEXT": "KEYBOARD",
            "MESSAGE_ID": str(self.message.message_id),
        }
        return {"COMMAND": {str(command.command_id): block}}

    def _bot(self) -> Mapping[str, Json]:
        auth = event_auth(self.portal, self.bot.bot_id, sent_at=self.sent_at)
        return {
            **auth,
            "client_id": self.bot.client_id,
            "AUTH": {**auth, "client_id": self.bot.client_id},
            "BOT_ID": str(self.bot.bot_id),
            "BOT_CODE": self.bot.code,
        }

    def _params(self) -> Mapping[str, Json]:
        message = self.message
        return {
            "MESSAGE": self.words,
            "MESSAGE_ORIGINAL": self.words,
            "TEMPLATE_ID": message.uuid,
            "MESSAGE_TYPE": "L",
            "MESSAGE_ID": str(message.message_id),
            "FROM_USER_ID": str(self.actor_id),
            "AUTHOR_ID": str(self.actor_id),
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
            "COMMAND_CONTEXT": "KEYBOARD" if self.press else "TEXTAREA",
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
        if self.actor_id == SYSTEM_USER_ID or self.deed in {"edited", "deleted"}:
            return {}
        person = self.person
        described = {
            "ID": str(self.actor_id),
            "NAME": f"{person.first_name} {person.last_name}",
            "FIRST_NAME": person.first_name,
            "LAST_NAME": person.last_name,
            "WORK_POSITION": "",
            "GENDER": person.gender,
        }
        if self.deed == "pressed":
            return described
        from_connector = "Y" if self.is_guest else "N"
        return {
            **described,
            "IS_BOT": "N",
            "IS_CONNECTOR": from_connector,
            "IS_NETWORK": "N",
            "IS_EXTRANET": from_connector,
        }


@dataclass(frozen=True)
class LeadEvent:
    """What a portal tells of a changed lead: which one it is, and no more."""

    portal: Portal
    lead_id: int
    user_id: int
    """Who changed it."""
    sent_at: int

    def as_values(self) -> Mapping[str, Json]:
        return {
            "event": "ONCRMLEADUPDATE",
            "event_handler_id": "2",
            "data": {"FIELDS": {"ID": str(self.lead_id)}},
            "ts": str(self.sent_at),
            "auth": event_auth(self.portal, self.user_id, sent_at=self.sent_at),
        }


def _file(attachment: Attachment) -> Mapping[str, Json]:
    return {"id": attachment.file_id, "name": attachment.name, "type": attachment.kind}
