"""Who is found, how often the store is asked, and what happens when it is away."""

import pytest

from engine.errors import CallNotRun, CallRefused, StoreUnavailable
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import (
    REMEMBERED_SECONDS,
    PortalDirectory,
    StoredPortals,
)
from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.sealing import Sealer, new_key
from integrations.secret import Secret


class Clock:
    seconds = 100.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


class CountedRecords(MemoryPortalRecords):
    """Records that count how often they are read."""

    reads = 0
    away = False

    def read(self, member_id: str) -> str | None:
        self.reads += 1
        if self.away:
            raise StoreUnavailable("away")
        return super().read(member_id)


class Office:
    """A directory over a registry over records."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.records = CountedRecords(MemoryStore(self.clock))
        self.registry = PortalRegistry(self.records, Sealer([new_key()]), allow_local=False)
        stored = StoredPortals(self.registry, self.clock)
        self.directory = PortalDirectory([a_portal("fixed")], stored)


def a_portal(member_id: str, bot_id: int = 39, domain: str = "demo.bitrix24.ru") -> Portal:
    return Portal(
        member_id=member_id,
        domain=domain,
        rest_url=Secret(f"https://{domain}/rest/1/code/"),
        bot_id=bot_id,
        client_id=Secret("client"),
        application_token=Secret("token"),
    )


@pytest.fixture
def office() -> Office:
    return Office()


def test_the_portal_of_the_environment_needs_no_store(office: Office) -> None:
    office.records.away = True

    assert office.directory.find("fixed") == a_portal("fixed")
    assert office.records.reads == 0


def test_a_kept_portal_of_the_same_name_is_not_heard(office: Office) -> None:
    office.registry.add(PortalRecord(a_portal("fixed", bot_id=666)))

    assert office.directory.find("fixed") == a_portal("fixed")


def test_a_kept_portal_is_read_once_in_a_while(office: Office) -> None:
    office.registry.add(PortalRecord(a_portal("kept")))

    found = [office.directory.find("kept") for _ in range(5)]

    assert found == [a_portal("kept")] * 5
    assert office.records.reads == 1


def test_a_change_by_another_process_is_seen_soon(office: Office) -> None:
    office.registry.add(PortalRecord(a_portal("kept")))
    office.directory.find("kept")
    office.registry.change("kept", lambda _: PortalRecord(a_portal("kept", bot_id=40)))

    office.clock.seconds += REMEMBERED_SECONDS

    assert office.directory.find("kept") == a_portal("kept", bot_id=40)


def test_a_portal_that_has_uninstalled_is_a_stranger(office: Office) -> None:
    office.registry.add(PortalRecord(a_portal("kept"), installed=False))

    assert office.directory.find("kept") is None


def test_strangers_are_looked_up_once_and_never_pile_up(office: Office) -> None:
    for number in range(5000):
        assert office.directory.find(f"stranger{number % 3000}") is None

    office.records.reads = 0
    office.directory.find("stranger1999")
    assert office.records.reads == 0


def test_a_call_to_a_stranger_is_refused_and_while_the_store_is_away_not_run(
    office: Office,
) -> None:
    with pytest.raises(CallRefused) as refused:
        office.directory.require("stranger", operation="profile")
    office.records.away = True
    with pytest.raises(CallNotRun) as not_run:
        office.directory.require("another", operation="profile")

    assert refused.value.remote_code == "PORTAL_UNKNOWN"
    assert not_run.value.remote_code == "PORTALS_UNAVAILABLE"


def test_all_portals_are_those_served_now_each_once(office: Office) -> None:
    for kept in (a_portal("fixed", bot_id=666), a_portal("kept", domain="kept.bitrix24.ru")):
        office.registry.add(PortalRecord(kept))
    gone = PortalRecord(a_portal("gone", domain="gone.bitrix24.ru"), installed=False)
    office.registry.add(gone)

    portals = office.directory.all()

    assert portals == [a_portal("fixed"), a_portal("kept", domain="kept.bitrix24.ru")]


@pytest.mark.parametrize("broken", ["unsealed", "moved"])
def test_a_record_that_cannot_be_opened_hides_no_other(office: Office, broken: str) -> None:
    office.registry.add(PortalRecord(a_portal("kept")))
    sealed = office.records.read("kept") if broken == "moved" else "not sealed by us"
    office.records.write("another", old=None, new=sealed)

    assert [portal.member_id for portal in office.directory.all()] == ["fixed", "kept"]
