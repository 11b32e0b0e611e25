"""An installed application is told of its removal and of leads, at one address, over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from integrations.bitrix24.application_events import WANTED, events_fault, subscribe
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal
from integrations.emulators import EmulatorServer
from integrations.secret import Secret
from tests.integration.crm_desk import EMULATED, CrmDesk, crm_desk
from tests.integration.emulated_desk import WebhookReceiver

HERE, THERE = "http://127.0.0.1:8080/bitrix/events", "http://127.0.0.1:9090/bitrix/events"


@pytest.fixture
def desk() -> Iterator[CrmDesk]:
    with crm_desk() as opened:
        yield opened


def an_application(desk: CrmDesk) -> Portal:
    tokens = requests.post(f"{desk.url}/_emulator/oauth/install", timeout=5).json()
    access, refresh = Secret(tokens["access_token"]), Secret(tokens["refresh_token"])
    grant = OAuthGrant(EMULATED.app_id, Secret("s"), access, refresh, f"{desk.url}/oauth/token/")
    usual = desk.directory.require(EMULATED.member_id, operation="test")
    return replace(usual, rest_url=Secret(f"{desk.url}/rest/"), oauth=grant)


def told(desk: CrmDesk, portal: Portal, url: str = HERE) -> list[str]:
    """Subscribe and return the methods that were called for it."""
    desk.session.delete(f"{desk.url}/_emulator/calls")
    subscribe(desk.client, portal, Secret(url))
    return [call["method"] for call in desk.control("GET", "calls")["calls"]]


def handlers(desk: CrmDesk, portal: Portal) -> list[tuple[str, str]]:
    rows: Any = desk.client.call(portal, "event.get", {})
    return [(row["event"], row["handler"]) for row in rows]


def test_each_event_is_bound_once(desk: CrmDesk) -> None:
    portal = an_application(desk)

    assert told(desk, portal) == ["event.get", "event.bind", "event.bind"]
    assert told(desk, portal) == ["event.get"]
    assert handlers(desk, portal) == [(event, HERE) for event in WANTED]


def test_events_move_with_the_service_and_those_of_others_stay(desk: CrmDesk) -> None:
    portal = an_application(desk)
    told(desk, portal)
    other = {"event": "ONCRMDEALADD", "handler": HERE}
    desk.client.call(portal, "event.bind", other)

    moved = told(desk, portal, THERE)

    assert moved == ["event.get", *["event.bind"] * 2, *["event.unbind"] * 2]
    assert handlers(desk, portal) == [
        ("ONCRMDEALADD", HERE),
        *((event, THERE) for event in WANTED),
    ]


def test_a_binding_that_another_run_has_made_is_as_good(desk: CrmDesk) -> None:
    portal = an_application(desk)
    told(desk, portal)
    desk.break_calls("event.get", "answer", body={"result": []})

    told(desk, portal)

    assert handlers(desk, portal) == [(event, HERE) for event in WANTED]


def test_a_webhook_has_its_events_set_by_hand(desk: CrmDesk) -> None:
    portal = desk.directory.require(EMULATED.member_id, operation="test")

    assert told(desk, portal) == []
    assert events_fault(desk.client, portal) is None


def test_events_that_nobody_hears_are_told(desk: CrmDesk) -> None:
    portal = an_application(desk)

    fault = events_fault(desk.client, portal)
    told(desk, portal)

    assert fault is not None
    assert (fault.code, all(event in fault.what for event in WANTED)) == ("EVENTS_UNHEARD", True)
    assert events_fault(desk.client, portal) is None


def test_a_removal_is_told_where_the_events_were_bound_and_nowhere_before(desk: CrmDesk) -> None:
    receiver = WebhookReceiver()
    with EmulatorServer(receiver) as webhook:
        unheard = desk.control("POST", "app/uninstall")
        told(desk, an_application(desk), f"{webhook.url}/bitrix/events/secret")

        heard = desk.control("POST", "app/uninstall")

    assert (unheard, [sent["webhook_status"] for sent in heard]) == ([], [200])
    assert receiver.paths == ["/bitrix/events/secret"]
    assert receiver.events.get_nowait()["event"] == "ONAPPUNINSTALL"
