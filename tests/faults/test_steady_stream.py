"""A steady stream: due events do not wait for others, what had no answer is posted again."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Barrier, BrokenBarrierError, Event, Lock

import pytest

from api.cli.portal_control import PortalControl
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, RunningEmulators, start_emulators
from integrations.emulators.exchange import Request, Response
from integrations.emulators.server import EmulatorServer
from tests.faults.askers import PARTS, Asker
from tests.faults.mouth import Mouth
from tests.faults.steady_stream import SteadyStream
from tests.faults.taken_in import Posted, TakenIn

TOGETHER_SECONDS = 10.0
PER_SECOND = 1000


@dataclass
class Webhook:
    """Takes events in, the first of them not at first; `meet` of them only side by side."""

    refusals: Sequence[Response] = ()
    meet: Barrier | None = None
    taken: list[str] = field(default_factory=list)
    posts: int = 0
    came_alone: bool = False
    _lock: Lock = field(default_factory=Lock)

    def handle(self, request: Request) -> Response:
        if self.meet is not None:
            try:
                self.meet.wait(TOGETHER_SECONDS)
            except BrokenBarrierError:
                self.came_alone = True
        with self._lock:
            self.posts += 1
            if self.posts <= len(self.refusals):
                return self.refusals[self.posts - 1]
            said = request.body["data"]["PARAMS"]["MESSAGE_ID"]  # type: ignore[index,call-overload]
            self.taken.append(str(said))
        return Response(200)


@pytest.fixture(scope="module")
def emulators() -> Iterator[RunningEmulators]:
    with start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as running:
        yield running


def pour(emulators: RunningEmulators, webhook: Webhook, *, askers: int) -> Sequence[Posted]:
    """Let people say two things each, as fast as can be."""
    with (
        EmulatorServer(webhook) as server,
        closing(PortalControl(emulators.bitrix_url)) as portal,
        closing(Mouth(emulators.bitrix_url, [], 1)) as mouth,
    ):
        people = [Asker(portal.open_chat(), PARTS[:2]) for _ in range(askers)]
        stream = SteadyStream(people, mouth, per_second=PER_SECOND)
        stream.pour([f"{server.url}/bitrix/events"], over=Event())
    assert all(one.accepted for person in people for one in person.asked)
    for person in people:
        ids = [str(one.message_id) for one in sorted(person.asked, key=lambda one: one.message_id)]
        assert [said for said in webhook.taken if said in ids] == ids
    return stream.posted


@pytest.mark.parametrize("refusal", [Response(503), Response(200, dropped=True)])
def test_what_was_not_taken_in_is_posted_again_before_the_next_of_its_dialog(
    emulators: RunningEmulators, refusal: Response
) -> None:
    posted = pour(emulators, Webhook(refusals=(refusal,) * 3), askers=3)

    assert sorted(len(one.statuses) for one in posted) == [1, 1, 1, 2, 2, 2]


def test_no_dialog_waits_for_another_nor_the_clock_for_any(emulators: RunningEmulators) -> None:
    webhook = Webhook(meet=Barrier(8))

    posted = pour(emulators, webhook, askers=8)

    assert not webhook.came_alone
    assert TakenIn(posted).offered_per_second == pytest.approx(PER_SECOND)


def posted_at(*moments: tuple[float, float]) -> TakenIn:
    return TakenIn([Posted(due, due, taken, (200,)) for due, taken in moments])


@pytest.mark.parametrize(
    ("last_taken", "too_slow"),
    [(1.0, False), (1.05, False), (1.1, True), (2.0, True)],
)
def test_a_rate_is_kept_only_when_the_last_event_is_taken_in_by_then(
    last_taken: float, *, too_slow: bool
) -> None:
    stream = posted_at(*((n / 100, n / 100) for n in range(100)), (1.0, last_taken))

    assert round(stream.offered_per_second) == 100
    assert stream.is_too_slow == too_slow
