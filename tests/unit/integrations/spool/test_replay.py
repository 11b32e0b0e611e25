"""What waits reaches the store in order, once, or is set aside for a person."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import CortexError, SpoolUnavailable, StoreBroken, StoreUnavailable
from engine.messages import IncomingMessage, Message, decode_incoming, encode_incoming
from engine.ports.inbox import Enqueued
from engine.ports.spool import SpooledLead, SpooledMessage
from integrations.spool.replay import LATE_SECONDS
from tests.unit.integrations.spool.desk import FIRST, HOUR, SECOND, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "spool")


def aside(desk: Desk, why: str) -> list[str]:
    place = desk.folder.directory / "set-aside" / f"{why}.jsonl"
    return place.read_text(encoding="utf-8").splitlines() if place.exists() else []


def test_every_dialog_is_replayed_in_its_own_order(desk: Desk) -> None:
    desk.go_away()
    for text in ("one", "two", "three"):
        desk.says(text)
        desk.says(text, SECOND)
    desk.come_back()

    desk.replay()

    assert (desk.heard(FIRST), desk.heard(SECOND)) == (["one", "two", "three"],) * 2
    assert (desk.folder.boxes(), desk.results().count("replayed")) == ([], 6)


def test_messages_that_overtook_each_other_are_put_right_in_the_mailbox(desk: Desk) -> None:
    desk.go_away()
    for order, text in ((2, "two"), (1, "one"), (3, "three")):
        desk.says(text, order=order)
    desk.come_back()

    desk.replay()

    assert desk.heard() == ["one", "two", "three"]


def test_messages_that_overtook_each_other_are_put_right_before_a_worker_sees_any(
    desk: Desk,
) -> None:
    desk.go_away()
    for order, text in ((2, "two"), (1, "one"), (3, "three")):
        desk.says(text, order=order)
    desk.come_back()
    desk.behind.eager = True

    desk.replay()

    assert desk.behind.taken == ["one", "two", "three"]


def test_a_dialog_without_room_goes_on_by_the_numbers_and_skips_and_repeats_nothing(
    desk: Desk,
) -> None:
    desk.go_away()
    for order in (50, 40, 30, 20, 10):
        desk.says(f"{order}", order=order)
    desk.come_back()
    desk.replay()
    assert desk.heard() == ["10", "20", "30"]

    desk.says("35", order=35)
    desk.take_all()
    asked = desk.behind.asked
    desk.replay()

    assert (desk.heard(), desk.folder.boxes()) == (["35", "40", "50"], [])
    assert desk.behind.asked == asked + 3


def test_what_comes_while_its_file_is_replayed_follows_in_the_same_round(desk: Desk) -> None:
    leads = [SpooledLead("member", 5, sent_at) for sent_at in (1, 20, 300)]
    others = iter(leads[1:])

    def another_comes(lead: SpooledLead) -> None:
        desk.leads.append(lead)
        for other in others:
            desk.folder.keep(other)
            return

    desk.lead_changed = another_comes
    desk.folder.keep(leads[0])

    desk.replay()

    assert (desk.leads, desk.folder.boxes()) == (leads, [])


def test_a_store_that_goes_away_among_lines_put_right_is_given_each_once(desk: Desk) -> None:
    desk.go_away()
    for order in (30, 10, 20):
        desk.says(f"{order}", order=order)
    desk.come_back()
    desk.behind.eager = True
    desk.behind.answers = 1
    asked = desk.behind.asked
    with pytest.raises(StoreUnavailable):
        desk.replay()

    desk.come_back()
    desk.replay()

    assert desk.behind.taken == ["10", "20", "30"]
    assert desk.behind.asked == asked + 3 + 1


def test_a_process_that_dies_among_lines_put_right_is_replaced_and_nothing_comes_twice(
    desk: Desk,
) -> None:
    desk.go_away()
    for order in (30, 10, 20):
        desk.says(f"{order}", order=order)
    desk.come_back()
    desk.behind.eager = True
    desk.behind.answers = 1
    with pytest.raises(StoreUnavailable):
        desk.a_replay()()

    desk.come_back()
    desk.a_replay()()

    assert (desk.behind.taken, desk.folder.boxes()) == (["10", "20", "30"], [])


def test_a_store_that_is_still_away_loses_nothing(desk: Desk) -> None:
    desk.go_away()
    desk.says("one")

    with pytest.raises(StoreUnavailable):
        desk.replay()

    desk.come_back()
    desk.replay()
    assert desk.heard() == ["one"]


def test_what_the_store_took_without_answering_is_stored_once(desk: Desk) -> None:
    desk.says("one")
    desk.go_away()
    desk.says("one")
    desk.come_back()

    desk.replay()

    assert desk.heard() == ["one"]


def test_a_process_that_dies_in_the_middle_is_replaced_and_nothing_comes_twice(
    desk: Desk,
) -> None:
    desk.go_away()
    for text in ("one", "two"):
        desk.says(text)
    desk.come_back()
    [box] = desk.folder.boxes()
    first, _ = desk.folder.take(box, start=0)
    desk.behind.enqueue(dialog=FIRST, event_key="one", document="one")

    desk.a_caretaker()()

    assert (first[:1], desk.heard()) == (b"{", ["one", "two"])


def test_only_one_process_of_a_host_replays(desk: Desk) -> None:
    desk.replay()
    other = desk.a_caretaker()
    desk.go_away()
    desk.says("one")
    desk.come_back()

    other()
    assert desk.heard() == []

    desk.replay()
    assert desk.heard() == ["one"]


def test_a_dialog_without_room_waits_in_order_and_others_go_on(desk: Desk) -> None:
    desk.go_away()
    for text in ("one", "two", "three", "four", "five"):
        desk.says(text)
    desk.clock.seconds += 1
    desk.says("elsewhere", SECOND)
    desk.come_back()

    desk.replay()
    assert (desk.heard(), desk.heard(SECOND)) == (["one", "two", "three"], ["elsewhere"])
    assert desk.says("six") is Enqueued.SPOOLED

    desk.take_all()
    desk.replay()
    assert (desk.heard(), desk.folder.boxes()) == (["four", "five", "six"], [])


def test_what_was_stored_is_not_offered_again_in_every_round(desk: Desk) -> None:
    desk.go_away()
    for text in ("one", "two", "three", "four"):
        desk.says(text)
    desk.come_back()
    desk.replay()
    asked = desk.behind.asked

    desk.replay()

    assert desk.behind.asked == asked + 1


def test_a_dialog_that_the_store_refuses_keeps_no_other_waiting(desk: Desk) -> None:
    desk.go_away()
    desk.says("one")
    desk.clock.seconds += 1
    desk.says("elsewhere", SECOND)
    desk.come_back()
    desk.behind.broken_for = FIRST
    desk.go_away(StoreBroken("of another type"))

    desk.replay()

    assert (desk.heard(SECOND), desk.folder.holds(FIRST)) == (["elsewhere"], True)


@pytest.mark.parametrize(
    ("hours", "heard", "expired"), [(24, ["old", "new"], 0), (24.01, ["new"], 1)]
)
def test_what_waited_too_long_is_set_aside_and_told(
    desk: Desk, hours: float, heard: list[str], expired: int
) -> None:
    desk.go_away()
    desk.says("old")
    desk.clock.seconds += hours * HOUR - 5
    desk.says("new")
    desk.come_back()

    desk.replay()

    assert (desk.heard(), len(aside(desk, "expired"))) == (heard, expired)
    assert desk.results().count("expired") == expired


@pytest.mark.parametrize(("seconds", "late"), [(LATE_SECONDS, False), (LATE_SECONDS + 1, True)])
def test_what_waited_for_long_is_told_to_be_late(desk: Desk, seconds: float, *, late: bool) -> None:
    written = IncomingMessage("m1", FIRST, "chat1", 1, 5, Message("да"))
    desk.folder.keep(SpooledMessage(FIRST, "event", encode_incoming(written)))
    desk.clock.seconds += seconds

    desk.replay()

    [heard] = desk.heard()
    assert decode_incoming(heard) == replace(written, late=late)


def test_a_broken_line_is_set_aside_and_the_others_are_replayed(desk: Desk) -> None:
    desk.go_away()
    for text in ("one", "two", "three"):
        desk.says(text)
    [box] = desk.folder.boxes()
    box.write_bytes(box.read_bytes().replace(b"two", b"2wo"))
    desk.come_back()

    desk.replay()

    assert desk.heard() == ["one", "three"]
    assert (len(aside(desk, "broken")), desk.results().count("broken")) == (1, 1)


def test_a_changed_lead_is_accepted_again(desk: Desk) -> None:
    lead = SpooledLead("member", 5, 1_700_000_000)
    desk.folder.keep(lead)

    desk.replay()

    assert (desk.leads, desk.folder.boxes()) == ([lead], [])


def test_a_lead_whose_dialog_finds_no_room_here_lets_the_others_make_some(desk: Desk) -> None:
    def no_room(_: SpooledLead) -> None:
        raise SpoolUnavailable("full")

    desk.lead_changed = no_room
    desk.folder.keep(SpooledLead("member", 5, None))
    desk.clock.seconds += 1
    desk.go_away()
    desk.says("one")
    desk.come_back()

    desk.replay()

    assert (desk.heard(), len(desk.folder.boxes())) == (["one"], 1)


def test_a_mistake_of_one_lead_keeps_no_other_waiting(desk: Desk) -> None:
    def sealed(_: SpooledLead) -> None:
        raise CortexError("no key opens it", code="SEAL_BROKEN")

    desk.lead_changed = sealed
    desk.folder.keep(SpooledLead("member", 5, None))
    desk.go_away()
    desk.says("one")
    desk.come_back()

    desk.replay()

    assert desk.heard() == ["one"]
