"""Registers the bot of a portal so that its events come to this installation."""

from urllib.parse import urlsplit

from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import CallLimits
from integrations.bitrix24.bot_registration import BotToRegister, register_bot
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.clock import SystemClock
from integrations.http import HttpPool
from integrations.secret import Secret

_EVENTS = "bitrix/events"


def bot_to_register(settings: Settings, *, code: str, name: str, url: str) -> BotToRegister:
    """Return what to tell a portal; raises InvalidInput for an address it cannot send to."""
    schemes = {"http", "https"} if settings.allow_local_endpoints else {"https"}
    if urlsplit(url).scheme not in schemes or not urlsplit(url).hostname:
        raise InvalidInput("--url must be the public https address of this service", code="USAGE")
    secret = "" if settings.webhook_secret is None else f"/{settings.webhook_secret.reveal()}"
    return BotToRegister(code, name, Secret(f"{url.rstrip('/')}/{_EVENTS}{secret}"))


def registered_bot(
    portal: Portal,
    bot: BotToRegister,
    settings: Settings,
    limits: CallLimits,
    access: PortalAccess | None,
) -> int:
    """Register the bot and return its BOT_ID; raises CallFailed as a call does."""
    http = HttpPool(
        system=SYSTEM,
        pool_size=1,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
    try:
        client = Bitrix24Client(http, SystemClock(), limits=limits, access=access)
        return register_bot(client, portal, bot)
    finally:
        http.close()
