"""Posts events to the bot's webhook once: Bitrix24 does not send a failed event again."""

from dataclasses import dataclass
from threading import Lock

import requests

from integrations.emulators.loopback import require_loopback_url

_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class Delivery:
    """What the webhook answered; `status` is null when there was no answer at all."""

    status: int | None
    error: str | None = None


class EventSender:
    """Knows the webhook address and posts form bodies to it."""

    def __init__(self, webhook_url: str | None = None) -> None:
        self._lock = Lock()
        self._webhook_url: str | None = None
        if webhook_url:
            self.aim(webhook_url)

    @property
    def webhook_url(self) -> str | None:
        with self._lock:
            return self._webhook_url

    def aim(self, webhook_url: str) -> None:
        require_loopback_url(webhook_url)
        with self._lock:
            self._webhook_url = webhook_url

    def deliver(self, form: str) -> Delivery:
        url = self.webhook_url
        if url is None:
            return Delivery(None, "no webhook address is configured")
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "Bitrix24 Webhook Engine",
        }
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.post(
                    url,
                    data=form.encode(),
                    headers=headers,
                    timeout=_TIMEOUT_SECONDS,
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                return Delivery(None, type(error).__name__)
        return Delivery(answer.status_code)
