"""Kept portals: none overwritten silently, none changed behind another's back."""

from dataclasses import replace

import pytest

from engine.errors import CortexError, InvalidInput
from integrations.bitrix24.portal import PortalInvalid
from integrations.bitrix24.portal_record import PortalRecord, encode_record
from integrations.bitrix24.portal_registry import PortalKnown, PortalRegistry
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.sealing import SealBroken, Sealer, new_key
from tests.unit.integrations.bitrix24.test_portal_directory import Clock, a_portal

KEY, NEXT_KEY = new_key(), new_key()


@pytest.fixture
def records() -> MemoryPortalRecords:
    return MemoryPortalRecords(MemoryStore(Clock()))


@pytest.fixture
def registry(records: MemoryPortalRecords) -> PortalRegistry:
    return PortalRegistry(records, Sealer([KEY]), allow_local=False)


def with_bot(record: PortalRecord, bot_id: int) -> PortalRecord:
    return replace(record, portal=replace(record.portal, bot_id=bot_id))


def test_a_second_portal_of_one_member_id_overwrites_nothing(registry: PortalRegistry) -> None:
    registry.add(PortalRecord(a_portal("m1")))

    with pytest.raises(PortalKnown):
        registry.add(PortalRecord(a_portal("m1", bot_id=666)))

    assert registry.find("m1") == PortalRecord(a_portal("m1"))


def test_whoever_takes_over_an_old_domain_does_not_find_its_dialogs(
    registry: PortalRegistry,
) -> None:
    registry.add(PortalRecord(a_portal("m1")))

    with pytest.raises(InvalidInput) as caught:
        registry.add(PortalRecord(a_portal("m2")))

    assert caught.value.code == "DOMAIN_TAKEN"
    assert registry.find("m2") is None


def test_two_changes_at_once_are_both_made(
    registry: PortalRegistry, records: MemoryPortalRecords
) -> None:
    registry.add(PortalRecord(a_portal("m1")))
    other = PortalRegistry(records, Sealer([KEY]), allow_local=False)
    interrupted = iter([True])

    def change(record: PortalRecord) -> PortalRecord:
        if next(interrupted, False):
            other.change("m1", lambda found: with_bot(found, 40))
        return replace(record, reinstall_until=5.0)

    kept = registry.change("m1", change)

    assert kept == registry.find("m1")
    assert (kept.portal.bot_id, kept.reinstall_until) == (40, 5.0)


def test_a_portal_changed_by_others_all_the_time_is_given_up(registry: PortalRegistry) -> None:
    registry.add(PortalRecord(a_portal("m1")))
    bots = iter(range(100, 200))

    def change(record: PortalRecord) -> PortalRecord:
        registry.change("m1", lambda found: with_bot(found, next(bots)))
        return replace(record, reinstall_until=5.0)

    with pytest.raises(CortexError) as caught:
        registry.change("m1", change)

    assert caught.value.code == "PORTAL_BUSY"


def test_a_stranger_cannot_be_changed(registry: PortalRegistry) -> None:
    with pytest.raises(InvalidInput) as caught:
        registry.change("m1", lambda record: record)

    assert caught.value.code == "PORTAL_UNKNOWN"


def test_a_record_moved_to_another_name_in_the_store_is_not_believed(
    registry: PortalRegistry, records: MemoryPortalRecords
) -> None:
    registry.add(PortalRecord(a_portal("m1")))
    records.write("m2", old=None, new=records.read("m1"))

    with pytest.raises(PortalInvalid):
        registry.find("m2")


def test_after_resealing_the_old_key_may_go(
    registry: PortalRegistry, records: MemoryPortalRecords
) -> None:
    registry.add(PortalRecord(a_portal("m1")))

    rotated = PortalRegistry(records, Sealer([NEXT_KEY, KEY]), allow_local=False)
    count = rotated.reseal()

    assert count == 1
    only_new = PortalRegistry(records, Sealer([NEXT_KEY]), allow_local=False)
    assert only_new.find("m1") == PortalRecord(a_portal("m1"))
    with pytest.raises(SealBroken):
        registry.find("m1")


def test_nothing_of_a_portal_can_be_read_in_the_store(
    registry: PortalRegistry, records: MemoryPortalRecords
) -> None:
    registry.add(PortalRecord(a_portal("m1")))

    kept = str(records.all()["m1"])

    assert not [word for word in ("demo.bitrix24.ru", "token", "client", "code") if word in kept]


def test_a_forgotten_portal_may_be_added_again(registry: PortalRegistry) -> None:
    registry.add(PortalRecord(a_portal("m1")))

    registry.forget("m1")
    registry.add(PortalRecord(a_portal("m1", bot_id=40)))

    assert [record.portal.bot_id for record in registry.all()] == [40]


class RenewedMeanwhile(MemoryPortalRecords):
    """Lets another process change the portal between a look and the write after it."""

    renewals: list[PortalRecord]

    def read(self, member_id: str) -> str | None:
        found = super().read(member_id)
        if found is not None and self.renewals:
            renewed = Sealer([KEY]).seal(encode_record(self.renewals.pop()))
            super().write(member_id, old=found, new=renewed)
        return found


@pytest.mark.parametrize("renewals", [1, 3])
def test_a_portal_whose_tokens_are_renewed_meanwhile_is_forgotten_all_the_same(
    renewals: int,
) -> None:
    records = RenewedMeanwhile(MemoryStore(Clock()))
    records.renewals = []
    registry = PortalRegistry(records, Sealer([KEY]), allow_local=False)
    registry.add(PortalRecord(a_portal("m1")))
    records.renewals = [PortalRecord(a_portal("m1", bot_id=40))] * renewals

    registry.forget("m1")

    assert records.all() == {}


def test_a_portal_that_changes_all_the_time_is_not_said_to_be_forgotten() -> None:
    records = RenewedMeanwhile(MemoryStore(Clock()))
    records.renewals = []
    registry = PortalRegistry(records, Sealer([KEY]), allow_local=False)
    registry.add(PortalRecord(a_portal("m1")))
    records.renewals = [PortalRecord(a_portal("m1", bot_id=40))] * 100

    with pytest.raises(CortexError) as caught:
        registry.forget("m1")

    assert caught.value.code == "PORTAL_BUSY"
