"""Every error row that the Bitrix24 contract names for what Cortex calls, as its tables say it."""

from dataclasses import dataclass
from typing import Literal

Meaning = Literal[
    "later", "token", "locked_out", "forbidden", "wrong", "gone", "unknown", "in_flight", "done"
]
"""What a row says of the call:

later - not run, and may be repeated; token - not run, and a new token cures it;
locked_out - the caller as a whole is refused; forbidden - the caller is refused this;
wrong - the request is refused; gone - the portal is closed; unknown - it may have been done;
in_flight - an earlier attempt is still running; done - it stands as wanted already.
"""


@dataclass(frozen=True)
class Row:
    """One row: the answer to play, the words of the contract beside it, and what they mean."""

    status: int
    code: str
    says: str
    means: Meaning

    @property
    def name(self) -> str:
        return f"{self.status} {self.code or self.says}"


HTML = "<html><body><h1>Bad Gateway</h1></body></html>"

# Sections 3.1 and 3.2 and "Authorization"; where sources disagree about the status, both are here.
SYSTEM_ROWS = (
    Row(503, "QUERY_LIMIT_EXCEEDED", "Too many requests", "later"),
    Row(429, "QUERY_LIMIT_EXCEEDED", "the page of v2 bots gives this status", "later"),
    Row(429, "", "and names no code", "later"),
    Row(200, "QUERY_LIMIT_EXCEEDED", "seen with HTTP 200", "later"),
    Row(429, "OPERATION_TIME_LIMIT", "method time budget used", "later"),
    Row(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload", "later"),
    Row(401, "expired_token", "refresh once, repeat", "token"),
    Row(401, "NO_AUTH_FOUND", "Wrong authorization data", "locked_out"),
    Row(401, "invalid_token", "Unable to get application by token", "wrong"),
    Row(403, "insufficient_scope", "missing scope", "forbidden"),
    Row(401, "insufficient_scope", "the status by the SDK", "forbidden"),
    Row(403, "INVALID_CREDENTIALS", "rights or plan", "locked_out"),
    Row(401, "INVALID_CREDENTIALS", "the status by the SDK", "locked_out"),
    Row(403, "ACCESS_DENIED", "REST API is available only on commercial plans", "forbidden"),
    Row(403, "user_access_error", "app closed for this user", "locked_out"),
    Row(404, "ERROR_METHOD_NOT_FOUND", "wrong name or not on portal", "wrong"),
    Row(400, "INVALID_REQUEST", "Https required", "wrong"),
    Row(500, "INTERNAL_SERVER_ERROR", "unknown outcome", "unknown"),
    Row(500, "ERROR_UNEXPECTED_ANSWER", "unknown outcome", "unknown"),
    Row(500, "PORTAL_DELETED", "site closed or removed", "gone"),
    Row(410, "PORTAL_DELETED", "the status by the SDK", "gone"),
    Row(403, "WRONG_AUTH_TYPE", "session auth not allowed", "locked_out"),
    Row(403, "", HTML, "unknown"),
    Row(500, "", HTML, "unknown"),
    Row(502, "", HTML, "unknown"),
    Row(200, "", HTML, "unknown"),
)

NO_ANSWER = Row(0, "", "timeout or reset", "unknown")

BATCH_ROWS = (
    Row(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "batch misuse", "wrong"),
    Row(400, "ERROR_BATCH_LENGTH_EXCEEDED", "batch misuse", "wrong"),
)


def _refused(*codes: str, status: int = 400) -> tuple[Row, ...]:
    return tuple(Row(status, code, "refused", "wrong") for code in codes)


_PROSE = Row(400, "Communication type is not defined", "the error is prose", "wrong")
_EMPTY = Row(400, "", "Access denied.", "wrong")
_ITEM = (
    *_refused("CRM_FIELD_ERROR_VALUE_NOT_VALID", "100"),
    *_refused("allowed_only_intranet_user", status=403),
    Row(400, "ACCESS_DENIED", "of one item", "forbidden"),
    _EMPTY,
)
_BOT_V2 = (*_refused("BOT_ID_REQUIRED", "BOT_NOT_FOUND", "BOT_OWNERSHIP_ERROR"),)

# Sections 4.1 to 4.6; codes of parameters that are never sent (ATTACH, MENU) are left out.
METHOD_ROWS = {
    "imbot.register": _refused(
        *("WRONG_AUTH_TYPE", "ACCESS_DENIED", "EVENT_MESSAGE_ADD_ERROR", "CODE_ERROR"),
        *("NAME_ERROR", "MAX_COUNT_ERROR", "WRONG_REQUEST"),
    ),
    "imbot.update": _refused("WRONG_REQUEST", "BOT_ID_ERROR", "APP_ID_ERROR"),
    "imbot.message.add": _refused(
        *("BOT_ID_ERROR", "APP_ID_ERROR", "DIALOG_ID_EMPTY", "MESSAGE_EMPTY"),
        *("KEYBOARD_ERROR", "KEYBOARD_OVERSIZE", "WRONG_REQUEST"),
    ),
    "imbot.v2.Bot.register": _refused(
        *("BOT_TOKEN_NOT_SPECIFIED", "BOT_CODE_REQUIRED", "BOT_PROPERTIES_REQUIRED"),
        *("BOT_CODE_ALREADY_TAKEN", "BOT_INVALID_TYPE", "BOT_INVALID_EVENT_MODE"),
        *("BOT_WEBHOOK_URL_REQUIRED", "BOT_LIMIT_EXCEEDED", "BOT_INVALID_CALLBACK"),
        "BOT_REGISTER_FAILED",
    ),
    "imbot.v2.Chat.Message.send": (
        *_BOT_V2,
        *_refused("EMPTY_MESSAGE", "SENDING_FAILED"),
        Row(403, "ACCESS_DENIED", "bot not in chat", "forbidden"),
        Row(400, "MESSAGE_DUPLICATED_BY_UUID", "an in-flight one", "in_flight"),
    ),
    "imbot.v2.Chat.InputAction.notify": _BOT_V2,
    "imopenlines.bot.session.operator": (
        *_refused("CHAT_ID_EMPTY"),
        Row(400, "WRONG_CHAT", "Operator is not a bot: already with a person", "done"),
    ),
    "imopenlines.bot.session.transfer": _refused(
        *("CHAT_ID_EMPTY", "USER_ID_EMPTY", "QUEUE_ID_EMPTY", "TRANSFER_ID_EMPTY"),
        *("BOT_ID_ERROR", "OPERATOR_WRONG"),
    ),
    "imopenlines.session.history.get": (
        *_refused("MISSING_REQUIRED_PARAM", "INVALID_SESSION_ID"),
        Row(400, "ACCESS_DENIED", "no participant", "forbidden"),
    ),
    "imopenlines.dialog.get": _refused("ACCESS_ERROR", "IM_NOT_INSTALLED"),
    "im.dialog.messages.get": (
        *_refused("DIALOG_ID_EMPTY", "LAST_ID_STRING", "FIRST_ID_STRING"),
        *_refused("ACCESS_ERROR", status=403),
    ),
    "crm.duplicate.findbycomm": (_PROSE, _EMPTY),
    "crm.item.add": _ITEM,
    "crm.item.update": (*_ITEM, *_refused("NOT_FOUND")),
    "crm.item.get": _ITEM,
    "crm.item.list": (*_ITEM, *_refused("INVALID_ARG_VALUE")),
    "crm.item.productrow.list": _refused("INVALID_ARG_VALUE"),
    "crm.item.productrow.set": _refused("OWNER_NOT_FOUND", "ENTITY_TYPE_NOT_SUPPORTED"),
    "crm.timeline.comment.add": (
        *_refused("OWNER_NOT_FOUND", "INVALID_ARG_VALUE"),
        Row(400, "ACCESS_DENIED", "of one owner", "forbidden"),
    ),
    "batch": BATCH_ROWS,
    "event.bind": (
        *_refused("ERROR_EVENT_NOT_FOUND"),
        Row(400, "ERROR_HANDLER_ALREADY_EXIST", "Handler already exists!", "done"),
    ),
}

# Section 2, "Errors from the auth server", with those of the SDK.
AUTH_ROWS = (
    Row(400, "invalid_request", "documented", "gone"),
    Row(401, "invalid_client", "documented", "gone"),
    Row(200, "wrong_client", "the SDK: with HTTP 200", "gone"),
    Row(400, "invalid_grant", "documented", "gone"),
    Row(403, "insufficient_scope", "documented", "gone"),
    Row(403, "invalid_scope", "documented", "gone"),
    Row(402, "PAYMENT_REQUIRED", "documented", "gone"),
    Row(401, "NOT_INSTALLED", "Application not installed", "gone"),
    Row(401, "ERROR_OAUTH", "Application not installed", "gone"),
    Row(400, "authorization_error", "the SDK", "gone"),
    Row(404, "APPLICATION_NOT_FOUND", "the SDK", "gone"),
    Row(401, "METHOD_CONFIRM_WAITING", "the SDK: somebody has still to confirm", "gone"),
    Row(503, "QUERY_LIMIT_EXCEEDED", "not stated for this server", "later"),
    Row(500, "INTERNAL_SERVER_ERROR", "not stated for this server", "later"),
    Row(502, "", HTML, "later"),
)
