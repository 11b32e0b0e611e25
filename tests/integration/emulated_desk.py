"""People and a webhook around an emulated portal: who speaks, and what reached the bot."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any

import requests

from integrations.emulators import EmulatorConfiguration, EmulatorServer, start_emulators
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Request, Response, json_response

START = 1_770_000_000.0


class WebhookReceiver:
    """Stands where the bot's webhook would be, keeps what arrives and answers as told."""

    def __init__(self) -> None:
        self.events: SimpleQueue[Any] = SimpleQueue()
        self.paths: list[str] = []
        self.statuses: list[int] = []
        self.delay_seconds = 0.0

    def handle(self, request: Request) -> Response:
        self.events.put(request.body)
        self.paths.append(request.path)
        answer = json_response(self.statuses.pop(0) if self.statuses else 200, {"result": "ok"})
        return replace(answer, delay_seconds=self.delay_seconds)

    def texts(self) -> list[str]:
        return [self.events.get()["data"]["PARAMS"]["MESSAGE"] for _ in range(self.events.qsize())]


@dataclass(frozen=True)
class Desk:
    """The portal's people, its REST door and what reached the webhook."""

    url: str
    rest_url: str
    webhook_url: str
    session: requests.Session
    receiver: WebhookReceiver
    portal: Portal

    def post(self, path: str, **body: Any) -> Any:
        answer = self.session.post(f"{self.url}/_emulator/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def call(self, method: str, **params: Any) -> Any:
        return self.session.post(f"{self.rest_url}{method}", json=params).json()

    def v1(self, method: str, **params: Any) -> Any:
        return self.call(method, BOT_ID=39, CLIENT_ID=self.portal.client_id, **params)

    def v2(self, method: str, **params: Any) -> Any:
        token = {"botId": self.portal.bot_id, "botToken": self.portal.client_id}
        return self.call(f"imbot.v2.{method}", **token, **params)

    def chat(self) -> Any:
        return self.post("chats")

    def say(self, chat: Any, text: str) -> int:
        return int(self.post(f"chats/{chat['chat_id']}/say", text=text)["message_id"])

    def arrived(self) -> Any:
        return self.receiver.events.get_nowait()


OpenDesk = Callable[..., Desk]


@contextmanager
def desks() -> Iterator[OpenDesk]:
    """Give what opens a desk of a portal with these settings; all are closed at the end."""
    with ExitStack() as stack:

        def opened(**portal: Any) -> Desk:
            receiver = WebhookReceiver()
            webhook = stack.enter_context(EmulatorServer(receiver))
            configuration = EmulatorConfiguration(portal=replace(Portal(), **portal))
            running = stack.enter_context(
                start_emulators(
                    configuration, clock=lambda: START, webhook_url=f"{webhook.url}/bitrix/events"
                )
            )
            session = stack.enter_context(requests.Session())
            session.trust_env = False
            return Desk(
                running.bitrix_url,
                running.bitrix_webhook_url,
                webhook.url,
                session,
                receiver,
                configuration.portal,
            )

        yield opened
