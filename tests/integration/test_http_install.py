"""Installs through the real way in, honest and forged: what is called, kept and said."""

from dataclasses import replace
from typing import Any

import pytest
import requests

from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_record import PortalRecord
from integrations.secret import Secret
from tests.integration.install_office import EMULATED, Office, a_listener, was_called


def test_an_install_is_confirmed_by_portal_and_authorization_server_and_kept(
    office: Office,
) -> None:
    answer = office.install()

    portal = office.kept().portal
    assert answer == (200, "ok")
    assert office.calls() == ["app.info", "profile", "oauth.token"]
    assert portal.application_token == Secret(EMULATED.application_token)
    assert portal.rest_url == Secret(f"{office.url}/rest/")
    assert portal.bot_id == 0


def test_the_tokens_of_the_event_are_used_up_by_the_install(office: Office) -> None:
    fields = office.auth()
    office.send({"event": "ONAPPINSTALL", **fields})

    grant = office.kept().portal.oauth

    assert grant is not None
    assert grant.refresh_token.reveal() != fields["auth[refresh_token]"]
    assert grant.access_token.reveal() != fields["auth[access_token]"]


def test_a_second_install_of_a_known_portal_calls_nobody_and_changes_nothing(
    office: Office,
) -> None:
    office.install()
    before, calls = office.records.all(), len(office.calls())

    answer = office.install(application_token="0" * 32)

    assert answer == (409, "PORTAL_KNOWN")
    assert office.records.all() == before
    assert len(office.calls()) == calls


def test_a_portal_of_the_environment_cannot_be_installed_over(office: Office) -> None:
    assert office.install(member_id="configured") == (409, "PORTAL_KNOWN")
    assert office.calls() == []
    assert office.records.all() == {}


def test_a_webhook_portal_that_was_added_cannot_be_installed_over(office: Office) -> None:
    added = Portal(
        member_id=EMULATED.member_id,
        domain=EMULATED.domain,
        rest_url=Secret(f"{office.url}/rest/1/code/"),
        bot_id=39,
        client_id=Secret("client"),
        application_token=Secret("token"),
        allow_local=True,
    )
    office.registry.add(PortalRecord(added))

    assert office.install() == (409, "PORTAL_KNOWN")
    assert office.kept() == PortalRecord(added)
    assert office.calls() == []


def test_an_operator_opens_a_known_portal_for_one_more_install(office: Office) -> None:
    office.install()
    office.registry.change(
        EMULATED.member_id,
        lambda record: replace(record, portal=replace(record.portal, bot_id=39)),
    )
    office.open_for_install()

    again = office.install(application_token="a-new-token")
    third = office.install(application_token="a-third-token")

    assert (again, third) == ((200, "ok"), (409, "PORTAL_KNOWN"))
    assert office.kept().portal.application_token == Secret("a-new-token")
    assert office.kept().portal.bot_id == 39


def test_the_opening_closes_with_time(office: Office) -> None:
    office.install()
    office.open_for_install(60.0)
    office.clock.ahead = 61.0

    assert office.install() == (409, "PORTAL_KNOWN")


@pytest.mark.parametrize(
    "template",
    [
        "{host}",
        "user@{host}",
        "demo.bitrix24.ru@{host}",
        "{host}/bitrix24.ru",
        "{host}#.bitrix24.ru",
    ],
)
def test_a_forged_domain_is_called_by_nobody(office: Office, template: str) -> None:
    with a_listener() as (host, listener):
        status, code = office.install(domain=template.format(host=host), client_endpoint=None)

        assert not was_called(listener)
    assert (status, code) in {(403, "HOST_NOT_ALLOWED"), (400, "EVENT_INVALID")}
    assert office.records.all() == {}


@pytest.mark.parametrize(
    "domain",
    [
        *("127.0.0.1", "10.0.0.5", "169.254.169.254", "localhost", "::1", "0x7f000001"),
        *("evil.tld", "bitrix24.ru.evil.tld", "bitrix24.ru", "a.b.bitrix24.ru", "-a.bitrix24.ru"),
        *("evilbitrix24.ru", "demo.bitrix24.ru:8443", "demo.bitrix24.ru.", "demo.bitrix24.evil"),
    ],
)
def test_a_domain_where_no_portal_may_be_is_refused(office: Office, domain: str) -> None:
    assert office.install(domain=domain, client_endpoint=None) == (403, "HOST_NOT_ALLOWED")
    assert office.calls() == []
    assert office.records.all() == {}


