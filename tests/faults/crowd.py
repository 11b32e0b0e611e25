"""People who write to the bot during a case, each event posted to the webhook by hand."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event

from api.cli.portal_control import OpenedChat, PortalControl
from integrations.clock import SystemClock
from tests.e2e.campaign_buyers import Buyer, an_errand
from tests.faults.actors import Actor, actors_of_the_demo
from tests.faults.mouth import LOOK_SECONDS, TAKEN, Mouth

PARTS = (
    *("06A906032N", "06A115561B", "5QM411105R", "06H905110G", "06L105243AP", "4N0907998"),
    *("1K0615301AA", "A2710940204", "A2058350147", "A221421201207", "281131R100"),
)
"""Numbers of the emulated shop; the reply to each names it, which tells what it answers."""


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
    demo: bool = False
    """Whether the conversations of `cortex demo` are played as well, once on a stack."""
    mouths: int = 4
    backwards: bool = False
    """Whether the events of each asker arrive in the reverse order of their messages."""


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
        self.actors: Sequence[Actor] = actors_of_the_demo(portal_url) if size.demo else ()

    @property
    def chats(self) -> Sequence[OpenedChat]:
        everybody: Sequence[Asker | Buyer | Actor] = (*self.askers, *self.buyers, *self.actors)
        return [one.chat for one in everybody]

    def speak(self, *, seconds: float) -> None:
        """Let everybody say everything; who waits for an answer in vain leaves after a while."""
        with ThreadPoolExecutor(self.size.mouths + 1 + len(self.actors)) as pool:
            try:
                shares = [self.askers[n :: self.size.mouths] for n in range(self.size.mouths)]
                ask = self._ask_backwards if self.size.backwards else self._ask_all
                said = [pool.submit(ask, share) for share in shares if share]
                said.append(pool.submit(self._buy, seconds))
                said += [pool.submit(self._act, actor, seconds) for actor in self.actors]
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

    def _act(self, actor: Actor, seconds: float) -> None:
        with closing(self._mouth()) as mouth:
            actor.play(mouth, seconds=seconds, over=self._over)

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
