"""The portals an installation serves: that of the environment and those kept in the store."""

from collections.abc import Sequence

from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.clock import Clock
from engine.ports.portal_records import PortalRecords
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory, StoredPortals
from integrations.bitrix24.portal_registry import PortalRegistry
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


def portal_directory(settings: Settings, records: PortalRecords, clock: Clock) -> PortalDirectory:
    """Return every portal this installation serves; without a key, that of the environment."""
    configured = configured_portals(settings)
    if settings.sealing_keys is None:
        return PortalDirectory(configured)
    return PortalDirectory(configured, StoredPortals(portal_registry(settings, records), clock))
