"""Asks a portal whether the bot can work there, and prints what is missing and what to do."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from api.settings import Settings
from engine.errors import CallFailed
from engine.ports.call_limits import CallLimits
from integrations.bitrix24.application_events import events_fault
from integrations.bitrix24.bot_check import bot_fault
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_faults import crm_faults
from integrations.bitrix24.crm_setup import read_crm_setup
from integrations.bitrix24.method_probe import allowed_methods
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.bitrix24.portal_fault import PortalFault
from integrations.clock import SystemClock
from integrations.http import HttpPool


def check_portal(
    portal: Portal,
    settings: Settings,
    limits: CallLimits,
    access: PortalAccess | None,
    *,
    status_ids: Mapping[str, str],
) -> bool:
    """Print each method with `ok` or `missing`, then every fault; False when there is any."""
    with _client(settings, limits, access) as client:
        try:
            allowed = allowed_methods(client, portal)
            for method, is_allowed in allowed.items():
                print(f"  {'ok' if is_allowed else 'missing':<8} {method}")
            faults = list(_faults(client, portal, status_ids)) if all(allowed.values()) else []
        except CallFailed as error:
            print(f"  {error.code} {error.remote_code}")
            return False
    for fault in faults:
        print(f"  {fault.code} {fault.what}; {fault.advice}")
    return all(allowed.values()) and not faults


def _faults(
    client: Bitrix24Client, portal: Portal, status_ids: Mapping[str, str]
) -> Iterator[PortalFault]:
    for fault in (bot_fault(client, portal), events_fault(client, portal)):
        if fault is not None:
            yield fault
    yield from crm_faults(read_crm_setup(client, portal), portal, status_ids)


@contextmanager
def _client(
    settings: Settings, limits: CallLimits, access: PortalAccess | None
) -> Iterator[Bitrix24Client]:
    http = HttpPool(
        system=SYSTEM,
        pool_size=1,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
    try:
        yield Bitrix24Client(http, SystemClock(), limits=limits, access=access)
    finally:
        http.close()
