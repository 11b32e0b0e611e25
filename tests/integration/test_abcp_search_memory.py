"""Searches remembered beside a shop over real HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

import pytest
import requests

from engine.ports.metrics import SilentMetrics
from engine.ports.parts import Found
from engine.ports.search_cache import CacheBounds, SearchCache
from integrations.abcp.brands import BrandNames
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import AbcpClient
from integrations.abcp.search_memory import FreshSearches, RememberedSearches, SearchMemory
from integrations.abcp.shop import Shop
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.redis.connection import connect
from integrations.redis.keys import Keys
from integrations.redis.search_cache import RedisSearchCache
from integrations.secret import Secret

EMULATED = EmulatorConfiguration().shop
NUMBER, MAKER = "06A906032N", "VAG"
QUOTED = (Decimal(17120), Decimal("18450.5"))


@dataclass(frozen=True)
class Process:
    """One worker process with its own connections to a shop."""

    url: str
    http: HttpPool
    cache: SearchCache

    def _searches(self) -> tuple[RememberedSearches, FreshSearches]:
        clock = SystemClock()
        shop = Shop(
            self.url, Secret(EMULATED.login), Secret(EMULATED.password_md5), allow_local=True
        )
        client = AbcpClient(self.http, shop, clock, sleep=lambda _: None)
        catalogue = AbcpCatalogue(client, clock)
        memory = SearchMemory(self.cache, SilentMetrics(), shop.account, BrandNames())
        return RememberedSearches(catalogue, memory), FreshSearches(catalogue, memory)

    def quotes(self) -> tuple[Decimal, ...]:
        found = self._searches()[0].search(NUMBER)
        assert isinstance(found, Found)
        return tuple(offer.price for offer in found.offers)

    def asks_afresh(self) -> tuple[Decimal, ...]:
        found = self._searches()[1].search(NUMBER, brand=MAKER)
        assert isinstance(found, Found)
        return tuple(offer.price for offer in found.offers)


@dataclass(frozen=True)
class World:
    """A shop and the processes that ask it."""

    url: str
    session: requests.Session
    processes: tuple[Process, Process]

    def calls(self) -> list[str]:
        calls = self.session.get(f"{self.url}/_emulator/calls").json()["calls"]
        return [call["method"] for call in calls]

    def becomes_dearer(self) -> None:
        change = {"brand": MAKER, "number": NUMBER, "supplier_code": 11890377, "price": "20000"}
        answer = self.session.post(f"{self.url}/_emulator/offers", json=change)
        assert answer.ok, answer.text


@pytest.fixture
def world(redis_url: str) -> Iterator[World]:
    connections = [connect(redis_url) for _ in range(2)]
    keys = Keys(prefix=f"t{uuid4().hex[:12]}")
    with (
        start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        http = HttpPool(system="abcp", total_seconds=5.0, allow_local=True)
        bounds = CacheBounds(seconds=60, entries=10)
        first, second = (
            Process(running.abcp_url, http, RedisSearchCache(connection, keys, bounds))
            for connection in connections
        )
        yield World(running.abcp_url, session, (first, second))
        http.close()
    for connection in connections:
        connection.close()


def test_what_one_process_asked_the_others_know(world: World) -> None:
    first, second = world.processes

    assert first.quotes() == second.quotes() == QUOTED
    assert world.calls() == ["search/brands", "search/articles"]


def test_a_new_price_is_known_before_an_order_and_quoted_after_it(world: World) -> None:
    first, second = world.processes
    first.quotes()
    world.becomes_dearer()

    assert second.quotes() == QUOTED
    assert second.asks_afresh() == (Decimal("18450.5"), Decimal(20000))
    assert first.quotes() == (Decimal("18450.5"), Decimal(20000))


def test_workers_who_miss_at_once_all_get_an_answer(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        quoted = list(pool.map(lambda n: world.processes[n % 2].quotes(), range(8)))

    assert quoted == [QUOTED] * 8
    assert world.processes[0].quotes() == QUOTED
