"""People who write to the bot during a case, each event posted to the webhook by hand."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event

from api.cli.portal_control import OpenedChat, PortalControl, Said
from integrations.clock import SystemClock
from tests.e2e.campaign_buyers import Buyer, an_errand
from tests.faults.actors import Actor, actors_of_the_demo
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.flood import Flood
from tests.faults.mouth import LOOK_SECONDS, TAKEN, Mouth
from tests.faults.steady_stream import SteadyStream

AT_ONCE = 2
"""What a hasty asker says at a time."""


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
    says_again: bool = False
    """Whether all events of buyers arrive once more in the end."""
    flood: int = 0
    """How much one more asker says at once, while half of the others speak."""
    mouths: int = 4
    steady: bool = False
    """Whether all is written beforehand and posted by the clock, whatever becomes of it."""
    hasty: bool = False
    """Whether askers say two things at once, none of whose events waits for the other."""
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
            self.flood = Flood(portal.open_chat()) if size.flood else None
        self.stream = self._written_stream() if size.steady else None
        self._bought: Sequence[str] = ()
        """The events of buyers."""
        self.actors: Sequence[Actor] = actors_of_the_demo(portal_url) if size.demo else ()

    @property
    def chats(self) -> Sequence[OpenedChat]:
        everybody: Sequence[Asker | Buyer | Actor] = (*self.askers, *self.buyers, *self.actors)
        return [*(one.chat for one in everybody), *([self.flood.chat] if self.flood else [])]

    @property
    def messages(self) -> int:
        """How much was said."""
        return (
            sum(len(asker.asked) for asker in self.askers)
            + sum(buyer.said for buyer in self.buyers)
            + sum(len(actor.said) for actor in self.actors)
            + (len(self.flood.asked) if self.flood else 0)
        )

    @property
    def calm(self) -> Sequence[Asker]:
        """Those who speak before a flood, if there is one."""
        return self.askers[::2] if self.flood else self.askers

    @property
    def beside(self) -> Sequence[Asker]:
        """Those who speak beside a flood."""
        return self.askers[1::2] if self.flood else ()

    def speak(self, *, seconds: float) -> None:
        """Let everybody say everything; who waits for an answer in vain leaves after a while."""
        with ThreadPoolExecutor(self.size.mouths + 1 + len(self.actors)) as pool:
            try:
                said = self._asking(pool, self.calm)
                if self.flood:
                    wait(said)
                    said.append(pool.submit(self._pour, self.flood))
                    said += self._asking(pool, self.beside)
                said.append(pool.submit(self._buy, seconds))
                said += [pool.submit(self._act, actor, seconds) for actor in self.actors]
                for one in said:
                    one.result()
            finally:
                # Also when a person has had enough of the campaign.
                self._over.set()

    def say_again(self) -> None:
        """Let every event of the buyers arrive once more, in its order."""
        with closing(self._mouth()) as mouth:
            for body in self._bought:
                while TAKEN not in mouth.post(body):
                    Event().wait(LOOK_SECONDS)

    def _written_stream(self) -> SteadyStream:
        with closing(self._mouth()) as mouth:
            return SteadyStream(self.askers, mouth, per_second=self.size.per_second)

    def _asking(self, pool: Executor, askers: Sequence[Asker]) -> "list[Future[None]]":
        if self.stream is not None:
            return [pool.submit(self.stream.pour, self._webhooks, over=self._over)]
        shares = [askers[n :: self.size.mouths] for n in range(self.size.mouths)]
        ask = self._ask_backwards if self.size.backwards else self._ask_all
        if self.size.hasty:
            ask = self._ask_hastily
        return [pool.submit(ask, share) for share in shares if share]

    def _pour(self, flood: Flood) -> None:
        with closing(self._mouth()) as mouth:
            flood.pour(mouth, messages=self.size.flood)

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

    def _ask_hastily(self, askers: Sequence[Asker]) -> None:
        pace = AT_ONCE * len(self.askers) / (self.size.per_second * len(askers))
        with closing(self._mouth()) as mouth, ThreadPoolExecutor(AT_ONCE) as hands:
            for turn in range(0, self.size.questions, AT_ONCE):
                for asker in askers:
                    if self._over.wait(pace):
                        return
                    parts = asker.parts[turn : turn + AT_ONCE]
                    written = [_written(mouth, asker, part) for part in parts]
                    list(hands.map(lambda each: _post(mouth, asker, *each), reversed(written)))  # noqa: B023 - done before the next turn

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
            self._bought = tuple(mouth.insisted)

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
    written = [_written(mouth, asker, part) for part in parts]
    for said, part in reversed(written):
        _post(mouth, asker, said, part)


def _written(mouth: Mouth, asker: Asker, part: str) -> tuple[Said, str]:
    return mouth.write(asker.chat.chat_id, f"нужен {part}"), part


def _post(mouth: Mouth, asker: Asker, said: Said, part: str) -> None:
    statuses = mouth.post(said.body)
    at = SystemClock().monotonic()
    asker.asked.append(Asked(said.message_id, part, statuses, at))
