"""Applications with a page: opened in a frame of the portal, for whoever looks at it."""

from dataclasses import replace

import pytest

from integrations.secret import Secret
from tests.integration.install_office import (
    EMULATED,
    EVENTS_PATH,
    PATH,
    Office,
    a_listener,
    was_called,
)


def test_opening_the_application_for_the_first_time_installs_it(office: Office) -> None:
    reply = office.open_frame()

    portal = office.kept().portal
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    assert "BX24.installFinish()" in reply.text
    assert office.calls() == ["app.info", "profile", "oauth.token"]
    assert portal.rest_url == Secret(f"{office.url}/rest/")
    assert portal.application_token == Secret(EMULATED.application_token)


def test_the_page_runs_nothing_but_what_finishes_the_installation(office: Office) -> None:
    policy = office.open_frame().headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; script-src https://api.bitrix24.com 'sha256-")
    assert "unsafe" not in policy


def test_opening_a_known_portal_again_calls_nobody_and_changes_nothing(office: Office) -> None:
    office.open_frame()
    before, calls = office.records.all(), len(office.calls())

    again = office.open_frame(APPLICATION_TOKEN="0" * 32)

    assert (again.status_code, "PORTAL_KNOWN" in again.text) == (409, True)
    assert again.headers["content-type"].startswith("text/html")
    assert (office.records.all(), len(office.calls())) == (before, calls)


def test_a_frame_may_install_again_what_an_operator_has_opened(office: Office) -> None:
    office.install()
    office.open_for_install()

    assert office.open_frame().status_code == 200
    assert office.open_frame().status_code == 409


@pytest.mark.parametrize("office", [replace(EMULATED, installer_is_admin=False)], indirect=True)
def test_whoever_is_no_administrator_gives_the_bot_no_rights(office: Office) -> None:
    reply = office.open_frame()

    assert (reply.status_code, "INSTALL_UNPROVEN" in reply.text) == (403, True)
    assert office.records.all() == {}


@pytest.mark.parametrize("path", [PATH, EVENTS_PATH], ids=["install", "events"])
@pytest.mark.parametrize("office", [replace(EMULATED, installer_is_admin=False)], indirect=True)
def test_what_a_frame_tells_an_employee_installs_nothing_as_an_event_either(
    office: Office, path: str
) -> None:
    told = office.frame()
    event = {
        "event": "ONAPPINSTALL",
        "auth[domain]": office.host,
        "auth[member_id]": told["member_id"],
        "auth[application_token]": told["APPLICATION_TOKEN"],
        "auth[access_token]": told["AUTH_ID"],
        "auth[refresh_token]": told["REFRESH_ID"],
    }

    assert office.send(event, path) == (403, "INSTALL_UNPROVEN")
    assert office.records.all() == {}


@pytest.mark.parametrize("clean", ["0", "1"])
def test_what_a_frame_shows_an_employee_removes_nothing(office: Office, clean: str) -> None:
    office.install()
    before, told = office.records.all(), office.frame()
    event = {
        "event": "ONAPPUNINSTALL",
        "data[CLEAN]": clean,
        "auth[domain]": office.host,
        "auth[member_id]": told["member_id"],
        "auth[application_token]": told["APPLICATION_TOKEN"],
    }
    its_secret = PATH.rpartition("/")[2]

    answers = [office.send(event, path) for path in (PATH, f"/bitrix/events/{its_secret}")]

    assert answers == [(403, "UNINSTALL_MISPLACED"), (403, "SECRET_INVALID")]
    assert office.records.all() == before


def test_a_forged_domain_of_a_frame_is_called_by_nobody(office: Office) -> None:
    with a_listener() as (host, listener):
        reply = office.open_frame(domain=host)

        assert not was_called(listener)
    assert (reply.status_code, "HOST_NOT_ALLOWED" in reply.text) == (403, True)
    assert office.records.all() == {}


def test_a_frame_under_the_name_of_another_portal_is_not_believed(office: Office) -> None:
    assert office.open_frame(member_id="victim").status_code == 403
    assert office.records.all() == {}


@pytest.mark.parametrize(
    "changes",
    [{"member_id": ""}, {"APPLICATION_TOKEN": ""}, {"AUTH_ID": "ж"}, {"REFRESH_ID": "x" * 600}],
)
def test_a_frame_of_another_form_is_refused(office: Office, changes: dict[str, str]) -> None:
    reply = office.open_frame(**changes)

    assert (reply.status_code, "EVENT_INVALID" in reply.text) == (400, True)
    assert office.calls() == []


def test_a_domain_cannot_write_into_the_page(office: Office) -> None:
    reply = office.open_frame(domain="<script>alert(1)</script>")

    assert reply.status_code == 400
    assert "<script" not in reply.text


def test_a_frame_without_its_domain_is_refused(office: Office) -> None:
    answer = office.send(office.frame())

    assert answer == (400, "EVENT_INVALID")
    assert office.calls() == []
