"""People who write to the bot during a case, each event posted to the webhook by hand."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event

import requests

from api.cli.portal_control import OpenedChat, PortalControl, Said
from integrations.clock import SystemClock
from tests.e2e.campaign_buyers import Buyer, an_errand

PARTS = (
    *("06A906032N", "06A115561B", "5QM411105R", "06H905110G", "06L105243AP", "4N0907998"),
    *("1K0615301AA", "A2710940204", "A2058350147", "A221421201207", "281131R100"),
)
"""Numbers of the emulated shop; the reply to each names it, which tells what it answers."""

TAKEN = 200
LOOK_SECONDS = 0.3
_POST_SECONDS = 30.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Asked:
    """One message: what it asks for, and what the service said to each of its events."""

    message_id: int
    part: str
    statuses: tuple[int | None, ...]

    @property
    def accepted(self) -> bool:
        return TAKEN in self.statuses


@dataclass
class Asker:
    """Asks for one part after the other without waiting for answers."""

    chat: OpenedChat
    parts: Sequence[str]
    asked: list[Asked] = field(default_factory=list)


@dataclass(frozen=True)
class CrowdSize:
    """How many people, how much they say, and how their events are posted."""

    askers: int = 8
    questions: int = 4
    buyers: int = 0
    per_second: float = 20.0
    """Messages of all askers together."""
    copies: int = 1
    """How often each event arrives, at the same moment."""
    confirmations: int = 1
    """How often a buyer says yes, one right after the other."""
    mouths: int = 4
    backwards: bool = False
    """Whether the events of each asker arrive in the reverse order of their messages."""


class Mouth:
    """One line into the portal and to the webhook."""

    def __init__(self, portal_url: str, webhooks: Sequence[str], copies: int) -> None:
        self.portal = PortalControl(portal_url)
        self._webhooks = webhooks
        self._pool = ThreadPoolExecutor(copies)
        self._copies = copies
        self._turn = 0

    def write(self, chat_id: int, text: str) -> Said:
        """Say something whose event is not posted yet."""
        return self.portal.say(chat_id, text, deliver=False)

    def insist(self, chat_id: int, text: str, *, over: Event) -> int:
        """Say something and post its event until it is taken in; returns the id of the message."""
        said = self.write(chat_id, text)
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


class Crowd:
    """Opens the chats and lets everybody speak."""

    def __init__(
        self, size: CrowdSize, *, portal_url: str, webhooks: Sequence[str], chance: Random
    ) -> None:
        self.size = size
        self._portal_url = portal_url
        self._webhooks = webhooks
        self._over = Event()
        with closing(PortalControl(portal_url)) as portal:
            self.askers = [
                Asker(portal.open_chat(), chance.sample(PARTS, size.questions))
                for _ in range(size.askers)
            ]
            # The phone of a buyer tells their orders: no two of a stack may share one.
            self.buyers = [self._new_buyer(portal, chance) for _ in range(size.buyers)]

    def speak(self, *, seconds: float) -> None:
        """Let everybody say everything; buyers who get no answer leave after a while."""
        with ThreadPoolExecutor(self.size.mouths + 1) as pool:
            try:
                shares = [self.askers[n :: self.size.mouths] for n in range(self.size.mouths)]
                ask = self._ask_backwards if self.size.backwards else self._ask_all
                said = [pool.submit(ask, share) for share in shares if share]
                said.append(pool.submit(self._buy, seconds))
                for one in said:
                    one.result()
            finally:
                # Also when a person has had enough of the campaign.
                self._over.set()

    def _new_buyer(self, portal: PortalControl, chance: Random) -> Buyer:
        chat = portal.open_chat()
        return Buyer(chat, an_errand(10 * chat.chat_id, chance))

    def _mouth(self) -> Mouth:
        return Mouth(self._portal_url, self._webhooks, self.size.copies)

    def _ask_backwards(self, askers: Sequence[Asker]) -> None:
        with closing(self._mouth()) as mouth:
            for asker in askers:
                _ask(mouth, asker, asker.parts)

    def _ask_all(self, askers: Sequence[Asker]) -> None:
        clock = SystemClock()
        share = self.size.per_second * len(askers) / len(self.askers)
        begun, said = clock.monotonic(), 0
        with closing(self._mouth()) as mouth:
            for turn in range(self.size.questions):
                for asker in askers:
                    if self._over.wait(max(0.0, begun + said / share - clock.monotonic())):
                        return
                    said += 1
                    _ask(mouth, asker, asker.parts[turn : turn + 1])

    def _buy(self, seconds: float) -> None:
        clock = SystemClock()
        until = clock.monotonic() + seconds
        with closing(self._mouth()) as mouth:
            for buyer in self.buyers:
                self._speak(mouth, buyer)
            while clock.monotonic() < until and any(not buyer.ending for buyer in self.buyers):
                if self._over.wait(LOOK_SECONDS):
                    return
                for buyer in self.buyers:
                    if not buyer.ending:
                        self._listen(mouth, buyer)

    def _listen(self, mouth: Mouth, buyer: Buyer) -> None:
        replies = mouth.portal.replies(buyer.chat.chat_id, after=buyer.heard)
        if not buyer.answered_by(replies):
            return
        buyer.hears(replies)
        if not buyer.ending:
            self._speak(mouth, buyer)

    def _speak(self, mouth: Mouth, buyer: Buyer) -> None:
        text = buyer.says()
        times = self.size.confirmations if buyer.confirmed else 1
        buyer.heard = mouth.insist(buyer.chat.chat_id, text, over=self._over)
        for _ in range(times - 1):
            mouth.insist(buyer.chat.chat_id, text, over=self._over)


def _ask(mouth: Mouth, asker: Asker, parts: Sequence[str]) -> None:
    """Write all of it, then post the events, the last one first."""
    written = [(mouth.write(asker.chat.chat_id, f"нужен {part}"), part) for part in parts]
    for said, part in reversed(written):
        asker.asked.append(Asked(said.message_id, part, mouth.post(said.body)))


def _post(url: str, body: str) -> int | None:
    """Post an event as the portal does: once, and nobody minds when there is no answer."""
    try:
        return requests.post(
            url, data=body.encode(), headers=_FORM, timeout=_POST_SECONDS
        ).status_code
    except requests.RequestException:
        return None
