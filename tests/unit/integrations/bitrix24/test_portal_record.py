"""What is kept of a portal survives being kept, and says what is wrong with it."""

from dataclasses import MISSING, fields, replace
from types import MappingProxyType
from typing import Any

import orjson
import pytest

from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal, PortalInvalid
from integrations.bitrix24.portal_record import (
    PortalRecord,
    decode_record,
    encode_record,
    portal_from,
)
from integrations.secret import Secret

GRANT = OAuthGrant(
    app_id="local.1",
    app_secret=Secret("canary-app"),
    access_token=Secret("canary-access"),
    refresh_token=Secret("canary-refresh"),
    auth_url="https://oauth.bitrix24.tech/oauth/token/",
)
PORTAL = Portal(
    member_id="m1",
    domain="demo.bitrix24.ru",
    rest_url=Secret("https://demo.bitrix24.ru/rest/"),
    bot_id=39,
    client_id=Secret("canary-client"),
    application_token=Secret("canary-token"),
    oauth=GRANT,
    lead_part_number_field="UF_CRM_1",
    statuses=MappingProxyType({"NEW": "UC_1"}),
    manual_statuses=frozenset({"A", "B"}),
    disabled_statuses=frozenset(),
)
DOCUMENT = {
    "member_id": "m1",
    "domain": "demo.bitrix24.ru",
    "rest_url": "https://demo.bitrix24.ru/rest/1/canary-code/",
    "bot_id": 39,
    "client_id": "canary-client",
    "application_token": "canary-token",
}


def kept(record: PortalRecord) -> PortalRecord:
    return decode_record(encode_record(record), allow_local=False)


def test_every_part_of_a_record_survives() -> None:
    record = PortalRecord(PORTAL, installed=False, reinstall_until=12.5)

    assert kept(record) == record


def test_a_webhook_portal_that_configures_nothing_survives() -> None:
    portal = portal_from(DOCUMENT, allow_local=False)

    assert kept(PortalRecord(portal)) == PortalRecord(portal)
    assert portal.oauth is None


def test_every_setting_of_a_portal_can_be_read_from_json() -> None:
    optional = [
        field.name
        for field in fields(Portal)
        if field.default is not MISSING or field.default_factory is not MISSING
    ]
    defaults = portal_from(DOCUMENT, allow_local=False)

    for name in optional:
        assert kept(PortalRecord(defaults)).portal == replace(
            defaults, **{name: getattr(defaults, name)}
        )


def test_a_part_that_a_later_version_has_added_is_ignored() -> None:
    document = encode_record(PortalRecord(PORTAL)).replace(
        '"bot_id":39', '"bot_id":39,"of_the_future":[1]'
    )

    assert decode_record(document, allow_local=False).portal == PORTAL


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"bot_id": "39"}, "bot_id"),
        ({"bot_id": True}, "bot_id"),
        ({"bot_id": None}, "bot_id"),
        ({"client_id": 5}, "client_id"),
        ({"rest_url": ["canary-code"]}, "rest_url"),
        ({"statuses": {"NEW": 1}}, "statuses.NEW"),
        ({"statuses": "NEW"}, "statuses"),
        ({"manual_statuses": {"A": "B"}}, "manual_statuses"),
        ({"manual_statuses": [1]}, "manual_statuses"),
        ({"oauth": {"app_id": "a"}}, "oauth.app_secret"),
        ({"oauth": "canary-access"}, "oauth"),
        ({"token": "canary-token"}, "token"),
    ],
)
def test_a_wrong_part_is_named_and_no_value_repeated(change: dict[str, Any], part: str) -> None:
    with pytest.raises(PortalInvalid) as caught:
        portal_from({**DOCUMENT, **change}, allow_local=False)

    assert f"`{part}`" in caught.value.message
    assert "canary" not in f"{caught.value!r} {caught.value.__context__!r}"


@pytest.mark.parametrize("name", DOCUMENT)
def test_a_missing_part_is_named(name: str) -> None:
    document = {key: value for key, value in DOCUMENT.items() if key != name}

    with pytest.raises(PortalInvalid) as caught:
        portal_from(document, allow_local=False)

    assert f"`{name}`" in caught.value.message


@pytest.mark.parametrize("document", [None, [], "text", 5])
def test_a_document_that_is_no_object_is_refused(document: object) -> None:
    with pytest.raises(PortalInvalid):
        portal_from(document, allow_local=False)


def test_local_addresses_are_allowed_by_the_installation_never_by_the_record() -> None:
    local = replace(PORTAL, rest_url=Secret("http://127.0.0.1:8081/rest/"), allow_local=True)

    assert decode_record(encode_record(PortalRecord(local)), allow_local=True).portal == local
    with pytest.raises(PortalInvalid):
        decode_record(encode_record(PortalRecord(local)), allow_local=False)


def test_nothing_secret_is_shown_of_a_record() -> None:
    assert "canary" not in f"{PortalRecord(PORTAL)!r} {PORTAL!s} {GRANT!r}"


def test_a_record_of_an_earlier_version_does_not_say_where_events_go() -> None:
    told = orjson.loads(encode_record(PortalRecord(PORTAL, bot_events=Secret("fetch"))))
    del told["bot_events"]

    assert decode_record(orjson.dumps(told).decode(), allow_local=False).bot_events == Secret("")
