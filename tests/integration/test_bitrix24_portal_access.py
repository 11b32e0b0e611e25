"""An application's tokens and address over real HTTP: renewed once, kept before use, followed."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
import requests
from structlog.testing import capture_logs

from engine.errors import CallFailed, CallNotRun, CallRefused, StoreUnavailable
from engine.ports.call_limits import CallBudget
from integrations.bitrix24.auth_server import AuthServer
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.bitrix24.portal_directory import PortalDirectory, StoredPortals
from integrations.bitrix24.portal_hosts import PortalHosts
from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.bitrix24.retry_decision import NO_TOKENS_PAUSE_SECONDS
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.memory.call_limits import MemoryCallLimits
from integrations.memory.leases import MemoryLeases
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.sealing import Sealer, new_key
from integrations.secret import Secret

EMULATED = EmulatorConfiguration().portal
METHOD = "server.time"
RENEWAL = "oauth.token"


class Ids:
    """Identifiers by number."""

    def __init__(self) -> None:
        self._next = count()

    def new(self, prefix: str) -> str:
        return f"{prefix}_{next(self._next)}"


class FlakyRecords(MemoryPortalRecords):
    """Records whose next writes fail, or come after somebody else's."""

    failures = 0
    before_next_write: Callable[[], None] | None = None

    def write(self, member_id: str, *, old: str | None, new: str | None) -> bool:
        meanwhile, self.before_next_write = self.before_next_write, None
        if meanwhile is not None:
            meanwhile()
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("away")
        return super().write(member_id, old=old, new=new)


