"""Ordering in the shop, put together from what is configured."""

from functools import partial

from api.bootstrap.shop import shop_of
from api.settings import AbcpSettings, OrderSettings, Settings
from engine.ports.clock import Clock
from engine.ports.order_desk import OrderDesk
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import READ_SECONDS, OrderCalls
from integrations.abcp.orders.cart_notes import CartNotes
from integrations.abcp.orders.desk_work import DeskWork
from integrations.abcp.orders.executor import AbcpOrderExecutor
from integrations.abcp.orders.first_subsystem import FirstSubsystem
from integrations.abcp.orders.policy import OrderPolicy, Way
from integrations.abcp.orders.second_subsystem import SecondSubsystem
from integrations.abcp.orders.subsystem import Subsystem
from integrations.abcp.shop import SYSTEM
from integrations.clock import RandomIdentifiers
from integrations.http import HttpPool


def order_executor(
    settings: Settings, abcp: AbcpSettings, desk: OrderDesk, clock: Clock
) -> AbcpOrderExecutor:
    """Build what places orders; its waits are its own, longer than those of a chat."""
    policy = order_policy(abcp.orders)
    pool = partial(HttpPool, system=SYSTEM, allow_local=settings.allow_local_endpoints)
    shop = shop_of(abcp, allow_local=settings.allow_local_endpoints)
    calls = OrderCalls(
        pool(total_seconds=READ_SECONDS),
        shop,
        new_connection=partial(pool, pool_size=1, total_seconds=policy.order_seconds),
    )
    brands = BrandNames()
    both: tuple[Subsystem, ...] = (
        FirstSubsystem(calls, policy, brands),
        SecondSubsystem(calls, policy, brands, CartNotes(desk, shop.account)),
    )
    work = DeskWork(
        account=shop.account,
        calls=calls,
        subsystems={subsystem.version: subsystem for subsystem in both},
        desk=desk,
        policy=policy,
        brands=brands,
    )
    return AbcpOrderExecutor(work, clock=clock, identifiers=RandomIdentifiers())


def order_policy(orders: OrderSettings) -> OrderPolicy:
    """Return what is configured, with nothing added."""
    return OrderPolicy(
        delivery=Way(orders.shipment_method, orders.shipment_address, orders.shipment_office),
        pickup=Way(method=orders.pickup_method, office=orders.pickup_office),
        payment_method=orders.payment_method,
        date=orders.shipment_date,
        order_seconds=float(orders.order_seconds),
    )
