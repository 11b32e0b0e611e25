"""Asks the portal for its `profile` once, where an operator allowed it: are credentials good?"""

import structlog

from api.bootstrap.portals import configured_portals
from api.settings import Settings
from engine.errors import CallFailed
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import SYSTEM
from integrations.clock import SystemClock
from integrations.http import HttpPool

log = structlog.get_logger()

_METHOD = "profile"


def check_portal_profile(settings: Settings) -> None:
    """Log whether the portal accepts the credentials; call nothing unless that is allowed.

    The answer names a person, so nothing of it is kept or logged.
    """
    if settings.bitrix is None or not settings.bitrix.debug_profile:
        return
    http = HttpPool(
        system=SYSTEM,
        pool_size=1,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
    (portal,) = configured_portals(settings)
    try:
        Bitrix24Client(http, SystemClock()).call(portal, _METHOD, {})
    except CallFailed as error:
        log.warning(
            "bitrix_profile_checked",
            result="failed",
            code=error.code,
            remote_code=error.remote_code,
        )
    else:
        log.info("bitrix_profile_checked", result="ok")
