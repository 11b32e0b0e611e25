"""Events posted by the clock, whatever becomes of those before, as a busy portal posts them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event
from urllib.parse import urlsplit

from api.cli.portal_control import Said
from integrations.clock import SystemClock
from tests.faults.askers import Asked, Asker
from tests.faults.mouth import FORM, LOOK_SECONDS, POST_SECONDS, TAKEN, Mouth
from tests.faults.taken_in import Posted

POSTERS = 64
"""Posted at once: as many as are due in almost half a second at 150 a second."""


@dataclass
class _Letter:
    """One event that is written and not posted yet."""

    asker: Asker
    said: Said
    part: str
    statuses: list[int | None] = field(default_factory=list)


class SteadyStream:
    """All that askers say, written beforehand; posted at a rate, and again where no answer came."""

    def __init__(self, askers: Sequence[Asker], mouth: Mouth, *, per_second: float) -> None:
        self._per_second = per_second
        self._clock = SystemClock()
        self._letters = [
            _Letter(asker, mouth.write(asker.chat.chat_id, f"нужен {part}"), part)
            for turn in zip(*(_questions(asker) for asker in askers), strict=True)
            for asker, part in turn
        ]
        self.posted: list[Posted] = []

    def pour(self, webhooks: Sequence[str], *, over: Event) -> None:
        """Post each event when it is due; of one dialog, once the one before is taken in."""
        last: dict[int, Future[None]] = {}
        begun = self._clock.monotonic()
        with ThreadPoolExecutor(POSTERS) as pool:
            for number, letter in enumerate(self._letters):
                due = begun + number / self._per_second
                if over.wait(max(0.0, due - self._clock.monotonic())):
                    break
                chat, url = letter.asker.chat.chat_id, webhooks[number % len(webhooks)]
                last[chat] = pool.submit(self._insist, url, letter, due, last.get(chat), over)
            for one in last.values():
                one.result()

    def _insist(
        self, url: str, letter: _Letter, due: float, before: Future[None] | None, over: Event
    ) -> None:
        if before is not None:
            before.result()
        begun = self._clock.monotonic()
        while TAKEN not in letter.statuses:
            letter.statuses.append(_post(url, letter.said.body.encode()))
            if TAKEN not in letter.statuses and over.wait(LOOK_SECONDS):
                break
        now, statuses = self._clock.monotonic(), tuple(letter.statuses)
        letter.asker.asked.append(Asked(letter.said.message_id, letter.part, statuses, now))
        self.posted.append(Posted(due, begun, now, statuses))


def _questions(asker: Asker) -> Iterator[tuple[Asker, str]]:
    return ((asker, part) for part in asker.parts)


def _post(url: str, body: bytes) -> int | None:
    """Post on a connection of its own; None where no answer comes."""
    parts = urlsplit(url)
    try:
        with closing(HTTPConnection(parts.netloc, timeout=POST_SECONDS)) as connection:
            connection.request("POST", parts.path, body, FORM)
            answer = connection.getresponse()
            answer.read()
            return answer.status
    except (OSError, HTTPException):
        return None
