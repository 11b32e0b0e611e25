"""Portals as configured: where REST may go."""

from dataclasses import replace

import pytest

from engine.errors import CallRefused
from integrations.bitrix24.portal import Portal, PortalInvalid
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.secret import Secret

PORTAL = Portal(
    member_id="m1",
    domain="demo.bitrix24.ru",
    rest_url=Secret("https://demo.bitrix24.ru/rest/1/canary-code/"),
    bot_id=39,
    client_id=Secret("canary-client"),
    application_token=Secret("canary-token"),
)


def test_a_method_is_called_under_the_configured_address() -> None:
    url = PORTAL.method_url("crm.item.get")

    assert url.reveal() == "https://demo.bitrix24.ru/rest/1/canary-code/crm.item.get"


@pytest.mark.parametrize(
    "url",
    [
        "http://demo.bitrix24.ru/rest/1/canary-code/",
        "https://evil.tld/rest/1/canary-code/",
        "https://demo.bitrix24.ru.evil.tld/rest/1/canary-code/",
        "https://demo.bitrix24.ru@evil.tld/rest/1/canary-code/",
        "https://user@demo.bitrix24.ru/rest/1/canary-code/",
        "https://demo.bitrix24.ru/rest/1/canary-code/?x=1",
        "https://demo.bitrix24.ru:x/rest/1/canary-code/",
        "https://[::1/rest/1/canary-code/",
        "file:///rest/1/canary-code/",
        "canary-code",
        "",
    ],
)
def test_an_address_off_the_portals_own_https_host_is_refused_without_repeating_it(
    url: str,
) -> None:
    with pytest.raises(PortalInvalid) as caught:
        replace(PORTAL, rest_url=Secret(url))

    assert "canary" not in f"{caught.value!r} {caught.value.__context__!r}"


@pytest.mark.parametrize(
    "domain", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "localhost", "b24.local"]
)
def test_a_private_host_is_refused_even_when_it_is_the_portals_own(domain: str) -> None:
    with pytest.raises(PortalInvalid):
        replace(PORTAL, domain=domain, rest_url=Secret(f"https://{domain}/rest/1/code/"))


def test_an_emulator_on_this_machine_has_to_be_allowed_by_name() -> None:
    local = Secret("http://127.0.0.1:8099/rest/1/code/")

    portal = replace(PORTAL, rest_url=local, allow_local=True)

    assert portal.method_url("profile").reveal().startswith("http://127.0.0.1:8099/")


@pytest.mark.parametrize("domain", ["", "Demo.bitrix24.ru", "a{b}", "a|b", "demo.bitrix24.ru\n"])
def test_a_domain_that_could_not_be_part_of_a_key_is_refused(domain: str) -> None:
    with pytest.raises(PortalInvalid):
        replace(PORTAL, domain=domain, allow_local=True)


def test_a_stranger_is_not_in_the_directory_and_cannot_be_called() -> None:
    directory = PortalDirectory([PORTAL])

    assert directory.find("m1") is PORTAL
    assert directory.find("m2") is None
    with pytest.raises(CallRefused) as caught:
        directory.require("m2", operation="profile")
    assert caught.value.remote_code == "PORTAL_UNKNOWN"


def test_a_portal_never_prints_its_secrets() -> None:
    assert "canary" not in repr(PORTAL)
