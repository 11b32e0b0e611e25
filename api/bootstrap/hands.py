"""Clients and executors: everything that reaches Bitrix24 and ABCP."""

import time
from dataclasses import dataclass

from api.bootstrap.orders import order_executor
from api.bootstrap.portals import ServedPortals
from api.bootstrap.searches import Searches, build_searches
from api.bootstrap.shop import shop_of
from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.call_limits import CallLimits
from engine.ports.clock import Clock
from engine.ports.executors import Executor
from engine.ports.metrics import Metrics
from engine.ports.order_desk import OrderDesk
from engine.ports.order_states import OrderStates
from engine.ports.search_cache import SearchCache
from engine.ports.side_by_side import SideBySide
from integrations.abcp.client import AbcpClient
from integrations.abcp.order_states import AbcpOrderStates
from integrations.bitrix24.chat_handover import ChatHandoverExecutor
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_creators import crm_creators
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.product_rows_set import ProductRowsSetExecutor
from integrations.bitrix24.typing_indicator import ChatTypingIndicator
from integrations.http import HttpPool
from integrations.side_by_side import Threads


@dataclass(frozen=True)
class Hands:
    """What reads and changes the outside."""

    leads: PortalLeads
    searches: Searches
    orders: OrderStates
    side_by_side: SideBySide
    typing: ChatTypingIndicator
    executors: dict[str, Executor]


def build_hands(
    settings: Settings,
    served: ServedPortals,
    clock: Clock,
    *,
    limits: CallLimits,
    desk: OrderDesk,
    cache: SearchCache | None,
    metrics: Metrics,
) -> Hands:
    """Build the clients; raises InvalidInput when the shop is not configured."""
    if settings.abcp is None:
        raise InvalidInput("CORTEX_ABCP_URL must be set for a worker", code="SETTING_INVALID")
    bitrix, portals = bitrix_client(settings, served, clock, limits=limits), served.directory
    shop = shop_of(settings.abcp, allow_local=settings.allow_local_endpoints)
    abcp = AbcpClient(_http_pool(settings, system="abcp"), shop, clock, sleep=time.sleep)
    replies = ChatReplyExecutor(bitrix, portals)
    executors: dict[str, Executor] = {
        "chat_reply": replies,
        "order_wait": replies,
        "chat_handover": ChatHandoverExecutor(bitrix, portals),
        "lead_update": LeadUpdateExecutor(bitrix, portals),
        "abcp_order": order_executor(settings, settings.abcp, desk, clock),
        **crm_creators(bitrix, portals, longest_call_seconds=settings.longest_portal_call_seconds),
        "product_rows_set": ProductRowsSetExecutor(bitrix, portals),
    }
    return Hands(
        leads=PortalLeads(bitrix, portals),
        searches=build_searches(abcp, clock, account=shop.account, cache=cache, metrics=metrics),
        orders=AbcpOrderStates(abcp, clock),
        side_by_side=Threads(settings.abcp.parallel_searches),
        typing=ChatTypingIndicator(bitrix, portals),
        executors=executors,
    )


def bitrix_client(
    settings: Settings, served: ServedPortals, clock: Clock, *, limits: CallLimits
) -> Bitrix24Client:
    """Return what calls the methods of portals, within what they allow."""
    return Bitrix24Client(
        _http_pool(settings, system="bitrix24"),
        clock,
        limits=limits,
        access=served.access,
        total_seconds=float(settings.http_total_seconds),
    )


def _http_pool(settings: Settings, *, system: str) -> HttpPool:
    return HttpPool(
        system=system,
        pool_size=settings.worker_greenlets,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
