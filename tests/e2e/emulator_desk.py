"""What only a campaign does to the emulated portal and reads of it: limits, tokens, address."""

from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any

import requests

_ASK_SECONDS = 15.0
_SWAPPING_SECONDS = 0.5


class EmulatorDesk:
    """Speaks to the `/_emulator/` endpoints of the portal."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def other_host(self) -> str:
        """Another name of the same portal."""
        return self._url.replace("http://127.0.0.1", "localhost")

    def limit_calls(self, *, per_second: float, at_once: float) -> None:
        self._do("rate_limit", leak_per_second=per_second, ceiling=at_once)

    def rotate_strictly(self) -> None:
        """Let a refresh token renew once and never again."""
        self._do("oauth/rotation", mode="strict")

    def expire_tokens(self) -> None:
        self._do("oauth/expire")

    def swap_events(self) -> None:
        """Send each event after the one that follows it, for a moment."""
        self._do("events/switches", reorder=True)
        Event().wait(_SWAPPING_SECONDS)
        url = f"{self._url}/_emulator/events/switches"
        requests.delete(url, timeout=_ASK_SECONDS).raise_for_status()

    def rename(self) -> None:
        self._do("rename", host=self.other_host)

    def crm(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        found: Mapping[str, Sequence[Mapping[str, Any]]] = requests.get(
            f"{self._url}/_emulator/crm", timeout=_ASK_SECONDS
        ).json()
        return found

    def _do(self, path: str, **body: Any) -> None:
        url = f"{self._url}/_emulator/{path}"
        requests.post(url, json=body, timeout=_ASK_SECONDS).raise_for_status()
