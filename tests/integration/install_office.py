"""The real way in for installs, before a registry, and a portal whose people install."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import requests
from falcon import testing

from engine.ports.call_limits import CallBudget
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.accept_install import AcceptInstall, Application
from integrations.bitrix24.auth_server import AuthServer
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal_directory import PortalDirectory, StoredPortals
from integrations.bitrix24.portal_hosts import PortalHosts
from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.emulators.configuration import Portal as EmulatedPortal
from integrations.http import HttpPool
from integrations.memory.call_limits import MemoryCallLimits
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.sealing import Sealer, new_key
from integrations.secret import Secret
from tests.unit.api.edge import CountedMetrics, a_client

EMULATED = EmulatorConfiguration().portal
PATH = "/bitrix/install/install-secret-01"
EVENTS_PATH = "/bitrix/events/webhook-secret-01"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Clock(SystemClock):
    """The real one, and ahead of it."""

    ahead = 0.0

    def now(self) -> float:
        return super().now() + self.ahead


@dataclass
class Office:
    """The HTTP edge before a registry, and the portal that installs."""

    url: str
    clock: Clock
    records: MemoryPortalRecords
    registry: PortalRegistry
    limits: MemoryCallLimits
    edge: testing.TestClient

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def tokens(self) -> dict[str, str]:
        told = requests.post(f"{self.url}/_emulator/oauth/install", timeout=5)
        tokens: dict[str, str] = told.json()
        return tokens

    def auth(self, **changes: str | None) -> dict[str, str]:
        fields = {
            "domain": self.host,
            "client_endpoint": f"{self.url}/rest/",
            "server_endpoint": "https://oauth.bitrix.info/rest/",
            "member_id": EMULATED.member_id,
            "application_token": EMULATED.application_token,
            "expires_in": "3600",
            **self.tokens(),
            **changes,
        }
        return {f"auth[{name}]": value for name, value in fields.items() if value is not None}

    def send(self, fields: dict[str, str], path: str = PATH) -> tuple[int, str]:
        reply = self.edge.simulate_post(path, body=urlencode(fields), headers=FORM)
        return reply.status_code, reply.json.get("code") or reply.json["result"]

    def frame(self, **changes: str) -> dict[str, str]:
        """What a browser posts that opens the application in a frame of the portal."""
        tokens = self.tokens()
        return {
            "AUTH_ID": tokens["access_token"],
            "AUTH_EXPIRES": "3600",
            "REFRESH_ID": tokens["refresh_token"],
            "SERVER_ENDPOINT": "https://oauth.bitrix.info/rest/",
            "APPLICATION_TOKEN": EMULATED.application_token,
            "APPLICATION_SCOPE": "imbot,imopenlines,im,crm",
            "member_id": EMULATED.member_id,
            "status": "L",
            "PLACEMENT": "DEFAULT",
            **changes,
        }

    def open_frame(self, domain: str | None = None, **changes: str) -> testing.Result:
        form = self.frame(**changes)
        query = {"DOMAIN": domain or self.host, "PROTOCOL": "0", "LANG": "ru", "APP_SID": "0"}
        return self.edge.simulate_post(PATH, body=urlencode(form), headers=FORM, params=query)

    def install(self, **changes: str | None) -> tuple[int, str]:
        return self.send({"event": "ONAPPINSTALL", **self.auth(**changes)})

    def uninstall(self, *, clean: str = "0", **changes: str | None) -> tuple[int, str]:
        without = {"access_token": None, "refresh_token": None}
        event = {"event": "ONAPPUNINSTALL", "data[CLEAN]": clean}
        return self.send({**event, **self.auth(**{**without, **changes})}, EVENTS_PATH)

    def calls(self) -> list[str]:
        told = requests.get(f"{self.url}/_emulator/calls", timeout=5).json()
        return [call["method"] for call in told["calls"]]

    def kept(self) -> PortalRecord:
        record = self.registry.find(EMULATED.member_id)
        assert record is not None
        return record

    def open_for_install(self, seconds: float = 60.0) -> None:
        until = self.clock.now() + seconds
        self.registry.change(
            EMULATED.member_id, lambda record: replace(record, reinstall_until=until)
        )


@contextmanager
def an_office(emulated: EmulatedPortal = EMULATED) -> Iterator[Office]:
    """Open the edge before a registry in memory, and the portal."""
    clock = Clock()
    with start_emulators(EmulatorConfiguration(emulated), clock=clock.now) as running:
        url = running.bitrix_url
        http = HttpPool(system="bitrix24", total_seconds=5.0, allow_local=True)
        records = MemoryPortalRecords(MemoryStore(clock))
        registry = PortalRegistry(records, Sealer([new_key()]), allow_local=True)
        limits = MemoryCallLimits(MemoryStore(clock), CallBudget(50, 2))
        accept = AcceptInstall(
            registry=registry,
            configured=frozenset({"configured"}),
            hosts=PortalHosts(frozenset({url.removeprefix("http://")}), allow_local=True),
            client=Bitrix24Client(http, clock),
            auth=AuthServer(http),
            application=Application(
                EMULATED.app_id, Secret(EMULATED.app_secret), f"{url}/oauth/token/"
            ),
            clock=clock,
            secret=Secret("install-secret-01"),
            limits=limits,
        )
        inbox = AcceptEvent(
            PortalDirectory((), StoredPortals(registry, clock)),
            MemoryInbox(MemoryStore(clock)),
            MemoryLeadDialogs(MemoryStore(clock)),
            clock,
            CountedMetrics(),
            Secret("webhook-secret-01"),
            accept.at_events,
        )
        yield Office(url, clock, records, registry, limits, a_client(install=accept, accept=inbox))
        http.close()


@contextmanager
def a_listener() -> Iterator[tuple[str, socket.socket]]:
    """A place that notices every connection, whatever is said there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield f"127.0.0.1:{listener.getsockname()[1]}", listener


def was_called(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True
