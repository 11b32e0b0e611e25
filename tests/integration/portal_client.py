"""A caller of the emulated portal's REST methods, beside its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from integrations.emulators import EmulatorConfiguration, start_emulators

PORTAL = EmulatorConfiguration().portal
PART_NUMBER = "UF_CRM_1762873310878"


@dataclass(frozen=True)
class PortalClient:
    """Calls methods as an incoming webhook and plays people through the control surface."""

    url: str
    webhook: str
    session: requests.Session

    def call(self, method: str, **params: Any) -> requests.Response:
        return self.session.post(self.webhook + method, json=params)

    def result(self, method: str, **params: Any) -> Any:
        answer = self.call(method, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        answer = self.call(method, **params)
        return answer.status_code, answer.json()["error"]

    def bot(self, **params: Any) -> dict[str, Any]:
        return {"BOT_ID": PORTAL.bot_id, "CLIENT_ID": PORTAL.client_id, **params}

    def open_chat(self, **description: Any) -> Any:
        return self.session.post(f"{self.url}/_emulator/chats", json=description).json()

    def say(self, chat: Any, text: str, author: str = "client", **more: Any) -> Any:
        said = {"text": text, "author": author, "deliver": False, **more}
        url = f"{self.url}/_emulator/chats/{chat['chat_id']}/say"
        return self.session.post(url, json=said).json()


@contextmanager
def a_portal_client() -> Iterator[PortalClient]:
    """Open a portal of its own for a caller."""
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        yield PortalClient(running.bitrix_url, running.bitrix_webhook_url, session)
