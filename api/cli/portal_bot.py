"""Registers the bot of a portal so that its events come to this installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import CallLimits
from integrations.bitrix24.application_events import subscribe
from integrations.bitrix24.bot_registration import BotToRegister, RegisteredBot, register_bot
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.bitrix24.portal_record import PortalRecord
from integrations.clock import SystemClock
from integrations.http import HttpPool
from integrations.secret import Secret

_EVENTS = "bitrix/events"


def bot_to_register(settings: Settings, *, code: str | None, name: str, url: str) -> BotToRegister:
    """Return what to tell a portal; raises InvalidInput for an address it cannot send to."""
    schemes = {"http", "https"} if settings.allow_local_endpoints else {"https"}
    if urlsplit(url).scheme not in schemes or not urlsplit(url).hostname:
        raise InvalidInput("--url must be the public https address of this service", code="USAGE")
    secret = "" if settings.webhook_secret is None else f"/{settings.webhook_secret.reveal()}"
    return BotToRegister(name, Secret(f"{url.rstrip('/')}/{_EVENTS}{secret}"), code)


def registered_bot(
    portal: Portal,
    bot: BotToRegister,
    settings: Settings,
    limits: CallLimits,
    access: PortalAccess | None,
) -> RegisteredBot:
    """Register the bot, or tell the one there is; raises CallFailed as a call does."""
    with _client(settings, limits, access) as client:
        return register_bot(client, portal, bot)


def subscribe_events(
    portal: Portal,
    bot: BotToRegister,
    settings: Settings,
    limits: CallLimits,
    access: PortalAccess | None,
) -> None:
    """Let the events beside chats come here too; the bot works without them.

    Raises CallFailed as a call does.
    """
    with _client(settings, limits, access) as client:
        subscribe(client, portal, bot.handler_url)


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


def told_of_bot(record: PortalRecord, bot: BotToRegister, registered: RegisteredBot) -> str:
    """Say in one word what was done to the bot of a portal as it was kept until now."""
    if registered.made:
        return "registered"
    return "unchanged" if record.bot_events == events_of(record.portal, bot) else "moved"


def events_of(portal: Portal, bot: BotToRegister) -> Secret:
    """Return where the bot's events go, in the form a record keeps it."""
    return Secret("fetch") if portal.chat.events == "fetch" else bot.handler_url
