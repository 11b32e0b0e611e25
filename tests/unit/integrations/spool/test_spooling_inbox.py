"""A message is refused only when neither the store nor this host can keep it."""

from pathlib import Path

import pytest

from engine.errors import CortexError, SpoolUnavailable, StoreBroken, StoreUnavailable
from engine.ports.inbox import Enqueued
from integrations.spool.outage import PAUSE_SECONDS
from tests.unit.integrations.spool.desk import FIRST, SECOND, THIRD, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "spool")


def test_the_spool_is_not_touched_while_the_store_takes_messages(desk: Desk) -> None:
    assert (desk.says("one"), desk.says("one")) == (Enqueued.ACCEPTED, Enqueued.DUPLICATE)
    assert (desk.heard(), desk.folder.boxes()) == (["one"], [])


@pytest.mark.parametrize("error", [StoreUnavailable("away"), StoreBroken("no rights")])
def test_what_the_store_does_not_take_waits_here(desk: Desk, error: CortexError) -> None:
    desk.go_away(error)

    assert desk.says("one") is Enqueued.SPOOLED
    assert desk.folder.holds(FIRST)


def test_what_has_no_room_in_its_mailbox_waits_here(desk: Desk) -> None:
    answers = [desk.says(text) for text in ("one", "two", "three", "four")]

    assert answers == [*[Enqueued.ACCEPTED] * 3, Enqueued.SPOOLED]


def test_nothing_overtakes_what_waits(desk: Desk) -> None:
    desk.go_away()
    desk.says("one")
    desk.come_back()

    assert desk.says("two") is Enqueued.SPOOLED
    assert desk.says("one of another", SECOND) is Enqueued.ACCEPTED
    desk.replay()
    assert desk.says("three") is Enqueued.ACCEPTED
    assert desk.heard() == ["one", "two", "three"]


def test_a_message_that_fits_nowhere_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, limit_bytes=10)
    desk.go_away()

    with pytest.raises(SpoolUnavailable) as caught:
        desk.says("one")

    assert isinstance(caught.value, StoreUnavailable)
    assert desk.folder.boxes() == []


def test_a_store_that_is_away_is_asked_once_a_while(desk: Desk) -> None:
    desk.go_away()

    for number in range(10):
        desk.says(f"message {number}")
    desk.says("elsewhere", SECOND)
    assert desk.behind.asked == 1

    desk.clock.seconds += PAUSE_SECONDS
    for number in range(10):
        desk.says(f"later {number}", THIRD)
    assert desk.behind.asked == 2


def test_a_store_that_is_back_takes_messages_again(desk: Desk) -> None:
    desk.go_away()
    desk.says("one")
    desk.come_back()

    answers = [desk.says(text, SECOND) for text in ("two", "three")]

    assert answers == [Enqueued.ACCEPTED] * 2
