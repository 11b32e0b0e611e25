"""The shop is spared what it has just said, and never when something is to be ordered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

import orjson
import pytest

from engine.errors import StoreUnavailable
from engine.ports.metrics import SilentMetrics
from engine.ports.parts import Found, NothingFound, SearchFailed, SearchResult, SeveralBrands
from engine.ports.search_cache import CacheBounds, SearchCache, SearchKey
from engine.session import Offer
from integrations.abcp.brands import BrandNames
from integrations.abcp.search_document import read, written
from integrations.abcp.search_memory import FreshSearches, RememberedSearches, SearchMemory
from integrations.clock import SystemClock
from integrations.memory.search_cache import MemorySearchCache
from integrations.memory.store import MemoryStore

NUMBER = "06A115561B"
BOUNDS = CacheBounds(seconds=180, entries=10)


def found(price: int = 890, *, number: str = NUMBER) -> Found:
    offer = Offer(
        id=0,
        part_number=number,
        brand="VAG",
        price=Decimal(price),
        delivery_days=2,
        description="Фильтр масляный",
        available=14,
        packing=2,
        supplier_code="11880411",
        item_key=" key with spaces ",
    )
    return Found(number, "VAG", (offer,))


@dataclass
class Shop:
    """Answers as it is told to and counts."""

    says: SearchResult = field(default_factory=found)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        self.asked.append((part_number, brand))
        return self.says


@dataclass
class Tally(SilentMetrics):
    """Counters as they stand."""

    counted: list[str] = field(default_factory=list)

    def count(self, name: str, **labels: str) -> None:
        self.counted.append(f"{name} {labels['result']}")


class BrokenCache:
    """A store that does not answer."""

    def read(self, key: SearchKey) -> str | None:
        raise StoreUnavailable(f"no Redis for {key.part_number}")

    def keep(self, key: SearchKey, text: str) -> None:  # noqa: ARG002 - the port
        raise StoreUnavailable(f"no Redis for {key.part_number}")

    def forget(self, key: SearchKey) -> None:
        raise StoreUnavailable(f"no Redis for {key.part_number}")


@dataclass
class Counter:
    """Both ways of asking one shop."""

    shop: Shop = field(default_factory=Shop)
    cache: SearchCache = field(
        default_factory=lambda: MemorySearchCache(MemoryStore(SystemClock()), BOUNDS)
    )
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        memory = SearchMemory(self.cache, self.tally, "shop-1", BrandNames())
        self.quoting = RememberedSearches(self.shop, memory)
        self.ordering = FreshSearches(self.shop, memory)


def test_what_was_just_asked_is_not_asked_again() -> None:
    counter = Counter()

    first, second = (counter.quoting.search(NUMBER) for _ in range(2))

    assert first == second == found()
    assert len(counter.shop.asked) == 1
    assert counter.tally.counted == ["search_cache miss", "search_cache hit"]


def test_what_fits_in_place_of_the_part_is_remembered_with_it() -> None:
    own = found()
    analog = replace(own.offers[0], kind="analog", instead_of=NUMBER, no_return=True)
    counter = Counter(Shop(replace(own, substitutes=(analog,))))

    first, second = (counter.quoting.search(NUMBER) for _ in range(2))

    assert first == second == replace(own, substitutes=(analog,))


@pytest.mark.parametrize("written_as", ["06a-115-561-b", " 06A 115 561 B"])
def test_a_number_is_the_same_however_it_is_written(written_as: str) -> None:
    counter = Counter()
    counter.quoting.search(NUMBER)

    assert counter.quoting.search(written_as) == found()
    assert len(counter.shop.asked) == 1


def test_a_mercedes_number_answers_as_it_was_asked_for() -> None:
    counter = Counter(Shop(found(number="A2710940204")))
    counter.quoting.search("A2710940204")

    again = counter.quoting.search("2710940204")

    assert again.part_number == "2710940204"
    assert len(counter.shop.asked) == 1


def test_names_of_one_maker_are_one_question_and_other_makers_are_others() -> None:
    counter = Counter()

    for brand in ("VAG", "Volkswagen", "Febi", None):
        counter.quoting.search(NUMBER, brand=brand)

    assert [brand for _, brand in counter.shop.asked] == ["VAG", "Febi", None]


def test_the_question_which_brand_is_remembered() -> None:
    counter = Counter(Shop(SeveralBrands("01089", ("Febi", "Sasic"))))

    for _ in range(2):
        assert counter.quoting.search("01089") == SeveralBrands("01089", ("Febi", "Sasic"))
    assert len(counter.shop.asked) == 1


@pytest.mark.parametrize("answer", [NothingFound(NUMBER), SearchFailed(NUMBER, "CALL_NOT_RUN")])
def test_a_failure_or_an_empty_shelf_is_asked_about_again(answer: SearchResult) -> None:
    counter = Counter(Shop(answer))

    for _ in range(2):
        assert counter.quoting.search(NUMBER) == answer
    assert len(counter.shop.asked) == 2


def test_what_is_to_be_ordered_is_always_asked_of_the_shop() -> None:
    counter = Counter()
    counter.quoting.search(NUMBER, brand="VAG")
    counter.shop.says = found(990)

    assert counter.ordering.search(NUMBER, brand="VAG") == found(990)
    assert len(counter.shop.asked) == 2


@pytest.mark.parametrize("brand", [None, "VAG"])
def test_what_was_learnt_before_an_order_is_quoted_from_then_on(brand: str | None) -> None:
    counter = Counter()
    counter.quoting.search(NUMBER, brand=brand)
    counter.shop.says = found(990)
    counter.ordering.search(NUMBER, brand="VAG")

    assert counter.quoting.search(NUMBER, brand=brand) == found(990)


def test_what_was_gone_before_an_order_is_not_quoted_any_more() -> None:
    counter = Counter()
    counter.quoting.search(NUMBER, brand="VAG")
    counter.shop.says = NothingFound(NUMBER)
    counter.ordering.search(NUMBER, brand="VAG")

    assert counter.quoting.search(NUMBER, brand="VAG") == NothingFound(NUMBER)


def test_a_shop_that_failed_once_says_nothing_against_what_it_said_before() -> None:
    counter = Counter()
    counter.quoting.search(NUMBER, brand="VAG")
    counter.shop.says = SearchFailed(NUMBER, "OUTCOME_UNKNOWN")
    counter.ordering.search(NUMBER, brand="VAG")

    assert counter.quoting.search(NUMBER, brand="VAG") == found()


def test_a_store_that_does_not_answer_costs_a_search_and_nothing_else() -> None:
    counter = Counter(cache=BrokenCache())

    assert counter.quoting.search(NUMBER) == counter.ordering.search(NUMBER, brand="VAG")
    assert set(counter.tally.counted) == {"search_cache unavailable"}


@pytest.mark.parametrize(
    "change",
    [
        {"offers": [{"price": "890", "id": 0}]},
        {"offers": [{"price": "dear", "id": 0, "part_number": NUMBER, "brand": "VAG"}]},
        {"seen": True},
        {"brand": None, "offers": None},
    ],
    ids=["too few", "price", "unknown", "no list"],
)
def test_the_text_of_another_version_is_no_answer(change: Mapping[str, object]) -> None:
    document = {**orjson.loads(written(found()) or ""), **change}

    assert read(orjson.dumps(document).decode()) is None


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "7", "{"])
def test_a_text_of_nobody_is_no_answer(text: str) -> None:
    assert read(text) is None


def test_nothing_is_kept_but_what_a_client_may_be_told() -> None:
    kept = orjson.loads(written(found()) or "")

    assert set(kept["offers"][0]) == {f.name for f in fields(Offer)}
    assert not [name for name in kept["offers"][0] if "price" in name and name != "price"]
