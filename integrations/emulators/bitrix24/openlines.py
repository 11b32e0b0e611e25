"""Open-line methods: hand the client over, read the session, describe the dialog."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.chats import Chat, ChatBook, Message
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.records import RecordBook
from integrations.emulators.bitrix24.rest_call import (
    Params,
    RestError,
    RestMethod,
    positive_id,
    upper_keys,
)
from integrations.emulators.exchange import Json


class OpenLineMethods:
    """What imopenlines.* does to the chats of this portal."""

    def __init__(self, chats: ChatBook, leads: RecordBook) -> None:
        self._chats = chats
        self._leads = leads

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "imopenlines.bot.session.operator": self.hand_over,
            "imopenlines.session.history.get": self.history,
            "imopenlines.dialog.get": self.dialog,
        }

    def hand_over(self, params: Params) -> Json:
        chat_id = positive_id(upper_keys(params).get("CHAT_ID"))
        if chat_id is None:
            raise RestError(400, "CHAT_ID_EMPTY", "Chat ID can't be empty")
        if not self._chats.release_from_bot(chat_id):
            raise RestError(400, "WRONG_CHAT", "Operator is not a bot")
        return True

    def history(self, params: Params) -> Json:
        given = upper_keys(params)
        chat_id, session_id = (
            positive_id(given.get("CHAT_ID")),
            positive_id(given.get("SESSION_ID")),
        )
        if chat_id is None and session_id is None:
            raise RestError(400, "MISSING_REQUIRED_PARAM", "SESSION_ID or CHAT_ID is required")
        chat = self._by_session(session_id) if session_id else self._chats.find(chat_id or 0)
        if chat is None:
            raise RestError(400, "INVALID_SESSION_ID", "Session not found")
        return self._history(chat)

    def dialog(self, params: Params) -> Json:
        given = upper_keys(params)
        chat = next((chat for chat in self._chats.all() if _is_meant(chat, given)), None)
        if chat is None:
            raise RestError(400, "ACCESS_ERROR", "You do not have access to the specified dialog")
        messages = self._chats.messages(chat.chat_id)
        return {
            "id": chat.chat_id,
            "name": chat.title,
            "owner": chat.operator_id,
            "type": "lines",
            "entity_type": "LINES",
            **_entity(chat, self._contact_id(chat)),
            "manager_list": list(chat.managers),
            "last_message_id": messages[-1].message_id if messages else 0,
            "dialog_id": chat.dialog_id,
            "date_create": iso(chat.started_at),
        }

    def _history(self, chat: Chat) -> Json:
        messages = self._chats.messages(chat.chat_id)
        authors = sorted({message.author_id for message in messages if message.author_id})
        return {
            "chatId": chat.chat_id,
            "sessionId": chat.session_id,
            "canJoin": "Y",
            # PHP writes an empty map as an empty list.
            "message": {str(m.message_id): _history_message(m) for m in messages} or [],
            "usersMessage": {chat.dialog_id: [str(m.message_id) for m in messages]},
            "users": {str(author): {"id": str(author)} for author in authors} or [],
            "userInGroup": [],
            "chat": {
                str(chat.chat_id): {
                    "id": str(chat.chat_id),
                    "name": chat.title,
                    "owner": str(chat.operator_id),
                    "type": "lines",
                    **_entity(chat, self._contact_id(chat)),
                }
            },
            "files": {
                attachment.file_id: {"id": attachment.file_id, "name": attachment.name}
                for message in messages
                for attachment in message.files
            }
            or [],
        }

    def _by_session(self, session_id: int) -> Chat | None:
        return next((chat for chat in self._chats.all() if chat.session_id == session_id), None)

    def _contact_id(self, chat: Chat) -> int:
        lead = self._leads.find(chat.lead_id)
        return int(lead.value("CONTACT_ID") or 0) if lead else 0


def _is_meant(chat: Chat, given: Params) -> bool:
    return (
        positive_id(given.get("CHAT_ID")) == chat.chat_id
        or positive_id(given.get("SESSION_ID")) == chat.session_id
        or given.get("DIALOG_ID") == chat.dialog_id
        or given.get("USER_CODE") in (chat.entity_id, f"imol|{chat.entity_id}")
    )


def _entity(chat: Chat, contact_id: int) -> Mapping[str, Json]:
    return {
        "entity_id": chat.entity_id,
        "entity_data_1": chat.entity_data_1,
        "entity_data_2": chat.entity_data_2(contact_id),
        "entity_data_3": "N",
    }


def _history_message(message: Message) -> Json:
    files = [attachment.file_id for attachment in message.files]
    return {
        "id": str(message.message_id),
        "chatid": str(message.chat_id),
        "senderid": str(message.author_id),
        "recipientid": f"chat{message.chat_id}",
        "date": iso(message.sent_at),
        "text": message.text,
        "textlegacy": message.text,
        "params": {"FILE_ID": files} if files else [],
    }
