"""Things that are created once, whatever became of earlier attempts."""

import pytest

from engine.errors import CallNotRun, LeaseLost, OutcomeUnknown
from engine.ports.executors import Trail
from integrations.bitrix24.creation_steps import CreationSteps

CALL_LIMIT_SECONDS, WORK_SECONDS = 10.0, 60.0
LONGEST_CALL_SECONDS = CALL_LIMIT_SECONDS + WORK_SECONDS


def steps_with(trail: Trail) -> CreationSteps:
    return CreationSteps(trail, LONGEST_CALL_SECONDS)


class Notes:
    """A trail on paper, which may be taken away."""

    def __init__(self) -> None:
        self.marker = ""
        self.marked_seconds_ago = 0.0
        self.lost = False

    def mark(self, marker: str) -> None:
        if self.lost:
            raise LeaseLost("gone")
        self.marker, self.marked_seconds_ago = marker, 0.0


class Deals:
    """Something to create, and how often that was done."""

    def __init__(self, error: Exception | None = None) -> None:
        self.created = 0
        self.error = error

    def create(self) -> int:
        if self.error is not None:
            raise self.error
        self.created += 1
        return 9


def not_run() -> CallNotRun:
    return CallNotRun("busy", system="bitrix24", operation="crm.item.add")


def unknown() -> OutcomeUnknown:
    return OutcomeUnknown("timeout", system="bitrix24", operation="crm.item.add")


def test_what_is_found_is_not_created() -> None:
    deals = Deals()

    assert steps_with(Notes()).once("deal", find=lambda: 7, create=deals.create) == 7
    assert deals.created == 0


def test_what_was_made_is_remembered_though_no_search_shows_it() -> None:
    notes, deals = Notes(), Deals()
    steps_with(notes).once("deal", find=lambda: None, create=deals.create)

    again = steps_with(notes).once("deal", find=lambda: None, create=deals.create)

    assert (again, deals.created) == (9, 1)


def test_nothing_is_created_while_an_earlier_call_may_still_run() -> None:
    notes = Notes()
    with pytest.raises(OutcomeUnknown):
        steps_with(notes).once("deal", find=lambda: None, create=Deals(unknown()).create)
    notes.marked_seconds_ago = LONGEST_CALL_SECONDS - 1
    deals = Deals()

    with pytest.raises(CallNotRun) as raised:
        steps_with(notes).once("deal", find=lambda: None, create=deals.create)

    assert (raised.value.remote_code, raised.value.retry_after_seconds) == ("MAY_STILL_RUN", 1)
    assert deals.created == 0


def test_it_is_created_once_an_earlier_call_surely_ended() -> None:
    notes = Notes()
    with pytest.raises(OutcomeUnknown):
        steps_with(notes).once("deal", find=lambda: None, create=Deals(unknown()).create)
    notes.marked_seconds_ago = LONGEST_CALL_SECONDS
    deals = Deals()

    steps_with(notes).once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 1


def test_a_call_that_surely_did_not_run_is_repeated_at_once() -> None:
    notes = Notes()
    with pytest.raises(CallNotRun):
        steps_with(notes).once("deal", find=lambda: None, create=Deals(not_run()).create)
    deals = Deals()

    steps_with(notes).once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 1


def test_without_the_lease_nothing_is_created() -> None:
    notes, deals = Notes(), Deals()
    notes.lost = True

    with pytest.raises(LeaseLost):
        steps_with(notes).once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 0


def test_a_call_made_later_counts_for_what_was_tried_before() -> None:
    notes, deals = Notes(), Deals()
    with pytest.raises(OutcomeUnknown):
        steps_with(notes).once("deal", find=lambda: None, create=Deals(unknown()).create)
    notes.marked_seconds_ago = LONGEST_CALL_SECONDS

    steps = steps_with(notes)
    steps.once("contact", find=lambda: 5, create=deals.create)
    steps.once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 1


class SlowPortal:
    """Makes a deal long after it was asked to; nobody hears of it."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.now = 0.0
        self.deals: list[float] = []

    def find(self) -> int | None:
        return 9 if any(made <= self.now for made in self.deals) else None

    def create(self) -> int:
        """Go out at the last moment of the call's own limit, and run as long as any may."""
        self.deals.append(self.now + CALL_LIMIT_SECONDS - 1 + WORK_SECONDS - 1)
        self.pass_time(CALL_LIMIT_SECONDS)
        raise unknown()

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.notes.marked_seconds_ago += seconds


def test_a_call_that_went_out_late_and_ran_long_makes_one_deal() -> None:
    notes = Notes()
    portal = SlowPortal(notes)
    with pytest.raises(OutcomeUnknown):
        steps_with(notes).once("deal", find=portal.find, create=portal.create)
    portal.pass_time(27.0)
    with pytest.raises(CallNotRun) as raised:
        steps_with(notes).once("deal", find=portal.find, create=portal.create)
    portal.pass_time(raised.value.retry_after_seconds)

    assert steps_with(notes).once("deal", find=portal.find, create=portal.create) == 9

    assert len(portal.deals) == 1
