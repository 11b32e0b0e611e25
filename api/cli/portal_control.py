"""The hands of a person on the emulated portal: open a chat, speak, look at leads and calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from engine.errors import CortexError

_ASK_SECONDS = 15.0


@dataclass(frozen=True)
class OpenedChat:
    """A chat with its lead."""

    chat_id: int
    lead_id: int


@dataclass(frozen=True)
class Said:
    """A message spoken in a chat and the webhook body that told of it."""

    message_id: int
    body: str
    webhook_status: int | None


@dataclass(frozen=True)
class ChatMessage:
    """One message as the chat shows it."""

    id: int
    author: str
    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True)
class RestCall:
    """One call that an emulator received; `status` is None when the connection was dropped."""

    number: int
    method: str
    params: Mapping[str, Any]
    status: int | None
    fault: str | None


@dataclass(frozen=True)
class OrderLedger:
    """Orders of the shop by number, and how often each tag asked for one."""

    numbers: Sequence[str]
    posts: Mapping[str, int]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Deal:
    """A deal of the emulated portal: of which order, for whom, with which rows."""

    order_number: str
    lead_id: int
    contact_id: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class PendingFault:
    """A scripted misfortune, and how many calls will still meet it."""

    method: str
    mode: str
    times: int


class PortalControl:
    """Speaks to the `/_emulator/` endpoints of one emulator."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def open_chat(self, title: str = "Новый клиент", **lead: str) -> OpenedChat:
        opened = self._ask("POST", "chats", {"title": title, "lead": lead})
        return OpenedChat(opened["chat_id"], opened["lead_id"])

    def say(
        self,
        chat_id: int,
        text: str,
        *,
        author: str = "client",
        deliver: bool = True,
        message_id: int | None = None,
    ) -> Said:
        """Speak; `deliver` off only makes the webhook body, an old `message_id` repeats it."""
        body = {"text": text, "author": author, "deliver": deliver}
        if message_id is not None:
            body["message_id"] = message_id
        told = self._ask("POST", f"chats/{chat_id}/say", body)
        return Said(told["message_id"], told["body"], told.get("webhook_status"))

    def edit(self, message_id: int, text: str) -> None:
        """Put other words into a message."""
        self._ask("POST", f"messages/{message_id}/edit", {"text": text})

    def switch_events(self, **switches: bool | float) -> None:
        """Let events go wrong on their way; without switches, send what is held back."""
        verb = "POST" if switches else "DELETE"
        self._ask(verb, "events/switches", switches)

    def press(self, message_id: int, button: str) -> None:
        """Press a button under a message as the client."""
        self._ask("POST", f"messages/{message_id}/press", {"button": button})

    def messages(self, chat_id: int, *, after: int = 0) -> Sequence[ChatMessage]:
        found = self._ask("GET", f"chats/{chat_id}/messages?after={after}")["messages"]
        return [
            ChatMessage(row["id"], row["author"], row["text"], tuple(row["buttons"]))
            for row in found
        ]

    def replies(self, chat_id: int, *, after: int = 0) -> Sequence[str]:
        """Return what the bot said."""
        found = self.messages(chat_id, after=after)
        return [message.text for message in found if message.author == "bot"]

    def lead_status(self, lead_id: int) -> str:
        return str(self._ask("GET", f"leads/{lead_id}")["status_id"])

    def change_lead(self, lead_id: int, **fields: str) -> None:
        self._ask("PATCH", f"leads/{lead_id}", fields)

    def calls(self, method: str | None = None, *, after: int = 0) -> Sequence[RestCall]:
        """Return calls, of one method when given, received after call number `after`."""
        found = self._ask("GET", f"calls?after={after}")["calls"]
        calls = [
            RestCall(row["number"], row["method"], row["params"], row["status"], row["fault"])
            for row in found
        ]
        return [call for call in calls if method in (None, call.method.removesuffix(".json"))]

    def deals(self) -> Sequence[Deal]:
        """Return all deals of the portal."""
        return [
            Deal(
                order_number=row["fields"]["ORIGIN_ID"],
                lead_id=int(row["fields"]["LEAD_ID"] or 0),
                contact_id=int(row["fields"]["CONTACT_ID"] or 0),
                rows=tuple(f"{sold['productName']} x{sold['quantity']:g}" for sold in row["rows"]),
            )
            for row in self._ask("GET", "crm")["deals"]
        ]

    def ledger(self) -> OrderLedger:
        """Return what the shop has been asked for and has ordered."""
        found = self._ask("GET", "orders")
        return OrderLedger(
            [row["number"] for row in found["orders"]], found["posts"], found["orders"]
        )

    def set_up(self, **options: Any) -> None:
        """Change options of the shop."""
        self._ask("POST", "options", options)

    def move_order(self, number: str, *, status_id: int, position_id: int | None = None) -> None:
        """Give an order of the shop, or one line of it, another status."""
        line = {} if position_id is None else {"position_id": position_id}
        self._ask("POST", f"orders/{number}", {"status_id": status_id, **line})

    def fail(self, method: str, mode: str, *, times: int = 1, delay_seconds: float = 0.0) -> None:
        """Script a misfortune for the next calls of a method."""
        script = {"method": method, "mode": mode, "times": times, "delay_seconds": delay_seconds}
        self._ask("POST", "faults", script)

    def failing(self) -> frozenset[str]:
        """Return the methods whose next call will fail."""
        return frozenset(fault.method for fault in self.pending())

    def pending(self) -> Sequence[PendingFault]:
        """Return the misfortunes that are still to come."""
        return [
            PendingFault(fault["method"], fault["mode"], fault["times"])
            for fault in self._ask("GET", "faults")["faults"]
        ]

    def stop_failing(self) -> None:
        self._ask("DELETE", "faults")

    def close(self) -> None:
        self._session.close()

    def _ask(self, verb: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        try:
            answer = self._session.request(
                verb, f"{self._url}/_emulator/{path}", json=body, timeout=_ASK_SECONDS
            )
            answer.raise_for_status()
        except requests.RequestException as error:
            raise CortexError(
                f"the emulator at {self._url} did not do `{verb} {path}`", code="EMULATOR_FAILED"
            ) from error
        return answer.json()
