"""Clients and executors: everything that reaches Bitrix24 and ABCP."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from api.bootstrap.orders import order_executor, shop_of
from api.settings import BitrixSettings, Settings
from engine.errors import InvalidInput
from engine.ports.clock import Clock
from engine.ports.executors import Executor
from engine.ports.order_desk import OrderDesk
from engine.ports.parts import PartsCatalogue
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import AbcpClient
from integrations.bitrix24.chat_handover import ChatHandoverExecutor
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.contact_upsert import ContactUpsertExecutor
from integrations.bitrix24.deal_convert import DealConvertExecutor
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.portal import Portal, PortalDirectory
from integrations.bitrix24.product_rows_set import ProductRowsSetExecutor
from integrations.bitrix24.timeline_comment import TimelineCommentExecutor
from integrations.bitrix24.typing_indicator import ChatTypingIndicator
from integrations.http import HttpPool


def configured_portals(settings: Settings) -> Sequence[Portal]:
    """Return the portal of the environment, if there is one."""
    if settings.bitrix is None:
        return ()
    return (_portal(settings.bitrix, allow_local=settings.allow_local_endpoints),)


def portal_directory(settings: Settings) -> PortalDirectory:
    """Return the portals this installation serves; empty when none is configured."""
    return PortalDirectory(configured_portals(settings))


@dataclass(frozen=True)
class Hands:
    """What reads and changes the outside."""

    leads: PortalLeads
    catalogue: PartsCatalogue
    typing: ChatTypingIndicator
    executors: dict[str, Executor]


def build_hands(
    settings: Settings, portals: PortalDirectory, clock: Clock, *, desk: OrderDesk
) -> Hands:
    """Build the clients; raises InvalidInput when the shop is not configured."""
    if settings.abcp is None:
        raise InvalidInput("CORTEX_ABCP_URL must be set for a worker", code="SETTING_INVALID")
    bitrix = bitrix_client(settings, clock)
    shop = shop_of(settings.abcp, allow_local=settings.allow_local_endpoints)
    abcp = AbcpClient(_http_pool(settings, system="abcp"), shop, clock, sleep=time.sleep)
    executors: dict[str, Executor] = {
        "chat_reply": ChatReplyExecutor(bitrix, portals),
        "chat_handover": ChatHandoverExecutor(bitrix, portals),
        "lead_update": LeadUpdateExecutor(bitrix, portals),
        "abcp_order": order_executor(settings, settings.abcp, desk, clock),
        "contact_upsert": ContactUpsertExecutor(bitrix, portals, clock),
        "product_rows_set": ProductRowsSetExecutor(bitrix, portals),
        "timeline_comment": TimelineCommentExecutor(bitrix, portals, clock),
        "deal_convert": DealConvertExecutor(bitrix, portals, clock),
    }
    return Hands(
        leads=PortalLeads(bitrix, portals),
        catalogue=AbcpCatalogue(abcp, clock),
        typing=ChatTypingIndicator(bitrix, portals),
        executors=executors,
    )


def bitrix_client(settings: Settings, clock: Clock) -> Bitrix24Client:
    """Return what calls the methods of portals."""
    return Bitrix24Client(_http_pool(settings, system="bitrix24"), clock)


def _http_pool(settings: Settings, *, system: str) -> HttpPool:
    return HttpPool(
        system=system,
        pool_size=settings.worker_greenlets,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )


def _portal(settings: BitrixSettings, *, allow_local: bool) -> Portal:
    return Portal(
        member_id=settings.member_id,
        domain=settings.domain,
        rest_url=settings.rest_url,
        bot_id=settings.bot_id,
        client_id=settings.client_id,
        application_token=settings.application_token,
        lead_part_number_field=settings.lead_part_number_field,
        crm_fields=settings.crm_fields,
        chat=ChatManner(
            api=settings.bot_api,
            buttons=settings.buttons,
            events=settings.events,
            transfer_to=settings.transfer_to,
        ),
        allow_local=allow_local,
    )
