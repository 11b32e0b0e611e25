"""Builds bot events of version 2 as a portal posts them, or queues them to be fetched."""

from collections.abc import Mapping
from dataclasses import dataclass

from integrations.emulators.bitrix24.bot_event import BotEvent, Deed
from integrations.emulators.bitrix24.bots import bot_as_json
from integrations.emulators.bitrix24.chats import SYSTEM_USER_ID
from integrations.emulators.bitrix24.event_auth import event_auth
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.exchange import Json

_NAMES: Mapping[Deed, str] = {
    "added": "ONIMBOTV2MESSAGEADD",
    "edited": "ONIMBOTV2MESSAGEUPDATE",
    "deleted": "ONIMBOTV2MESSAGEDELETE",
    "joined": "ONIMBOTV2JOINCHAT",
    "pressed": "ONIMBOTV2COMMANDADD",
}


@dataclass(frozen=True)
class EventV2(BotEvent):
    """A bot event of API version 2: camel-case names, no event_handler_id."""

    @property
    def name(self) -> str:
        return _NAMES[self.deed]

    def as_values(self) -> Mapping[str, Json]:
        # As fetched, types are JSON's own; a form makes "1", "0" and "" of true, false and null.
        auth = event_auth(self.portal, self.bot.bot_id, sent_at=self.sent_at)
        return {
            "event": self.name,
            "data": {
                "bot": {"id": self.bot.bot_id, "code": self.bot.code, "auth": auth},
                **self._happened(),
            },
            "ts": str(self.sent_at),
            "auth": event_auth(self.portal, self.actor_id, sent_at=self.sent_at),
        }

    def as_fetched(self) -> Mapping[str, Json]:
        """Lay `data` out as Event.get returns it: the whole bot, no tokens."""
        return {"bot": bot_as_json(self.bot), **self._happened()}

    def _happened(self) -> Mapping[str, Json]:
        around: Mapping[str, Json] = {
            "chat": self._chat(),
            "user": self._user(),
            "language": "ru",
        }
        if self.deed == "joined":
            return {"dialogId": self.chat.dialog_id, **around}
        if self.deed == "deleted":
            return {"messageId": self.message.message_id, **around}
        return {**self._command(), "message": self._message(), **around}

    def _command(self) -> Mapping[str, Json]:
        if self.press is None:
            return {}
        command, params = self.press.command, self.press.params
        return {
            "command": {
                "id": command.command_id,
                "command": f"/{command.name}",
                "params": params,
                "context": "keyboard",
            }
        }

    def _message(self) -> Mapping[str, Json]:
        message = self.message
        files = [attachment.file_id for attachment in message.files]
        return {
            "id": message.message_id,
            "chatId": message.chat_id,
            "authorId": message.author_id,
            "date": iso(message.sent_at),
            "text": message.text,
            "isSystem": message.author == "system",
            "uuid": message.uuid,
            "forward": None,
            "params": {"FILE_ID": files} if files else {},
            "viewedByOthers": False,
        }

    def _chat(self) -> Mapping[str, Json]:
        chat = self.chat
        return {
            "id": chat.chat_id,
            "dialogId": chat.dialog_id,
            "type": "lines",
            "name": chat.title,
            "entityType": "LINES",
            "entityId": chat.entity_id,
            "entityData1": chat.entity_data_1,
            "entityData2": chat.entity_data_2(self.contact_id),
            "entityData3": "N",
            "owner": chat.operator_id,
            "avatar": "",
            "color": "#df532d",
        }

    def _user(self) -> Mapping[str, Json]:
        if self.actor_id == SYSTEM_USER_ID:
            return {}
        person = self.person
        return {
            "id": self.actor_id,
            "active": True,
            "name": f"{person.first_name} {person.last_name}",
            "firstName": person.first_name,
            "lastName": person.last_name,
            "workPosition": "",
            "gender": person.gender,
            "extranet": self.is_guest,
            "bot": False,
            "connector": self.is_guest,
            "externalAuthId": "imconnector" if self.is_guest else "default",
            "departments": [],
            "type": "user",
        }
