"""Scripted failures as a client feels them: real drops, real waits, effects done or not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from integrations.emulators import EmulatorConfiguration, start_emulators

_PORTAL = EmulatorConfiguration().portal
_LONGER_THAN_ANY_CLIENT_WAITS = 3600


@dataclass(frozen=True)
class FaultyPortal:
    """A portal with one open chat and a bot that tries to speak in it."""

    url: str
    webhook: str
    session: requests.Session
    chat: Any

    def break_calls(self, mode: str, **more: Any) -> None:
        fault = {"method": "imbot.message.add", "mode": mode, **more}
        assert self.session.post(f"{self.url}/_emulator/faults", json=fault).ok

    def reply(self, timeout: float = 10.0) -> requests.Response:
        params = {
            "BOT_ID": _PORTAL.bot_id,
            "CLIENT_ID": _PORTAL.client_id,
            "DIALOG_ID": self.chat["dialog_id"],
            "MESSAGE": "Здравствуйте",
        }
        return self.session.post(self.webhook + "imbot.message.add", json=params, timeout=timeout)

    def stored(self) -> int:
        url = f"{self.url}/_emulator/chats/{self.chat['chat_id']}/messages"
        return len(self.session.get(url).json()["messages"])

    def calls(self) -> Any:
        return self.session.get(f"{self.url}/_emulator/calls").json()["calls"]


@pytest.fixture
def portal() -> Iterator[FaultyPortal]:
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        chat = session.post(f"{running.bitrix_url}/_emulator/chats", json={}).json()
        yield FaultyPortal(running.bitrix_url, running.bitrix_webhook_url, session, chat)


@pytest.mark.parametrize(("mode", "stored"), [("drop_before", 0), ("apply_then_drop", 1)])
def test_a_dropped_connection_hides_whether_the_message_was_sent(
    portal: FaultyPortal, mode: str, stored: int
) -> None:
    portal.break_calls(mode)

    with pytest.raises(requests.ConnectionError):
        portal.reply()

    assert portal.stored() == stored


def test_a_portal_that_cuts_a_long_call_off_has_done_it(portal: FaultyPortal) -> None:
    portal.break_calls("apply_then_drop", delay_seconds=_LONGER_THAN_ANY_CLIENT_WAITS)

    with pytest.raises(requests.ReadTimeout):
        portal.reply(timeout=0.2)

    assert portal.stored() == 1


def test_a_500_may_hide_a_message_that_was_sent(portal: FaultyPortal) -> None:
    portal.break_calls("apply_then_500")

    answer = portal.reply()

    assert (answer.status_code, portal.stored()) == (500, 1)


def test_a_slow_answer_outlasts_the_client_after_the_message_was_sent(portal: FaultyPortal) -> None:
    portal.break_calls("slow", delay_seconds=_LONGER_THAN_ANY_CLIENT_WAITS)

    with pytest.raises(requests.ReadTimeout):
        portal.reply(timeout=0.2)

    assert portal.stored() == 1


@pytest.mark.parametrize(
    ("mode", "status", "code"),
    [
        ("error_500", 500, "INTERNAL_SERVER_ERROR"),
        ("error_503_limit", 503, "QUERY_LIMIT_EXCEEDED"),
        ("limit_in_200", 200, "QUERY_LIMIT_EXCEEDED"),
        ("operating_429", 429, "OPERATION_TIME_LIMIT"),
    ],
)
def test_a_refused_call_leaves_no_message(
    portal: FaultyPortal, mode: str, status: int, code: str
) -> None:
    portal.break_calls(mode)

    answer = portal.reply()

    assert (answer.status_code, answer.json()["error"], portal.stored()) == (status, code, 0)


def test_a_gateway_answers_html_in_place_of_json(portal: FaultyPortal) -> None:
    portal.break_calls("html_502")

    answer = portal.reply()

    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")


def test_faults_can_be_taken_back(portal: FaultyPortal) -> None:
    portal.break_calls("error_500", times=5)

    portal.session.delete(f"{portal.url}/_emulator/faults")

    assert portal.reply().status_code == 200


def test_the_call_log_tells_answered_calls_from_dropped_ones(portal: FaultyPortal) -> None:
    portal.break_calls("drop_before")
    with pytest.raises(requests.ConnectionError):
        portal.reply()
    portal.reply()

    calls = [(call["number"], call["status"], call["fault"]) for call in portal.calls()]

    assert calls == [(1, None, "drop_before"), (2, 200, None)]


def test_replies_sent_at_the_same_time_are_all_stored(portal: FaultyPortal) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        ids = list(pool.map(lambda _: portal.reply().json()["result"], range(40)))

    assert len(set(ids)) == portal.stored() == 40


def test_one_connection_serves_many_calls_and_dies_with_the_server() -> None:
    with requests.Session() as session:
        session.trust_env = False
        running = start_emulators(EmulatorConfiguration(), clock=lambda: 0.0)
        url = running.bitrix_webhook_url + "profile"
        alive = [session.post(url, timeout=5).status_code for _ in range(3)]

        running.stop()

        assert alive == [200, 200, 200]
        with pytest.raises(requests.ConnectionError):
            session.post(url, timeout=5)
