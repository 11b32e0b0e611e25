"""Settings of a kept portal: changed part by part, and never together with who the portal is."""

from dataclasses import fields, replace
from typing import Any

import pytest

from engine.errors import InvalidInput
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.crm_fields import CrmFields
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal, PortalInvalid
from integrations.bitrix24.portal_settings import SETTINGS, settings_of, with_settings
from integrations.secret import Secret
from tests.unit.integrations.bitrix24.test_portal_directory import a_portal

PORTAL = replace(
    a_portal("m1"),
    oauth=OAuthGrant("local.1", Secret("canary-1"), Secret("canary-2"), Secret("canary-3")),
    chat=ChatManner(buttons=True),
    crm_fields=CrmFields(lead_address="UF_CRM_1"),
)


def test_what_is_shown_can_be_given_back_and_changes_nothing() -> None:
    assert with_settings(PORTAL, dict(settings_of(PORTAL))) == PORTAL


def test_nothing_secret_is_a_setting() -> None:
    shown = str(settings_of(PORTAL))

    assert not [word for word in ("canary", "token", "client", "rest") if word in shown]


def test_a_part_of_the_manner_leaves_its_other_parts() -> None:
    changed = with_settings(PORTAL, {"chat": {"api": 2, "events": "fetch"}})

    assert changed.chat == ChatManner(api=2, buttons=True, events="fetch")
    assert replace(changed, chat=PORTAL.chat) == PORTAL


def test_a_field_leaves_the_other_fields() -> None:
    changed = with_settings(PORTAL, {"crm_fields": {"deal_address": "UF_CRM_2"}})

    assert changed.crm_fields == CrmFields(lead_address="UF_CRM_1", deal_address="UF_CRM_2")


def test_statuses_are_replaced_as_a_whole_so_that_one_can_be_taken_away() -> None:
    first = with_settings(PORTAL, {"statuses": {"PRICING": "UC_1", "LOST": "UC_2"}})

    second = with_settings(first, {"statuses": {"PRICING": "UC_1"}})

    assert dict(second.statuses) == {"PRICING": "UC_1"}


@pytest.mark.parametrize(
    "name", [*sorted({field.name for field in fields(Portal)} - set(SETTINGS)), "other"]
)
def test_who_the_portal_is_cannot_be_set(name: str) -> None:
    with pytest.raises(PortalInvalid) as caught:
        with_settings(PORTAL, {name: "canary"})

    assert f"`{name}`" in caught.value.message
    assert "canary" not in caught.value.message


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {"chat": {"events": "fetch"}},
        {"chat": {"api": 3}},
        {"chat": "fast"},
        {"chat": {"colour": "red"}},
        {"statuses": {"PRICING": 1}},
        {"manual_statuses": "UC_1"},
        {"crm_fields": {"lead": "UF_CRM_1"}},
    ],
)
def test_a_setting_of_another_form_is_refused(document: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        with_settings(PORTAL, document)

    assert caught.value.code == "PORTAL_INVALID"
