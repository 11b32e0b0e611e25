"""Says something to the client in the name of the bot."""

from engine.effects import (
    Action,
    Applied,
    ChatReply,
    Finding,
    NotApplied,
    Outcome,
    Undecidable,
)
from engine.errors import CallFailed, CallRefused, OutcomeUnknown
from integrations.bitrix24.bot_calls import say, template_id
from integrations.bitrix24.chat_text import plain, same_words
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.outcomes import attempt, expect, look
from integrations.bitrix24.portal import Portal, PortalDirectory
from integrations.bitrix24.wire import (
    SaidMessage,
    dialog_page,
    message_reference,
    session_history,
)

_PAGE = "im.dialog.messages.get"
_HISTORY = "imopenlines.session.history.get"
_PAGE_SIZE = 50
_SEND_V2 = "imbot.v2.Chat.Message.send"
# An earlier attempt with the same uuid has not finished yet (source of the im module).
_IN_FLIGHT = "MESSAGE_DUPLICATED_BY_UUID"


class ChatReplyExecutor:
    """Sends a reply once; a reply of unknown fate is looked for in the chat's history."""

    repeatable = False

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def execute(self, action: Action) -> Outcome:
        reply = expect(ChatReply, action)
        return attempt(lambda: self._send(reply))

    def probe(self, action: Action) -> Finding:
        reply = expect(ChatReply, action)
        return look(lambda: self._find(reply))

    def _send(self, reply: ChatReply) -> str:
        portal = self._portals.require(reply.member_id, operation="say")
        call = say(portal, reply)
        try:
            return message_reference(self._client.call(portal, call.method, call.params))
        except CallRefused as error:
            failure = _what_it_means(error)
        raise failure

    def _find(self, reply: ChatReply) -> Finding:
        portal = self._portals.require(reply.member_id, operation=_PAGE)
        try:
            said, complete = self._page(portal, reply)
        except CallRefused:
            # Only a participant may read the dialog; the line's history asks for less.
            said, complete = self._history(portal, reply)
        for message in said:
            if _is_the_reply(message, reply, bot_id=portal.bot_id):
                return Applied(str(message.id))
        return NotApplied() if complete else Undecidable("HISTORY_INCOMPLETE")

    def _page(self, portal: Portal, reply: ChatReply) -> tuple[tuple[SaidMessage, ...], bool]:
        params = {
            "DIALOG_ID": reply.dialog_id,
            "FIRST_ID": reply.after_message_id,
            "LIMIT": _PAGE_SIZE,
        }
        said = dialog_page(self._client.call(portal, _PAGE, params))
        return said, len(said) < _PAGE_SIZE

    def _history(self, portal: Portal, reply: ChatReply) -> tuple[tuple[SaidMessage, ...], bool]:
        params = {"CHAT_ID": reply.chat_id}
        said = session_history(self._client.call(portal, _HISTORY, params))
        # A session opened later shows nothing of the one in which the reply was due.
        return said, any(message.id <= reply.after_message_id for message in said)


def _what_it_means(error: CallRefused) -> CallFailed:
    """Tell refusals of version 2 apart that would be taken for others."""
    if error.remote_code == _IN_FLIGHT:
        return OutcomeUnknown(
            error.message, system=error.system, operation=error.operation, remote_code=_IN_FLIGHT
        )
    if error.operation == _SEND_V2 and error.remote_code == "ACCESS_DENIED":
        # Here it is no lack of rights, which a new configuration cures: the bot has left the chat.
        return CallRefused(
            error.message,
            system=error.system,
            operation=error.operation,
            remote_code="BOT_NOT_IN_CHAT",
        )
    return error


def _is_the_reply(message: SaidMessage, reply: ChatReply, *, bot_id: int) -> bool:
    if message.uuid == template_id(reply):
        return True
    return (
        message.author_id == bot_id
        and message.id > reply.after_message_id
        and same_words(sent=plain(reply.text), kept=message.text)
    )
