"""Takes events to the bot: posts them to its webhook, or queues them for it to fetch."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event, Lock
from time import monotonic

import requests

from integrations.emulators.bitrix24.event_switches import EventSwitches, thinned
from integrations.emulators.brackets import encode
from integrations.emulators.exchange import Json
from integrations.emulators.loopback import require_loopback_url

_TIMEOUT_SECONDS = 10.0
_PENALTY_SECONDS = 0.5
_SUCCESSES = range(200, 300)
_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": "Bitrix24 Webhook Engine",
}


@dataclass(frozen=True)
class Delivery:
    """What the webhook answered; `status` is null when there was no answer at all."""

    status: int | None
    error: str | None = None
    sent: int = 1
    """How often the event was posted; 0 while it is held back."""


class EventSender:
    """Posts events once and never again, as Bitrix24 does, unless switches say otherwise."""

    def __init__(self, webhook_url: str | None = None) -> None:
        self._lock = Lock()
        self._webhook_url: str | None = None
        self._held: tuple[str, str] | None = None
        self._penalty_seconds = 0.0
        self.switches = EventSwitches()
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

    def form(self, event: Mapping[str, Json]) -> str:
        """The body of the webhook call: PHP bracket keys, every scalar a string."""
        return encode(thinned(event, self.switches))

    def deliver(self, event: Mapping[str, Json], *, to: str = "") -> Delivery:
        """Post an event to `to`, or to where the portal is aimed; never off this machine."""
        url, switches, form = to or self.webhook_url or "", self.switches, self.form(event)
        try:
            require_loopback_url(url)
        except ValueError:
            return Delivery(None, "no webhook address on this machine is known", sent=0)
        Event().wait(switches.delay_seconds + self._take_penalty())
        with self._lock:
            # Looked at here: what was held back after the release would never be sent.
            reorders = self.switches.reorder
            if reorders:
                earlier, self._held = self._held, (url, form) if self._held is None else None
        if not reorders:
            return self._send(url, form, switches)
        if earlier is None:
            return Delivery(None, "held back until the next event", sent=0)
        latest = self._send(url, form, switches)
        self._send(*earlier, switches)
        return latest

    def release(self) -> None:
        """Send what is still held back."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            self._send(*held, self.switches)

    def _send(self, url: str, form: str, switches: EventSwitches) -> Delivery:
        delivery = self._post(url, form, switches)
        sent = 1
        while delivery.status not in _SUCCESSES and sent <= switches.resend:
            delivery = self._post(url, form, switches)
            sent += 1
        if switches.duplicate:
            self._post(url, form, switches)
            sent += 1
        return Delivery(delivery.status, delivery.error, sent)

    def _post(self, url: str, form: str, switches: EventSwitches) -> Delivery:
        started = monotonic()
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.post(
                    url,
                    data=form.encode(),
                    headers=_HEADERS,
                    timeout=_TIMEOUT_SECONDS,
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                return Delivery(None, type(error).__name__)
        if switches.slow_seconds and monotonic() - started > switches.slow_seconds:
            with self._lock:
                self._penalty_seconds = _PENALTY_SECONDS
        return Delivery(answer.status_code)

    def _take_penalty(self) -> float:
        with self._lock:
            seconds, self._penalty_seconds = self._penalty_seconds, 0.0
            return seconds