@dataclass
class Office:
    """A portal that has installed the application, and all that keeps the way to it open."""

    url: str
    records: FlakyRecords
    registry: PortalRegistry
    directory: PortalDirectory
    leases: MemoryLeases
    client: Bitrix24Client

    def control(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_emulator/{path}", json=body, timeout=5)
        answer.raise_for_status()
        return answer.json()

    def portal(self) -> Portal:
        return self.directory.require(EMULATED.member_id, operation=METHOD)

    def kept(self) -> Portal:
        record = self.registry.find(EMULATED.member_id)
        assert record is not None
        return record.portal

    def grant(self) -> OAuthGrant:
        grant = self.kept().oauth
        assert grant is not None
        return grant

    def call(self, method: str = METHOD) -> Any:
        return self.client.call(self.portal(), method, {})

    def failure(self) -> CallFailed:
        with pytest.raises(CallFailed) as caught:
            self.call()
        return caught.value

    def calls(self) -> list[tuple[str, int]]:
        told = requests.get(f"{self.url}/_emulator/calls", timeout=5).json()
        assert "secret" not in str(told)
        return [(call["method"], call["status"]) for call in told["calls"]]

    def change_grant(self, **values: Any) -> None:
        self.registry.change(
            EMULATED.member_id,
            lambda record: replace(
                record,
                portal=replace(record.portal, oauth=replace(self.grant(), **values)),
            ),
        )


def an_installed_portal(url: str) -> Portal:
    tokens = requests.post(f"{url}/_emulator/oauth/install", timeout=5).json()
    return Portal(
        member_id=EMULATED.member_id,
        domain=EMULATED.domain,
        rest_url=Secret(f"{url}/rest/"),
        bot_id=EMULATED.bot_id,
        client_id=Secret(""),
        application_token=Secret(EMULATED.application_token),
        oauth=OAuthGrant(
            app_id=EMULATED.app_id,
            app_secret=Secret(EMULATED.app_secret),
            access_token=Secret(tokens["access_token"]),
            refresh_token=Secret(tokens["refresh_token"]),
            auth_url=f"{url}/oauth/token/",
        ),
        allow_local=True,
    )


@pytest.fixture
def office() -> Iterator[Office]:
    clock = SystemClock()
    with start_emulators(EmulatorConfiguration(), clock=clock.now) as running:
        url = running.bitrix_url
        store = MemoryStore(clock)
        records, leases = FlakyRecords(store), MemoryLeases(store)
        registry = PortalRegistry(records, Sealer([new_key()]), allow_local=True)
        registry.add(PortalRecord(an_installed_portal(url)))
        stored = StoredPortals(registry, clock)
        http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
        renamed = url.replace("http://127.0.0.1", "localhost")
        access = PortalAccess(
            registry=registry,
            stored=stored,
            hosts=PortalHosts(frozenset({renamed}), allow_local=True),
            auth=AuthServer(http),
            leases=leases,
            clock=clock,
            identifiers=Ids(),
            sleep=lambda _: None,
        )
        limits = MemoryCallLimits(store, CallBudget(1000, 1000))
        client = Bitrix24Client(http, clock, limits=limits, access=access, total_seconds=3.0)
        yield Office(url, records, registry, PortalDirectory([], stored), leases, client)
        http.close()


def test_an_application_calls_with_its_token_in_the_body(office: Office) -> None:
    assert isinstance(office.call(), str)
    assert office.call("app.info")["CODE"] == EMULATED.app_id
    assert office.calls() == [(METHOD, 200), ("app.info", 200)]


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_an_expired_token_is_renewed_once_kept_and_used(office: Office, mode: str) -> None:
    before = office.grant()
    office.control("oauth/rotation", mode=mode)
    office.control("oauth/expire")

    office.call()
    office.call()

    after = office.grant()
    assert office.calls() == [(METHOD, 401), (RENEWAL, 200), (METHOD, 200), (METHOD, 200)]
    assert after.access_token != before.access_token
    assert after.refresh_token != before.refresh_token


def test_a_rotated_token_is_rotated_again(office: Office) -> None:
    for _ in range(3):
        office.control("oauth/expire")
        office.call()

    assert [status for method, status in office.calls() if method == RENEWAL] == [200] * 3


def test_a_token_the_portal_does_not_know_is_renewed_too(office: Office) -> None:
    office.change_grant(access_token=Secret("unknown"))

    office.call()

    assert office.calls() == [(METHOD, 401), (RENEWAL, 200), (METHOD, 200)]


def test_a_token_refused_again_right_after_its_renewal_is_not_renewed_again(
    office: Office,
) -> None:
    office.control("faults", method=METHOD, mode="error_expired_token", times=5)

    failure = office.failure()

    assert isinstance(failure, CallRefused)
    assert failure.remote_code == "EXPIRED_TOKEN"
    assert office.calls() == [(METHOD, 401), (RENEWAL, 200), (METHOD, 401)]


def test_who_comes_with_an_old_token_takes_the_new_one_without_a_renewal(office: Office) -> None:
    old = office.portal()
    office.control("oauth/expire")
    office.call()

    office.client.call(old, METHOD, {})

    assert [method for method, _ in office.calls()].count(RENEWAL) == 1


def test_new_tokens_are_kept_before_anybody_uses_them(office: Office) -> None:
    office.control("oauth/expire")
    office.records.failures = 99

    failure = office.failure()

    assert isinstance(failure, CallNotRun)
    assert failure.remote_code == "PORTALS_UNAVAILABLE"
    assert office.calls() == [(METHOD, 401), (RENEWAL, 200)]


def test_a_store_that_is_away_for_a_moment_loses_no_tokens(office: Office) -> None:
    office.control("oauth/expire")
    office.records.failures = 2

    office.call()
    office.control("oauth/expire")
    office.call()

    assert [status for method, status in office.calls() if method == RENEWAL] == [200, 200]


def test_tokens_of_a_new_install_that_came_meanwhile_are_the_ones_kept(office: Office) -> None:
    office.control("oauth/expire")

    def install_again() -> None:
        tokens = office.control("oauth/install")
        office.change_grant(
            access_token=Secret(tokens["access_token"]),
            refresh_token=Secret(tokens["refresh_token"]),
        )
        installed.append(office.grant())

    installed: list[OAuthGrant] = []
    office.records.before_next_write = install_again

    office.call()

    assert [office.grant()] == installed


def test_a_setting_changed_while_tokens_are_renewed_is_not_undone(office: Office) -> None:
    office.control("oauth/expire")
    office.records.before_next_write = lambda: office.change_grant(auth_url="http://127.0.0.1:1/")

    office.call()

    assert office.grant().auth_url == "http://127.0.0.1:1/"


def test_while_another_process_renews_nobody_else_does(office: Office) -> None:
    office.control("oauth/expire")
    office.leases.take(f"tokens:{EMULATED.member_id}", owner="another", seconds=30)

    failure = office.failure()

    assert isinstance(failure, CallNotRun)
    assert failure.remote_code == "TOKENS_BEING_RENEWED"
    assert (RENEWAL, 200) not in office.calls()


def test_after_a_failed_renewal_the_right_to_renew_is_free_again(office: Office) -> None:
    office.control("oauth/expire")
    office.control("faults", method=RENEWAL, mode="error_500")
    office.failure()

    assert office.leases.take(f"tokens:{EMULATED.member_id}", owner="another", seconds=30)


@pytest.mark.parametrize(
    ("values", "code", "cure"),
    [
        ({"refresh_token": Secret("used")}, "AUTH_REFUSED_INVALID_GRANT", "install"),
        ({"app_secret": Secret("wrong-secret")}, "AUTH_REFUSED_INVALID_CLIENT", "settings"),
        ({"app_id": "local.other"}, "AUTH_REFUSED_INVALID_CLIENT", "settings"),
        ({"refresh_token": Secret("")}, "AUTH_REFUSED_INVALID_REQUEST", "install"),
    ],
)
def test_an_application_without_a_way_to_new_tokens_asks_once_and_waits(
    office: Office, values: dict[str, Any], code: str, cure: str
) -> None:
    office.change_grant(**values)
    office.control("oauth/expire")

    with capture_logs() as logs:
        first, second = office.failure(), office.failure()

    assert isinstance(first, CallRefused)
    assert first.remote_code == code
    assert isinstance(second, CallNotRun)
    assert second.remote_code == "PORTAL_STOPPED"
    assert second.retry_after_seconds == pytest.approx(NO_TOKENS_PAUSE_SECONDS, abs=10)
    assert office.calls() == [(METHOD, 401), (RENEWAL, 400)]
    [told] = [entry for entry in logs if entry["event"] == "portal_tokens_refused"]
    assert (told["log_level"], told["code"], told["cure"]) == ("error", code, cure)


@pytest.mark.parametrize("mode", ["error_500", "html_502", "drop_before", "error_503_limit"])
def test_an_authorization_server_that_says_nothing_clear_is_asked_again_later(
    office: Office, mode: str
) -> None:
    office.control("oauth/expire")
    office.control("faults", method=RENEWAL, mode=mode)

    failure = office.failure()

    assert isinstance(failure, CallNotRun)
    assert (failure.remote_code, failure.retry_after_seconds) == ("AUTH_UNAVAILABLE", 5.0)


def test_tokens_of_another_portal_are_not_kept(office: Office) -> None:
    installed = an_installed_portal(office.url)
    stranger = replace(installed, member_id="stranger", domain="other.bitrix24.ru")
    office.registry.add(PortalRecord(stranger))
    office.control("oauth/expire")

    with pytest.raises(CallRefused) as caught:
        office.client.call(stranger, METHOD, {})

    assert caught.value.remote_code == "AUTH_REFUSED_OTHER_PORTAL"
    kept = office.registry.find("stranger")
    assert kept is not None
    assert kept.portal == stranger


def test_a_renamed_portal_is_followed_kept_and_called_again_once(office: Office) -> None:
    host = office.url.replace("http://127.0.0.1", "localhost")
    office.control("rename", host=host)

    office.call()
    office.call()

    assert office.calls() == [(METHOD, 302), (METHOD, 200), (METHOD, 200)]
    assert office.kept().rest_url == Secret(f"http://{host}/rest/")
    assert office.kept().domain == EMULATED.domain


@pytest.mark.parametrize("template", ["127.0.0.1:{port}", "user@localhost:{port}", "[::1]:{port}"])
def test_a_move_to_where_no_portal_may_be_changes_and_connects_nothing(
    office: Office, template: str
) -> None:
    before = office.kept()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        office.control("rename", host=template.format(port=listener.getsockname()[1]))

        failure = office.failure()

        with pytest.raises(BlockingIOError):
            listener.accept()
    assert isinstance(failure, CallRefused)
    assert failure.remote_code == "PORTAL_MOVED"
    assert office.kept() == before


def test_the_portal_of_the_environment_waits_for_a_person_to_follow_its_move(
    office: Office,
) -> None:
    fixed = replace(office.kept(), member_id="fixed")
    office.control("rename", host=office.url.replace("http://127.0.0.1", "localhost"))

    with pytest.raises(CallRefused) as caught:
        office.client.call(fixed, METHOD, {})

    assert caught.value.remote_code == "PORTAL_MOVED"
