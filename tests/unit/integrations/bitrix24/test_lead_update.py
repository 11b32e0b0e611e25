"""What of an update may still be written when a person may have worked on the lead meanwhile."""

import pytest

from engine.effects import LeadUpdate
from engine.session import Lead
from integrations.bitrix24.lead_update import still_wanted

UPDATE = LeadUpdate("m1", 5, status_id="UC_5SCNOB", part_number="06A115561B", seen_status_id="NEW")


@pytest.mark.parametrize("status", ["NEW", "UC_5SCNOB"])
def test_a_lead_where_it_was_or_already_moved_is_written_whole(status: str) -> None:
    assert still_wanted(UPDATE, Lead(5, status)) == UPDATE


def test_a_status_that_a_person_chose_is_left_alone_and_the_number_still_written() -> None:
    allowed = still_wanted(UPDATE, Lead(5, "UC_ZMK36I"))

    assert (allowed.status_id, allowed.part_number) == (None, "06A115561B")


def test_a_number_that_stands_in_a_lead_led_by_a_person_is_left_alone() -> None:
    allowed = still_wanted(UPDATE, Lead(5, "UC_ZMK36I", "5QM411105R"))

    assert (allowed.status_id, allowed.part_number) == (None, None)


@pytest.mark.parametrize("seen_status_id", [None, "NEW"])
@pytest.mark.parametrize(
    ("standing", "written"),
    [("", "B1"), ("A1", "B1"), ("B1", "B1"), ("MANAGER77", None)],
)
def test_a_number_replaces_only_the_one_that_was_seen(
    standing: str, written: str | None, seen_status_id: str | None
) -> None:
    update = LeadUpdate(
        "m1", 5, part_number="B1", seen_part_number="A1", seen_status_id=seen_status_id
    )

    assert still_wanted(update, Lead(5, "NEW", standing)).part_number == written


def test_an_update_of_unknown_origin_is_written_as_it_is() -> None:
    older = LeadUpdate("m1", 5, status_id="UC_5SCNOB")

    assert still_wanted(older, Lead(5, "UC_ZMK36I")) == older


@pytest.mark.parametrize(
    ("standing", "written"),
    [("", "Пермь"), ("Самара", "Пермь"), ("Пермь", "Пермь"), ("Казань", None)],
)
def test_an_address_replaces_only_the_one_the_bot_knew(standing: str, written: str | None) -> None:
    update = LeadUpdate("m1", 5, address="Пермь", seen_address="Самара")

    assert still_wanted(update, Lead(5, "NEW", address=standing)).address == written
