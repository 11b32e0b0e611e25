"""im.dialog.messages.get: a page of a chat, newest message first."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.chats import ChatBook, Message
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.rest_call import (
    Params,
    RestError,
    RestMethod,
    positive_id,
    upper_keys,
)
from integrations.emulators.exchange import Json

_SMALLEST_PAGE, _LARGEST_PAGE = 20, 50


class ImDialogMethods:
    """Reads chats page by page."""

    def __init__(self, chats: ChatBook) -> None:
        self._chats = chats

    def table(self) -> Mapping[str, RestMethod]:
        return {"im.dialog.messages.get": self.messages}

    def messages(self, params: Params) -> Json:
        given = upper_keys(params)
        dialog_id = str(given.get("DIALOG_ID") or "")
        if not dialog_id:
            raise RestError(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty")
        chat = self._chats.find(positive_id(dialog_id.removeprefix("chat")) or 0)
        if chat is None or chat.dialog_id != dialog_id:
            raise RestError(403, "ACCESS_ERROR", "You do not have access to the specified dialog")
        page = _page(self._chats.messages(chat.chat_id), given)
        return {
            "chat_id": chat.chat_id,
            "messages": [_row(message) for message in reversed(page)],
            "users": [],
            "files": [
                {"id": attachment.file_id, "name": attachment.name, "type": attachment.kind}
                for message in page
                for attachment in message.files
            ],
        }


def _page(messages: list[Message], given: Params) -> list[Message]:
    """Pick one page, oldest first: after FIRST_ID, before LAST_ID, or the latest."""
    limit = positive_id(given.get("LIMIT")) or _SMALLEST_PAGE
    size = min(max(limit, _SMALLEST_PAGE), _LARGEST_PAGE)
    if "FIRST_ID" in given:
        first = _boundary(given, "FIRST_ID")
        return [message for message in messages if message.message_id > first][:size]
    if "LAST_ID" in given:
        last = _boundary(given, "LAST_ID")
        messages = [message for message in messages if message.message_id < last]
    return messages[-size:]


def _boundary(given: Params, name: str) -> int:
    value = str(given[name])
    if not value.isdecimal():
        raise RestError(400, f"{name}_STRING", f"{name} can't be string")
    return int(value)


def _row(message: Message) -> Json:
    files = [attachment.file_id for attachment in message.files]
    return {
        "id": message.message_id,
        "chat_id": message.chat_id,
        "author_id": message.author_id,
        "date": iso(message.sent_at),
        "text": message.text,
        "unread": False,
        "uuid": message.uuid,
        "replaces": [],
        "params": {"FILE_ID": files} if files else [],
        "disappearing_date": None,
    }
