"""One event again and again, each time for another dialog."""

import re

from integrations.clock import SystemClock

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class EventBodies:
    """Bodies that differ in their chat and message; those of chat N are of `chatN`."""

    def __init__(self, body: str) -> None:
        parts = re.split(r"(chat\d+)|(?<=MESSAGE_ID%5D=)(\d+)", body)
        self._between = list(parts[0::3])
        self._are_chats = [part is not None for part in parts[1::3]]
        # No two runs may send the same event, for Cortex would know it.
        self.first = int(SystemClock().now() * 1000) % 10**9 * 10**6
        self._next = self.first

    def next(self) -> bytes:
        """Return a body that was never sent."""
        number, self._next = self._next, self._next + 1
        filled = [f"chat{number}" if chat else str(number) for chat in self._are_chats]
        pairs = zip(self._between, [*filled, ""], strict=True)
        return "".join(text for pair in pairs for text in pair).encode()
