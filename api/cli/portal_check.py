"""Asks a portal whether it lets us do what we need, and prints the answer."""

from api.settings import Settings
from engine.errors import CallFailed
from engine.ports.call_limits import CallLimits
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.method_probe import allowed_methods
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.clock import SystemClock
from integrations.http import HttpPool


def check_portal(
    portal: Portal, settings: Settings, limits: CallLimits, access: PortalAccess | None
) -> bool:
    """Print each method with `ok` or `missing`, or why the portal cannot be asked."""
    http = HttpPool(
        system=SYSTEM,
        pool_size=1,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
    client = Bitrix24Client(http, SystemClock(), limits=limits, access=access)
    try:
        allowed = allowed_methods(client, portal)
    except CallFailed as error:
        print(f"  {error.code} {error.remote_code}")
        return False
    finally:
        http.close()
    for method, is_allowed in allowed.items():
        print(f"  {'ok' if is_allowed else 'missing':<8} {method}")
    return all(allowed.values())
