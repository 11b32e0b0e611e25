"""Which portals and ways in the settings of a process give it."""

import pytest

from api.bootstrap.portals import accept_install, served_portals
from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import Unlimited
from integrations.clock import SystemClock
from integrations.memory.leases import MemoryLeases
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.sealing import new_key

LEAST = {"CORTEX_API_TOKEN": "0123456789abcdef"}
PORTAL = {
    "CORTEX_BITRIX_MEMBER_ID": "m1",
    "CORTEX_BITRIX_DOMAIN": "demo.bitrix24.ru",
    "CORTEX_BITRIX_APPLICATION_TOKEN": "token",
    "CORTEX_BITRIX_REST_URL": "https://demo.bitrix24.ru/rest/1/code/",
    "CORTEX_BITRIX_BOT_ID": "39",
    "CORTEX_BITRIX_CLIENT_ID": "client",
}
KEYS = {"CORTEX_SEALING_KEYS": f"{new_key().reveal()},{new_key().reveal()}"}
APPLICATION = {
    "CORTEX_APPLICATION_ID": "local.1",
    "CORTEX_APPLICATION_SECRET": "secret",
    "CORTEX_APPLICATION_INSTALL_SECRET": "install-secret-01",
    "CORTEX_WEBHOOK_SECRET": "webhook-secret-01",
}


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(SystemClock())


def settings(*parts: dict[str, str]) -> Settings:
    return Settings.from_environment({key: part[key] for part in (LEAST, *parts) for key in part})


def test_without_a_key_the_portal_of_the_environment_is_served_alone(store: MemoryStore) -> None:
    served = served_portals(
        settings(PORTAL), MemoryPortalRecords(store), MemoryLeases(store), SystemClock()
    )

    assert served.access is None
    assert served.directory.find("m1") is not None
    assert served.directory.find("m2") is None


def test_with_keys_kept_portals_are_served_and_kept_accessible(store: MemoryStore) -> None:
    served = served_portals(
        settings(PORTAL, KEYS), MemoryPortalRecords(store), MemoryLeases(store), SystemClock()
    )

    assert served.access is not None


@pytest.mark.parametrize(
    ("parts", "possible"),
    [((), False), ((KEYS,), False), ((APPLICATION,), False), ((KEYS, APPLICATION), True)],
)
def test_portals_install_only_where_there_is_an_application_and_a_key(
    store: MemoryStore, parts: tuple[dict[str, str], ...], *, possible: bool
) -> None:
    accept = accept_install(
        settings(*parts), MemoryPortalRecords(store), Unlimited(), SystemClock()
    )

    assert (accept is not None) == possible


def test_the_portal_of_the_environment_is_known_to_installs(store: MemoryStore) -> None:
    accept = accept_install(
        settings(PORTAL, KEYS, APPLICATION), MemoryPortalRecords(store), Unlimited(), SystemClock()
    )

    assert accept is not None
    assert accept.configured == {"m1"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"CORTEX_APPLICATION_ID": "local.1"},
        {**APPLICATION, "CORTEX_APPLICATION_INSTALL_SECRET": ""},
        {**APPLICATION, "CORTEX_APPLICATION_INSTALL_SECRET": "short"},
        {**APPLICATION, "CORTEX_APPLICATION_INSTALL_SECRET": "webhook-secret-01"},
        {**APPLICATION, "CORTEX_WEBHOOK_SECRET": ""},
        {"CORTEX_SEALING_KEYS": "short"},
        {**APPLICATION, "CORTEX_APPLICATION_AUTH_URL": "http://oauth.bitrix.info/oauth/token/"},
        {"CORTEX_PORTAL_HOSTS": "https://host/"},
    ],
)
def test_half_an_application_or_a_bad_key_stops_the_process(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        settings(wrong)

    assert caught.value.code == "SETTING_INVALID"
