"""Emulated services far away: late answers, slow connections, and none kept."""

from collections.abc import Iterator

import pytest
import requests

from integrations.emulators import EmulatorConfiguration, RunningEmulators, start_emulators
from integrations.emulators.distance import Distance

TOO_FAR_SECONDS = 30.0
PATIENCE_SECONDS = 0.3


@pytest.fixture
def emulators() -> Iterator[RunningEmulators]:
    with start_emulators(EmulatorConfiguration(), clock=lambda: 0.0) as running:
        yield running


def ask(emulators: RunningEmulators) -> requests.Response:
    return requests.post(emulators.bitrix_webhook_url + "profile", timeout=PATIENCE_SECONDS)


def calls(emulators: RunningEmulators) -> int:
    told = requests.get(f"{emulators.bitrix_url}/_emulator/calls", timeout=PATIENCE_SECONDS)
    return len(told.json()["calls"])


def test_an_answer_from_afar_is_late_though_the_call_was_done(emulators: RunningEmulators) -> None:
    emulators.bitrix.move(Distance(call_seconds=TOO_FAR_SECONDS))

    with pytest.raises(requests.ReadTimeout):
        ask(emulators)

    assert calls(emulators) == 1


def test_a_new_connection_takes_its_time_before_the_call(emulators: RunningEmulators) -> None:
    emulators.bitrix.move(Distance(connect_seconds=TOO_FAR_SECONDS))

    with pytest.raises(requests.ReadTimeout):
        ask(emulators)

    assert calls(emulators) == 0


def test_connections_are_ended_where_none_are_kept(emulators: RunningEmulators) -> None:
    kept = ask(emulators)
    emulators.bitrix.move(Distance(keeps_connections=False))
    ended = ask(emulators)

    assert [kept.headers.get("Connection"), ended.headers.get("Connection")] == [None, "close"]
