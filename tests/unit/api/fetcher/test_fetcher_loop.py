"""The loop around portals: none waits for another, none is forgotten, and a stop stops."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import gevent
import pytest
from gevent.event import Event

from api.fetcher import Fetcher
from api.fetcher.rounds import STORE_PAUSE_SECONDS, PortalRounds
from engine.errors import StoreUnavailable
from integrations.bitrix24.fetch_events import FAILED_PAUSE_SECONDS, Fetched
from integrations.bitrix24.portal import Portal
from tests.unit.integrations.bitrix24.test_portal_directory import a_portal

PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.01


@dataclass
class Office:
    """The portals there are, and who was asked when; stops the fetcher when it has seen enough."""

    portals: list[Portal]
    rounds_to_see: int = 6
    asked: list[tuple[str, int]] = field(default_factory=list)
    away: bool = False
    silent: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    let_go: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.fetcher = Fetcher(self.list, self, look_seconds=PAUSE_SECONDS)

    def list(self) -> Sequence[Portal]:
        if self.away:
            raise StoreUnavailable("away")
        return list(self.portals)

    def __call__(self, portal: Portal, *, idle_rounds: int) -> Fetched:
        self.asked.append((portal.member_id, portal.bot_id))
        if len(self.asked) >= self.rounds_to_see:
            self.fetcher.stop()
            self.let_go.set()
        if portal.member_id in self.silent:
            self.let_go.wait()
        if portal.member_id in self.broken:
            raise ValueError("a fault of ours")
        return Fetched(0, PAUSE_SECONDS, idle_rounds + 1)

    def run(self) -> None:
        with gevent.Timeout(PATIENCE_SECONDS):
            self.fetcher.run()

    def times(self, member_id: str) -> int:
        return sum(name == member_id for name, _ in self.asked)


def test_a_portal_that_is_slow_to_answer_keeps_no_other_waiting() -> None:
    office = Office([a_portal("slow"), a_portal("quick")], silent=frozenset({"slow"}))

    office.run()

    assert (office.times("slow"), office.times("quick")) == (1, 5)


def test_a_fault_with_one_portal_ends_the_fetching_of_no_other() -> None:
    office = Office([a_portal("broken"), a_portal("good")], broken=frozenset({"broken"}))

    office.run()

    assert (office.times("broken"), office.times("good")) == (1, 5)


def test_a_portal_that_is_added_while_it_runs_is_fetched_for() -> None:
    office = Office([a_portal("first")], rounds_to_see=20)
    gevent.spawn_later(5 * PAUSE_SECONDS, office.portals.append, a_portal("second"))

    office.run()

    assert office.times("second") > 0


def test_a_portal_that_is_gone_is_asked_no_more_and_one_that_comes_back_is_again() -> None:
    office = Office([a_portal("stays"), a_portal("leaves")], rounds_to_see=60)
    seen: list[int] = []

    def leave() -> None:
        office.portals.pop()
        gevent.sleep(5 * PAUSE_SECONDS)
        seen.append(office.times("leaves"))
        gevent.sleep(5 * PAUSE_SECONDS)
        seen.append(office.times("leaves"))
        office.portals.append(a_portal("leaves"))

    gevent.spawn_later(5 * PAUSE_SECONDS, leave)

    office.run()

    assert seen[0] == seen[1] < office.times("leaves")


def test_a_portal_is_asked_as_it_is_now() -> None:
    office = Office([a_portal("p")], rounds_to_see=20)

    def change() -> None:
        office.portals[0] = replace(office.portals[0], bot_id=40)

    gevent.spawn_later(5 * PAUSE_SECONDS, change)

    office.run()

    assert (office.asked[0], office.asked[-1]) == (("p", 39), ("p", 40))


def test_known_portals_are_fetched_for_while_the_list_cannot_be_read() -> None:
    office = Office([a_portal("p")])

    def leave() -> None:
        office.away = True

    gevent.spawn(leave)

    office.run()

    assert office.times("p") == 6


def test_a_stop_lets_the_round_in_hand_finish() -> None:
    office = Office([a_portal("p")], rounds_to_see=99, silent=frozenset({"p"}))
    running = gevent.spawn(office.run)
    gevent.sleep(PAUSE_SECONDS)

    office.fetcher.stop()
    gevent.sleep(2 * PAUSE_SECONDS)
    still_running = not running.ready()
    office.let_go.set()
    running.join(timeout=PATIENCE_SECONDS)

    assert still_running
    assert running.successful()


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (StoreUnavailable("away"), STORE_PAUSE_SECONDS),
        (ValueError("a fault of ours"), FAILED_PAUSE_SECONDS),
    ],
)
def test_whatever_goes_wrong_there_is_a_next_round(error: Exception, pause: float) -> None:
    def fails(portal: Portal, *, idle_rounds: int) -> Fetched:
        assert (portal, idle_rounds) == (a_portal("p"), 0)
        raise error

    assert PortalRounds(fails).next(a_portal("p")) == pause
