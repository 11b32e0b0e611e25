"""Starts both emulators together and keeps them until somebody stops them."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Self

from integrations.emulators.abcp.catalogue_file import load_catalogue
from integrations.emulators.abcp.shop import AbcpEmulator
from integrations.emulators.bitrix24.portal import BitrixEmulator
from integrations.emulators.configuration import EmulatorConfiguration
from integrations.emulators.server import EmulatorServer

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class RunningEmulators:
    """Both servers, already answering; `stop()` closes them and every open connection."""

    configuration: EmulatorConfiguration
    bitrix: EmulatorServer
    abcp: EmulatorServer

    @property
    def bitrix_url(self) -> str:
        return self.bitrix.url

    @property
    def bitrix_webhook_url(self) -> str:
        """The incoming-webhook address a client calls methods under."""
        portal = self.configuration.portal
        return f"{self.bitrix.url}/rest/{portal.webhook_user_id}/{portal.webhook_code}/"

    @property
    def abcp_url(self) -> str:
        return self.abcp.url

    def stop(self) -> None:
        self.bitrix.stop()
        self.abcp.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_emulators(
    configuration: EmulatorConfiguration,
    *,
    clock: Callable[[], float],
    bitrix_port: int = 0,
    abcp_port: int = 0,
    host: str = LOOPBACK,
    webhook_url: str | None = None,
) -> RunningEmulators:
    """Start both; port 0 takes a free one. The clock tells seconds since the epoch."""
    portal = BitrixEmulator(configuration.portal, clock, webhook_url)
    shop = AbcpEmulator(
        configuration.shop, load_catalogue(configuration.shop.catalogue_path), clock
    )
    bitrix = EmulatorServer(portal, host, bitrix_port)
    try:
        abcp = EmulatorServer(shop, host, abcp_port)
    except OSError:
        bitrix.stop()
        raise
    bitrix.start()
    abcp.start()
    return RunningEmulators(configuration, bitrix, abcp)


def run_emulators(
    configuration: EmulatorConfiguration,
    *,
    clock: Callable[[], float],
    bitrix_port: int,
    abcp_port: int,
    host: str = LOOPBACK,
    webhook_url: str | None = None,
    announce: Callable[[RunningEmulators], None],
) -> None:
    """Start both, say so, and serve until the caller is interrupted."""
    with start_emulators(
        configuration,
        clock=clock,
        bitrix_port=bitrix_port,
        abcp_port=abcp_port,
        host=host,
        webhook_url=webhook_url,
    ) as running:
        announce(running)
        Event().wait()
