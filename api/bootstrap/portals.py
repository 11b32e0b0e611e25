"""The portals an installation serves: that of the environment and those kept in the store."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import CallLimits
from engine.ports.clock import Clock
from engine.ports.leases import Leases
from engine.ports.portal_records import PortalRecords
from integrations.bitrix24.accept_install import AcceptInstall, Application
from integrations.bitrix24.auth_server import AuthServer
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.bitrix24.portal_directory import PortalDirectory, StoredPortals
from integrations.bitrix24.portal_hosts import PortalHosts
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.clock import RandomIdentifiers
from integrations.http import HttpPool
from integrations.sealing import Sealer


def configured_portals(settings: Settings) -> Sequence[Portal]:
    """Return the portal of the environment, if there is one."""
    if settings.bitrix is None:
        return ()
    portal = Portal(
        member_id=settings.bitrix.member_id,
        domain=settings.bitrix.domain,
        rest_url=settings.bitrix.rest_url,
        bot_id=settings.bitrix.bot_id,
        client_id=settings.bitrix.client_id,
        application_token=settings.bitrix.application_token,
        lead_part_number_field=settings.bitrix.lead_part_number_field,
        crm_fields=settings.bitrix.crm_fields,
        chat=ChatManner(
            api=settings.bitrix.bot_api,
            buttons=settings.bitrix.buttons,
            events=settings.bitrix.events,
            transfer_to=settings.bitrix.transfer_to,
        ),
        allow_local=settings.allow_local_endpoints,
    )
    return (portal,)


def portal_registry(settings: Settings, records: PortalRecords) -> PortalRegistry:
    """Return the kept portals; raises InvalidInput when there is no key to keep them with."""
    if settings.sealing_keys is None:
        raise InvalidInput(
            "CORTEX_SEALING_KEYS must be set to keep portals: `cortex portal new-key` makes a key",
            code="SETTING_INVALID",
        )
    return PortalRegistry(
        records, Sealer(settings.sealing_keys), allow_local=settings.allow_local_endpoints
    )


@dataclass(frozen=True)
class ServedPortals:
    """Every portal an installation serves, and what keeps the way to the kept ones open."""

    directory: PortalDirectory
    access: PortalAccess | None


def served_portals(
    settings: Settings, records: PortalRecords, leases: Leases, clock: Clock
) -> ServedPortals:
    """Return them all; without a sealing key, the portal of the environment alone."""
    configured = configured_portals(settings)
    if settings.sealing_keys is None:
        return ServedPortals(PortalDirectory(configured), None)
    registry = portal_registry(settings, records)
    stored = StoredPortals(registry, clock)
    access = PortalAccess(
        registry=registry,
        stored=stored,
        hosts=portal_hosts(settings),
        auth=AuthServer(_http(settings)),
        leases=leases,
        clock=clock,
        identifiers=RandomIdentifiers(),
    )
    return ServedPortals(PortalDirectory(configured, stored), access)


def accept_install(
    settings: Settings, records: PortalRecords, limits: CallLimits, clock: Clock
) -> AcceptInstall | None:
    """Return what lets portals install our application, None where none is configured."""
    if settings.application is None or settings.sealing_keys is None:
        return None
    http = _http(settings)
    return AcceptInstall(
        registry=portal_registry(settings, records),
        configured=frozenset(portal.member_id for portal in configured_portals(settings)),
        hosts=portal_hosts(settings),
        # Without the shared limits: the name an install gives is not proven yet.
        client=Bitrix24Client(http, clock),
        auth=AuthServer(http),
        application=Application(
            settings.application.id, settings.application.secret, settings.application.auth_url
        ),
        clock=clock,
        secret=settings.application.install_secret,
        limits=limits,
    )


def portal_hosts(settings: Settings) -> PortalHosts:
    """Return where a kept portal may be."""
    return PortalHosts(settings.portal_hosts, allow_local=settings.allow_local_endpoints)


def _http(settings: Settings) -> HttpPool:
    return HttpPool(
        system=SYSTEM,
        pool_size=1,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