@pytest.mark.parametrize(
    "template",
    [
        "http://{host}/rest/",
        "https://{host}/rest/",
        "http://{own}@{host}/rest/",
        "{host}",
        "//{host}",
    ],
)
def test_a_forged_endpoint_is_called_by_nobody(office: Office, template: str) -> None:
    with a_listener() as (host, listener):
        endpoint = template.format(host=host, own=office.host)
        answer = office.install(client_endpoint=endpoint)

        assert not was_called(listener)
    assert answer == (403, "INSTALL_UNPROVEN")
    assert (office.calls(), office.records.all()) == ([], {})


def test_a_server_endpoint_of_the_event_is_never_called(office: Office) -> None:
    with a_listener() as (host, listener):
        answer = office.install(server_endpoint=f"http://{host}/rest/")

        assert not was_called(listener)
    assert answer == (200, "ok")


def test_a_portal_that_redirects_the_callback_is_not_followed(office: Office) -> None:
    with a_listener() as (host, listener):
        requests.post(f"{office.url}/_emulator/rename", json={"host": host}, timeout=5)

        answer = office.install()

        assert not was_called(listener)
    assert answer == (403, "INSTALL_UNPROVEN")
    assert office.records.all() == {}


def test_a_token_the_portal_does_not_know_goes_no_further(office: Office) -> None:
    assert office.install(access_token="made-up") == (403, "INSTALL_UNPROVEN")
    assert office.calls() == ["app.info"]
    assert office.records.all() == {}


def test_tokens_of_another_application_are_not_kept(office: Office) -> None:
    assert office.install(refresh_token="made-up") == (403, "INSTALL_UNPROVEN")
    assert office.records.all() == {}


def test_a_portal_cannot_install_under_the_name_of_another(office: Office) -> None:
    assert office.install(member_id="victim") == (403, "INSTALL_UNPROVEN")
    assert office.records.all() == {}


@pytest.mark.parametrize("mode", ["error_500", "html_502", "drop_before"])
@pytest.mark.parametrize("method", ["app.info", "oauth.token"])
def test_an_install_nobody_can_confirm_now_is_not_kept(
    office: Office, method: str, mode: str
) -> None:
    fault: dict[str, Any] = {"method": method, "mode": mode}
    requests.post(f"{office.url}/_emulator/faults", json=fault, timeout=5)

    assert office.install() == (403, "INSTALL_UNPROVEN")
    assert office.records.all() == {}


@pytest.mark.parametrize(
    "path", ["/bitrix/install", "/bitrix/install/wrong", "/bitrix/install/webhook-secret-01"]
)
def test_without_the_secret_of_the_address_nothing_is_read(office: Office, path: str) -> None:
    assert office.send({"event": "ONAPPINSTALL", **office.auth()}, path) == (403, "SECRET_INVALID")
    assert office.calls() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"member_id": None},
        {"member_id": "{p00}"},
        {"member_id": "m\n"},
        {"domain": None},
        {"application_token": ""},
        {"application_token": "жетон"},
        {"access_token": "x" * 600},
    ],
)
def test_an_event_of_another_form_is_refused(office: Office, changes: dict[str, Any]) -> None:
    assert office.install(**changes) == (400, "EVENT_INVALID")
    assert office.calls() == []


def test_another_event_asks_for_nothing_here(office: Office) -> None:
    assert office.send({"event": "ONCRMLEADUPDATE", **office.auth()}) == (200, "noop")


def test_an_uninstall_keeps_settings_and_nothing_that_opens_the_portal(office: Office) -> None:
    office.install()

    answer = office.uninstall()

    assert answer == (200, "ok")
    assert office.kept().installed is False
    assert office.kept().portal.oauth is None


def test_after_an_uninstall_the_portal_may_install_again(office: Office) -> None:
    office.install()
    office.uninstall()

    assert office.install() == (200, "ok")
    assert office.kept().installed


def test_a_clean_uninstall_keeps_nothing(office: Office) -> None:
    office.install()

    assert office.uninstall(clean="1") == (200, "ok")
    assert office.records.all() == {}


@pytest.mark.parametrize("changes", [{"application_token": "0" * 32}, {"member_id": "stranger"}])
def test_an_uninstall_without_proof_changes_nothing(
    office: Office, changes: dict[str, str]
) -> None:
    office.install()
    before = office.records.all()

    assert office.uninstall(**changes) == (403, "TOKEN_INVALID")
    assert office.records.all() == before
