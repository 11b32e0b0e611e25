"""The check of a portal's credentials: only where it is allowed, and without naming anybody."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from structlog.testing import capture_logs

from api.cli.portal_profile import check_portal_profile
from api.settings import Settings
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators

PORTAL = EmulatorConfiguration().portal


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as emulators:
        yield {
            "CORTEX_API_TOKEN": "0123456789abcdef",
            "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
            "CORTEX_BITRIX_MEMBER_ID": PORTAL.member_id,
            "CORTEX_BITRIX_DOMAIN": PORTAL.domain,
            "CORTEX_BITRIX_APPLICATION_TOKEN": "application-token",
            "CORTEX_BITRIX_REST_URL": emulators.bitrix_webhook_url,
            "CORTEX_BITRIX_BOT_ID": "39",
            "CORTEX_BITRIX_CLIENT_ID": "client",
        }


def checked(environment: dict[str, str], **changes: str) -> list[Any]:
    with capture_logs() as logged:
        check_portal_profile(Settings.from_environment({**environment, **changes}))
    return logged


def calls(environment: dict[str, str]) -> int:
    root = environment["CORTEX_BITRIX_REST_URL"].partition("/rest/")[0]
    return len(requests.get(f"{root}/_emulator/calls", timeout=5).json()["calls"])


def test_nothing_is_called_unless_it_is_allowed(environment: dict[str, str]) -> None:
    before = calls(environment)

    logged = checked(environment)

    assert (logged, calls(environment)) == ([], before)


def test_good_credentials_are_told_without_the_person_behind_them(
    environment: dict[str, str],
) -> None:
    before = calls(environment)

    logged = checked(environment, CORTEX_BITRIX_DEBUG_PROFILE="1")

    assert logged == [{"event": "bitrix_profile_checked", "log_level": "info", "result": "ok"}]
    assert calls(environment) == before + 1


def test_refused_credentials_are_a_warning_and_stop_nothing(environment: dict[str, str]) -> None:
    wrong = environment["CORTEX_BITRIX_REST_URL"].replace(PORTAL.webhook_code, "another-code")

    (line,) = checked(environment, CORTEX_BITRIX_DEBUG_PROFILE="1", CORTEX_BITRIX_REST_URL=wrong)

    assert (line["log_level"], line["result"], line["code"]) == (
        "warning",
        "failed",
        "CALL_REFUSED",
    )
    assert "another-code" not in str(line)
