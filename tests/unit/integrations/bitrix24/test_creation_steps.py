"""Things that are created once, whatever became of earlier attempts."""

import pytest

from engine.errors import CallNotRun, LeaseLost, OutcomeUnknown
from integrations.bitrix24.creation_steps import LONGEST_CALL_SECONDS, CreationSteps


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

    assert CreationSteps(Notes()).once("deal", find=lambda: 7, create=deals.create) == 7
    assert deals.created == 0


def test_what_was_made_is_remembered_though_no_search_shows_it() -> None:
    notes, deals = Notes(), Deals()
    CreationSteps(notes).once("deal", find=lambda: None, create=deals.create)

    again = CreationSteps(notes).once("deal", find=lambda: None, create=deals.create)

    assert (again, deals.created) == (9, 1)


def test_nothing_is_created_while_an_earlier_call_may_still_run() -> None:
    notes = Notes()
    with pytest.raises(OutcomeUnknown):
        CreationSteps(notes).once("deal", find=lambda: None, create=Deals(unknown()).create)
    notes.marked_seconds_ago = LONGEST_CALL_SECONDS - 1
    deals = Deals()

    with pytest.raises(CallNotRun) as raised:
        CreationSteps(notes).once("deal", find=lambda: None, create=deals.create)

    assert (raised.value.remote_code, raised.value.retry_after_seconds) == ("MAY_STILL_RUN", 1)
    assert deals.created == 0


def test_it_is_created_once_an_earlier_call_surely_ended() -> None:
    notes = Notes()
    with pytest.raises(OutcomeUnknown):
        CreationSteps(notes).once("deal", find=lambda: None, create=Deals(unknown()).create)
    notes.marked_seconds_ago = LONGEST_CALL_SECONDS
    deals = Deals()

    CreationSteps(notes).once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 1


def test_a_call_that_surely_did_not_run_is_repeated_at_once() -> None:
    notes = Notes()
    with pytest.raises(CallNotRun):
        CreationSteps(notes).once("deal", find=lambda: None, create=Deals(not_run()).create)
    deals = Deals()

    CreationSteps(notes).once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 1


def test_without_the_lease_nothing_is_created() -> None:
    notes, deals = Notes(), Deals()
    notes.lost = True

    with pytest.raises(LeaseLost):
        CreationSteps(notes).once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 0


def test_a_call_made_later_counts_for_what_was_tried_before() -> None:
    notes, deals = Notes(), Deals()
    with pytest.raises(OutcomeUnknown):
        CreationSteps(notes).once("deal", find=lambda: None, create=Deals(unknown()).create)
    notes.marked_seconds_ago = LONGEST_CALL_SECONDS

    steps = CreationSteps(notes)
    steps.once("contact", find=lambda: 5, create=deals.create)
    steps.once("deal", find=lambda: None, create=deals.create)

    assert deals.created == 1
