"""A bot is made once, found again in every way it can be known by, and told where to send."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests

from engine.errors import CallFailed, CallRefused, OutcomeUnknown
from integrations.bitrix24.bot_registration import BotToRegister, RegisteredBot, register_bot
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.secret import Secret
from tests.integration.test_bitrix24_client_effects import EMULATED, a_portal

HERE, THERE = "http://127.0.0.1:8080/bitrix/events", "http://127.0.0.1:9090/bitrix/events"
VERSIONS = pytest.mark.parametrize("portal", [1, 2], indirect=True, ids=["v1", "v2"])


@dataclass
class Office:
    """A portal, the client that calls it, and what its people see."""

    url: str
    client: Bitrix24Client
    portal: Portal

    def register(self, url: str = HERE, *, code: str | None = "new", name: str = "Бот") -> Any:
        """Register as the command does: what was registered is how the portal is kept then."""
        bot = BotToRegister(name, Secret(url), code)
        registered = register_bot(self.client, self.portal, bot)
        self.portal = replace(self.portal, bot_id=registered.bot_id)
        return registered

    def bots(self) -> Mapping[int, Mapping[str, Any]]:
        told = requests.get(f"{self.url}/_emulator/bots", timeout=5).json()["bots"]
        return {bot["id"]: bot for bot in told}

    def methods(self) -> list[str]:
        told = requests.get(f"{self.url}/_emulator/calls", timeout=5).json()["calls"]
        return [call["method"] for call in told]

    def fail(self, method: str, mode: str) -> None:
        fault = {"method": method, "mode": mode}
        requests.post(f"{self.url}/_emulator/faults", json=fault, timeout=5).raise_for_status()


@pytest.fixture
def portal(request: pytest.FixtureRequest) -> Iterator[Office]:
    api = request.param
    emulated = replace(EMULATED, bot_api=api)
    with start_emulators(EmulatorConfiguration(emulated), clock=SystemClock().now) as running:
        http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
        manner = ChatManner(api=api)
        kept = replace(a_portal(running.bitrix_webhook_url), bot_id=0, chat=manner)
        yield Office(running.bitrix_url, Bitrix24Client(http, SystemClock()), kept)
        http.close()


@VERSIONS
def test_a_bot_is_made_once_and_told_again(portal: Office) -> None:
    first, again = portal.register(), portal.register()

    assert (first.made, again) == (True, RegisteredBot(first.bot_id, made=False))
    assert len(portal.bots()) == 2


@VERSIONS
def test_a_bot_that_is_there_moves_to_the_new_address_and_keeps_its_name(portal: Office) -> None:
    made = portal.register(HERE, name="Помощник")

    moved = portal.register(THERE, code=None, name="Другой")

    bot = portal.bots()[made.bot_id]
    assert (moved.made, moved.bot_id) == (False, made.bot_id)
    assert (bot["handler"], bot["name"]) == (THERE, "Помощник")


@VERSIONS
def test_a_bot_found_by_its_code_alone_is_moved_too(portal: Office) -> None:
    made = portal.register(HERE)
    portal.portal = replace(portal.portal, bot_id=0)

    found = portal.register(THERE)

    assert found.bot_id == made.bot_id
    assert portal.bots()[made.bot_id]["handler"] == THERE
    assert len(portal.bots()) == 2


@VERSIONS
def test_the_bot_a_portal_is_kept_with_is_moved_whatever_its_code(portal: Office) -> None:
    portal.portal = replace(portal.portal, bot_id=EMULATED.bot_id)

    moved = portal.register(THERE, code=None)

    assert moved == RegisteredBot(EMULATED.bot_id, made=False)
    assert [bot["handler"] for bot in portal.bots().values()] == [THERE]


@VERSIONS
def test_in_place_of_a_bot_that_is_gone_the_one_of_the_usual_code_is_taken(portal: Office) -> None:
    portal.portal = replace(portal.portal, bot_id=77)

    found = portal.register(THERE, code=None)

    assert found.bot_id == EMULATED.bot_id
    assert portal.bots()[EMULATED.bot_id]["handler"] == THERE


@pytest.mark.parametrize("portal", [2], indirect=True)
def test_a_bot_of_another_application_is_left_alone(portal: Office) -> None:
    stranger = replace(portal.portal, bot_id=EMULATED.bot_id, client_id=Secret("another"))
    portal.portal = stranger

    with pytest.raises(CallRefused) as refused:
        portal.register(THERE, code=None)

    assert refused.value.remote_code == "BOT_OWNERSHIP_ERROR"
    assert portal.bots()[EMULATED.bot_id]["handler"] == ""


@pytest.mark.parametrize("portal", [1], indirect=True)
def test_a_registration_whose_answer_was_lost_is_found_and_not_made_twice(portal: Office) -> None:
    portal.fail("imbot.register", "apply_then_drop")
    with pytest.raises(OutcomeUnknown):
        portal.register()

    portal.register()

    assert len(portal.bots()) == 2


@VERSIONS
@pytest.mark.parametrize("mode", ["html_502", "access_denied", "drop_before"])
def test_an_address_that_could_not_be_told_is_an_error(portal: Office, mode: str) -> None:
    made = portal.register(HERE)
    update = "imbot.update" if portal.portal.chat.api == 1 else "imbot.v2.Bot.update"
    portal.fail(update, mode)

    with pytest.raises(CallFailed):
        portal.register(THERE)

    assert portal.bots()[made.bot_id]["handler"] == HERE
