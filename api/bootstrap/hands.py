"""Clients and executors: everything that reaches Bitrix24 and ABCP."""

import time
from dataclasses import dataclass
from functools import partial

from api.bootstrap.portals import ServedPortals
from api.settings import AbcpSettings, Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import CallLimits
from engine.ports.clock import Clock
from engine.ports.executors import Executor
from engine.ports.parts import PartsCatalogue
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import AbcpClient
from integrations.abcp.shop import Shop
from integrations.bitrix24.chat_handover import ChatHandoverExecutor
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.typing_indicator import ChatTypingIndicator
from integrations.http import HttpPool


@dataclass(frozen=True)
class Hands:
    """What reads and changes the outside."""

    leads: PortalLeads
    catalogue: PartsCatalogue
    typing: ChatTypingIndicator
    executors: dict[str, Executor]


def build_hands(
    settings: Settings, served: ServedPortals, clock: Clock, *, limits: CallLimits
) -> Hands:
    """Build the clients; raises InvalidInput when the shop is not configured."""
    if settings.abcp is None:
        raise InvalidInput("CORTEX_ABCP_URL must be set for a worker", code="SETTING_INVALID")
    pool = partial(
        HttpPool,
        pool_size=settings.worker_greenlets,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
    bitrix = Bitrix24Client(
        pool(system="bitrix24"),
        clock,
        limits=limits,
        access=served.access,
        total_seconds=float(settings.http_total_seconds),
    )
    portals = served.directory
    shop = _shop(settings.abcp, allow_local=settings.allow_local_endpoints)
    abcp = AbcpClient(pool(system="abcp"), shop, clock, sleep=time.sleep)
    executors: tuple[Executor, ...] = (
        ChatReplyExecutor(bitrix, portals),
        ChatHandoverExecutor(bitrix, portals),
        LeadUpdateExecutor(bitrix, portals),
    )
    kinds = ("chat_reply", "chat_handover", "lead_update")
    return Hands(
        leads=PortalLeads(bitrix, portals),
        catalogue=AbcpCatalogue(abcp, clock),
        typing=ChatTypingIndicator(bitrix, portals),
        executors=dict(zip(kinds, executors, strict=True)),
    )


def _shop(settings: AbcpSettings, *, allow_local: bool) -> Shop:
    return Shop(settings.url, settings.login, settings.password_md5, allow_local=allow_local)
