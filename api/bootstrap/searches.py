"""How the shop is searched: remembered for minutes to quote from, afresh to order from."""

from dataclasses import dataclass

from engine.ports.clock import Clock
from engine.ports.metrics import Metrics
from engine.ports.parts import PartsCatalogue
from engine.ports.search_cache import SearchCache
from integrations.abcp.brands import BrandNames
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import AbcpClient
from integrations.abcp.search_memory import FreshSearches, RememberedSearches, SearchMemory


@dataclass(frozen=True)
class Searches:
    """What quotes come from, and what is asked before an order."""

    catalogue: PartsCatalogue
    stock: PartsCatalogue


def build_searches(
    client: AbcpClient,
    clock: Clock,
    *,
    account: str,
    cache: SearchCache | None,
    metrics: Metrics,
) -> Searches:
    """Put both together; without a cache each search is a search."""
    brands = BrandNames()
    shop = AbcpCatalogue(client, clock, brands=brands)
    if cache is None:
        return Searches(shop, shop)
    memory = SearchMemory(cache, metrics, account, brands)
    return Searches(RememberedSearches(shop, memory), FreshSearches(shop, memory))
