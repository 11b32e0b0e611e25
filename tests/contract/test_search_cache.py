"""What everybody who remembers searches promises."""

import pytest

from engine.ports.search_cache import SearchKey
from tests.contract.stores import CACHE_BOUNDS, Store

KEY = SearchKey("shop-1", "06A115561B", "vag")


def a_key(number: int, *, shop: str = "shop-1") -> SearchKey:
    return SearchKey(shop, f"06A{number:06}")


def test_what_was_never_asked_is_not_known(store: Store) -> None:
    assert store.search_cache.read(KEY) is None


def test_an_answer_is_known_for_a_while(store: Store) -> None:
    store.search_cache.keep(KEY, '{"number": "06А"}')

    store.pass_time(CACHE_BOUNDS.seconds - 30)

    assert store.search_cache.read(KEY) == '{"number": "06А"}'


def test_an_answer_is_not_known_for_longer(store: Store) -> None:
    store.search_cache.keep(KEY, "old")

    store.pass_time(CACHE_BOUNDS.seconds + 1)

    assert store.search_cache.read(KEY) is None


@pytest.mark.parametrize(
    "other",
    [
        SearchKey("shop-2", "06A115561B", "vag"),
        SearchKey("shop-1", "06A115561C", "vag"),
        SearchKey("shop-1", "06A115561B", "mann"),
        SearchKey("shop-1", "06A115561B"),
    ],
    ids=["shop", "number", "brand", "any brand"],
)
def test_an_answer_is_of_one_shop_number_and_brand(store: Store, other: SearchKey) -> None:
    store.search_cache.keep(KEY, "mine")

    assert store.search_cache.read(other) is None


def test_the_latest_answer_counts_and_is_known_as_long_as_any(store: Store) -> None:
    store.search_cache.keep(KEY, "first")
    store.pass_time(CACHE_BOUNDS.seconds - 30)
    store.search_cache.keep(KEY, "second")
    store.pass_time(60)

    assert store.search_cache.read(KEY) == "second"


def test_beyond_the_bound_the_oldest_answers_give_way(store: Store) -> None:
    for number in range(CACHE_BOUNDS.entries + 2):
        store.search_cache.keep(a_key(number), str(number))
        store.pass_time(1)

    known = [store.search_cache.read(a_key(n)) for n in range(CACHE_BOUNDS.entries + 2)]
    assert known == [None, None, "2", "3", "4"]


def test_an_answer_kept_again_is_young_again(store: Store) -> None:
    for number in (0, 1, 2, 0, 3):
        store.search_cache.keep(a_key(number), str(number))
        store.pass_time(1)

    assert [store.search_cache.read(a_key(n)) for n in range(4)] == ["0", None, "2", "3"]


def test_a_forgotten_answer_is_not_known_and_the_others_are(store: Store) -> None:
    store.search_cache.keep(KEY, "mine")
    store.search_cache.keep(a_key(1), "other")

    store.search_cache.forget(KEY)

    assert [store.search_cache.read(key) for key in (KEY, a_key(1))] == [None, "other"]


def test_forgetting_what_nobody_kept_does_no_harm(store: Store) -> None:
    store.search_cache.forget(KEY)

    assert store.search_cache.read(KEY) is None


def test_answers_of_another_shop_take_no_place(store: Store) -> None:
    store.search_cache.keep(KEY, "mine")
    for number in range(CACHE_BOUNDS.entries + 1):
        store.search_cache.keep(a_key(number, shop="shop-2"), "other")

    assert store.search_cache.read(KEY) == "mine"


def test_answers_too_old_take_no_place(store: Store) -> None:
    for number in range(CACHE_BOUNDS.entries):
        store.search_cache.keep(a_key(number), "old")
    store.pass_time(CACHE_BOUNDS.seconds + 1)
    for number in range(3, 3 + CACHE_BOUNDS.entries):
        store.search_cache.keep(a_key(number), "new")

    assert [store.search_cache.read(a_key(n)) for n in range(3, 6)] == ["new"] * 3
