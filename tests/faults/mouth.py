"""One line into the portal and to the webhook: what is said, and what becomes of its event."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import requests

from api.cli.portal_control import PortalControl, Said

TAKEN = 200
LOOK_SECONDS = 0.3

POST_SECONDS = 30.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Mouth:
    """Posts the events of what is said to the hosts by turns."""

    def __init__(self, portal_url: str, webhooks: Sequence[str], copies: int) -> None:
        self.portal = PortalControl(portal_url)
        self._webhooks = webhooks
        self._pool = ThreadPoolExecutor(copies)
        self._copies = copies
        self._turn = 0
        self.insisted: list[str] = []
        """The events that were posted until they were taken in."""

    def write(self, chat_id: int, text: str) -> Said:
        """Say something whose event is not posted yet."""
        return self.portal.say(chat_id, text, deliver=False)

    def insist(self, chat_id: int, text: str, *, over: Event) -> int:
        """Say something and post its event until it is taken in; returns the id of the message."""
        said = self.write(chat_id, text)
        self.insisted.append(said.body)
        while TAKEN not in self.post(said.body) and not over.wait(LOOK_SECONDS):
            pass
        return said.message_id

    def post(self, body: str) -> tuple[int | None, ...]:
        self._turn += 1
        hooks = [
            self._webhooks[(self._turn + n) % len(self._webhooks)] for n in range(self._copies)
        ]
        return tuple(self._pool.map(lambda hook: _post(hook, body), hooks))

    def close(self) -> None:
        self._pool.shutdown()
        self.portal.close()


def _post(url: str, body: str) -> int | None:
    """Post an event as the portal does: once, and nobody minds when there is no answer."""
    try:
        return requests.post(
            url, data=body.encode(), headers=FORM, timeout=POST_SECONDS
        ).status_code
    except requests.RequestException:
        return None
