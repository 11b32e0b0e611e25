"""Installs and uninstalls that a portal sends to the address of its chat events."""

from typing import Any

import pytest

from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.portal_directory import PortalDirectory, StoredPortals
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.store import MemoryStore
from tests.integration.install_office import (
    EMULATED,
    EVENTS_PATH,
    Office,
    a_listener,
    was_called,
)
from tests.unit.api.edge import CountedMetrics, a_client

DAY = 24 * 3600


def install(office: Office, path: str = EVENTS_PATH, **changes: str | None) -> tuple[int, str]:
    return office.send({"event": "ONAPPINSTALL", **office.auth(**changes)}, path)


def uninstall(office: Office, path: str = EVENTS_PATH, **changes: str | None) -> tuple[int, str]:
    without: dict[str, str | None] = {"access_token": None, "refresh_token": None}
    auth = office.auth(**{**without, **changes})
    return office.send({"event": "OnAppUninstall", "data[CLEAN]": "0", **auth}, path)


def test_an_install_is_proven_and_kept_as_on_its_own_route(office: Office) -> None:
    answer = install(office)

    assert answer == (200, "ok")
    assert office.calls() == ["app.info", "profile", "oauth.token"]
    assert office.kept().installed


@pytest.mark.parametrize(
    ("token", "verdict"), [(EMULATED.application_token, "admitted"), ("", "stopped")]
)
def test_only_an_install_that_is_kept_opens_a_portal_that_was_stopped(
    office: Office, token: str, verdict: str
) -> None:
    office.limits.stop(account=EMULATED.member_id, seconds=600)

    install(office, application_token=token)

    admission = office.limits.admit(
        account=EMULATED.member_id, methods=["profile"], patience_seconds=0
    )
    assert admission.verdict == verdict


def test_an_uninstall_takes_everything_that_opens_the_portal(office: Office) -> None:
    office.install()

    answer = uninstall(office)

    assert answer == (200, "ok")
    assert (office.kept().installed, office.kept().portal.oauth) == (False, None)


def test_a_second_install_calls_nobody_and_changes_nothing(office: Office) -> None:
    install(office)
    before, calls = office.records.all(), len(office.calls())

    answer = install(office, application_token="0" * 32)

    assert answer == (409, "PORTAL_KNOWN")
    assert (office.records.all(), len(office.calls())) == (before, calls)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"application_token": "0" * 32}, (403, "TOKEN_INVALID")),
        ({"member_id": "stranger"}, (403, "TOKEN_INVALID")),
        ({"application_token": ""}, (400, "EVENT_INVALID")),
    ],
)
def test_an_uninstall_without_proof_changes_nothing(
    office: Office, changes: dict[str, Any], answer: tuple[int, str]
) -> None:
    install(office)
    before = office.records.all()

    assert uninstall(office, **changes) == answer
    assert office.records.all() == before


def test_a_forged_domain_is_called_by_nobody(office: Office) -> None:
    with a_listener() as (host, listener):
        answer = install(office, domain=host, client_endpoint=None)

        assert not was_called(listener)
    assert answer == (403, "HOST_NOT_ALLOWED")
    assert office.records.all() == {}


def test_a_recorded_uninstall_replayed_after_a_day_removes_nothing(office: Office) -> None:
    office.install()
    auth = office.auth(access_token=None, refresh_token=None)
    recorded = {"event": "ONAPPUNINSTALL", "ts": str(int(office.clock.now())), **auth}
    office.clock.ahead = DAY + 60

    answer = office.send(recorded, EVENTS_PATH)

    assert answer == (403, "EVENT_EXPIRED")
    assert office.kept().installed


def test_the_secret_of_the_address_comes_first(office: Office) -> None:
    assert install(office, "/bitrix/events/wrong") == (403, "SECRET_INVALID")
    assert office.calls() == []


def test_where_no_application_is_configured_an_install_is_refused_with_a_code(
    office: Office,
) -> None:
    store = MemoryStore(office.clock)
    accept = AcceptEvent(
        PortalDirectory((), StoredPortals(office.registry, office.clock)),
        MemoryInbox(store),
        MemoryLeadDialogs(store),
        office.clock,
        CountedMetrics(),
    )
    office.edge = a_client(accept=accept)

    answers = [install(office, "/bitrix/events"), uninstall(office, "/bitrix/events")]

    assert answers == [(403, "APPLICATION_NOT_CONFIGURED")] * 2
    assert office.calls() == []


@pytest.mark.parametrize("changes", [{"member_id": None}, {"member_id": "a b"}])
def test_an_event_of_another_form_is_refused(office: Office, changes: dict[str, Any]) -> None:
    assert install(office, **changes) == (400, "EVENT_INVALID")


def test_a_chat_event_of_an_uninstalled_portal_is_a_strangers(office: Office) -> None:
    install(office)
    uninstall(office)
    event = {"event": "ONIMBOTJOINCHAT", **office.auth()}

    assert office.send(event, EVENTS_PATH) == (403, "TOKEN_INVALID")
    assert EMULATED.member_id in office.records.all()
