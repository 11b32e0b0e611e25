"""What a portal says of its methods, bot and CRM, over sockets, in both versions of the bot API."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import pytest
import requests

from engine.errors import CallFailed, CallRefused
from integrations.bitrix24.bot_check import bot_fault
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_faults import crm_faults
from integrations.bitrix24.crm_setup import read_crm_setup
from integrations.bitrix24.method_probe import allowed_methods
from integrations.bitrix24.portal import Portal
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.emulators.configuration import LeadStatus
from integrations.http import HttpPool
from integrations.secret import Secret
from tests.integration.test_bitrix24_client_effects import EMULATED, a_portal
from tests.unit.api.edge import the_contract

SENDS = replace(EMULATED, bot_api=2)
KEEPS = replace(EMULATED, bot_api=2, bot_event_mode="fetch")
VERSIONS = pytest.mark.parametrize(
    "asked", [EMULATED, replace(EMULATED, bot_api=2)], indirect=True, ids=["v1", "v2"]
)


@dataclass(frozen=True)
class Asked:
    """A portal and what asks it."""

    url: str
    client: Bitrix24Client
    portal: Portal

    def bot_code(self, portal: Portal) -> str | None:
        fault = bot_fault(self.client, portal)
        return fault.code if fault else None

    def crm_codes(self) -> set[str]:
        setup = read_crm_setup(self.client, self.portal)
        faults = crm_faults(setup, self.portal, the_contract().status_ids)
        return {fault.code for fault in faults}


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> Iterator[Asked]:
    emulated = getattr(request, "param", EMULATED)
    with start_emulators(EmulatorConfiguration(emulated), clock=SystemClock().now) as running:
        http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
        portal = a_portal(running.bitrix_webhook_url)
        manner = ChatManner(api=2 if emulated.bot_api == 2 else 1)
        client = Bitrix24Client(http, SystemClock())
        yield Asked(running.bitrix_url, client, replace(portal, chat=manner))
        http.close()


@VERSIONS
def test_a_portal_that_is_set_up_lets_the_bot_work(asked: Asked) -> None:
    allowed = allowed_methods(asked.client, asked.portal)

    assert all(allowed.values())
    assert bot_fault(asked.client, asked.portal) is None
    assert asked.crm_codes() == set()


def test_the_methods_asked_for_are_those_of_the_bots_version(asked: Asked) -> None:
    fetching = replace(asked.portal, chat=ChatManner(api=2, events="fetch", transfer_to="queue1"))

    first, second = (allowed_methods(asked.client, p) for p in (asked.portal, fetching))

    assert {"imbot.message.add", "imopenlines.bot.session.operator"} <= first.keys()
    assert {"imbot.v2.Event.get", "imopenlines.bot.session.transfer"} <= second.keys()
    assert not [name for name in second if name.startswith("imbot.m")]


@VERSIONS
@pytest.mark.parametrize("bot_id", [0, 77])
def test_a_bot_that_is_not_there_is_missed(asked: Asked, bot_id: int) -> None:
    assert asked.bot_code(replace(asked.portal, bot_id=bot_id)) == "BOT_MISSING"


@VERSIONS
def test_a_bot_of_another_application_is_none_of_ours(asked: Asked) -> None:
    stranger = replace(asked.portal, client_id=Secret("another"))

    assert asked.bot_code(stranger) == "BOT_MISSING"


@pytest.mark.parametrize(
    ("asked", "events", "code"),
    [
        (SENDS, "webhook", None),
        (SENDS, "fetch", "BOT_EVENTS_ELSEWHERE"),
        (KEEPS, "webhook", "BOT_EVENTS_ELSEWHERE"),
        (KEEPS, "fetch", None),
    ],
    indirect=["asked"],
)
def test_a_bot_whose_events_go_another_way_is_told(
    asked: Asked, events: Literal["webhook", "fetch"], code: str | None
) -> None:
    portal = replace(asked.portal, chat=ChatManner(api=2, events=events))

    assert asked.bot_code(portal) == code


def test_the_simple_mode_of_the_crm_is_told(asked: Asked) -> None:
    simple = {"simple_mode": True}
    requests.post(f"{asked.url}/_emulator/crm/conversion", json=simple, timeout=5)

    assert asked.crm_codes() == {"LEADS_OFF"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (replace(EMULATED, lead_statuses=EMULATED.lead_statuses[1:]), "STATUS_UNKNOWN"),
        (replace(EMULATED, deal_stages=(LeadStatus("WON", "x", "S"),)), "DEAL_STAGES_MISSING"),
        (replace(EMULATED, lead_user_fields=()), "FIELD_UNKNOWN"),
    ],
    indirect=["asked"],
)
def test_what_the_portal_lacks_is_told(asked: Asked, code: str) -> None:
    assert asked.crm_codes() == {code}


@pytest.mark.parametrize("mode", ["html_502", "drop_before", "access_denied"])
def test_a_portal_that_gives_no_answer_is_not_called_faultless(asked: Asked, mode: str) -> None:
    fault = {"method": "batch", "mode": mode}
    requests.post(f"{asked.url}/_emulator/faults", json=fault, timeout=5).raise_for_status()

    with pytest.raises(CallFailed):
        asked.crm_codes()


def test_a_read_of_the_batch_that_is_refused_is_not_an_empty_one(asked: Asked) -> None:
    asked_of_nobody = replace(asked.portal, rest_url=Secret(f"{asked.url}/rest/1/revoked/"))

    with pytest.raises(CallRefused):
        read_crm_setup(asked.client, asked_of_nobody)
