"""The emulated shop over real sockets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from integrations.emulators import EmulatorConfiguration, start_emulators

_SHOP = EmulatorConfiguration().shop


@dataclass(frozen=True)
class ShopClient:
    """Calls the shop with good credentials unless told otherwise."""

    url: str
    session: requests.Session

    def get(self, operation: str, **params: str) -> requests.Response:
        credentials = {"userlogin": _SHOP.login, "userpsw": _SHOP.password_md5}
        return self.session.get(f"{self.url}/{operation}", params={**credentials, **params})

    def rows(self, operation: str, **params: str) -> Any:
        answer = self.get(operation, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def break_next(self, method: str, mode: str) -> None:
        fault = {"method": method, "mode": mode}
        assert self.session.post(f"{self.url}/_emulator/faults", json=fault).ok


@pytest.fixture
def shop() -> Iterator[ShopClient]:
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        yield ShopClient(running.abcp_url, session)


def test_one_number_is_listed_under_every_brand_that_has_it(shop: ShopClient) -> None:
    rows = shop.rows("search/brands", number="01089")

    assert [row["brand"] for row in rows] == ["Febi", "Sasic", "PATRON"]
    assert [row["availability"] for row in rows] == [True, True, False]


def test_both_forms_of_the_path_answer_alike(shop: ShopClient) -> None:
    assert shop.rows("search/brands/", number="06A906032N") == shop.rows(
        "search/brands", number="06a 906 032 n"
    )


def test_a_synonym_of_the_brand_finds_its_offers(shop: ShopClient) -> None:
    rows = shop.rows("search/articles", number="06A115561B", brand="Volkswagen")

    own = [row for row in rows if row["brand"] == "VAG"]
    assert len(own) >= 3


def test_analogs_come_along_unless_refused(shop: ShopClient) -> None:
    with_analogs = shop.rows("search/articles", number="06A115561B", brand="VAG")
    without = shop.rows("search/articles", number="06A115561B", brand="VAG", withOutAnalogs="1")

    assert {row["brand"] for row in with_analogs} == {"VAG", "MANN-FILTER", "Febi"}
    assert {row["brand"] for row in without} == {"VAG"}


def test_a_part_of_a_number_completes_to_what_begins_so(shop: ShopClient) -> None:
    rows = shop.rows("search/tips", number="06a 115")

    assert [row["number"] for row in rows] == ["06A115561A", "06A115561B"]
    assert shop.get("search/tips", number="ZZZ").json()["errorCode"] == 301
    assert shop.get("search/tips").json()["errorCode"] == 2


def test_what_the_maker_sells_instead_comes_along_even_so(shop: ShopClient) -> None:
    rows = shop.rows("search/articles", number="06A115561A", brand="VAG", withOutAnalogs="1")

    assert {(row["brand"], row["number"]) for row in rows} == {("VAG", "06A115561B")}


def test_rows_show_the_quirks_of_different_suppliers(shop: ShopClient) -> None:
    rows = shop.rows("search/articles", number="06A115561B", brand="VAG", withOutAnalogs="1")

    assert {type(row["price"]) for row in rows} == {float, str}
    assert {row["availability"] for row in rows} == {14, "38", -3}
    assert {row["deliveryPeriodMax"] for row in rows} == {"", 48}
    assert "до 7 раб.дн." in {row["deadlineReplace"] for row in rows}
    assert any("isAnalog" in row for row in rows)
    assert not all("isAnalog" in row for row in rows)


def test_online_stocks_are_searched_only_on_request(shop: ShopClient) -> None:
    request = {"number": "06A115561B", "brand": "VAG", "withOutAnalogs": "1"}

    offline = shop.rows("search/articles", **request)
    online = shop.rows("search/articles", **request, useOnlineStocks="1")

    assert len(online) == len(offline) + 1


def test_the_item_key_is_different_on_every_search(shop: ShopClient) -> None:
    request = {"number": "2630035531", "brand": "Kia", "withOutAnalogs": "1"}

    first = {row["itemKey"] for row in shop.rows("search/articles", **request)}
    second = {row["itemKey"] for row in shop.rows("search/articles", **request)}

    assert first.isdisjoint(second)


def test_a_listed_brand_may_have_no_offers(shop: ShopClient) -> None:
    listed = shop.rows("search/brands", number="5N0071680B041")

    answer = shop.get("search/articles", number="5N0071680B041", brand=listed[0]["brand"])

    assert answer.status_code == 404
    assert answer.json() == {"errorCode": 301, "errorMessage": "No results"}


@pytest.mark.parametrize(
    ("operation", "params", "status", "code"),
    [
        ("search/brands", {"number": "NOSUCH1"}, 404, 301),
        ("search/articles", {"number": "06A115561B"}, 400, 2),
        ("search/brands", {}, 400, 2),
        ("search/articles", {"number": "06A115561B", "brand": "BMW"}, 404, 301),
        ("search/nothing", {}, 404, 3),
        ("search/brands", {"number": "01089", "userpsw": "wrong"}, 403, 102),
        ("search/brands", {"number": "01089", "userlogin": "кто-то"}, 403, 102),
    ],
)
def test_a_refusal_carries_its_documented_code(
    shop: ShopClient, operation: str, params: dict[str, str], status: int, code: int
) -> None:
    answer = shop.get(operation, **params)

    assert (answer.status_code, answer.json()["errorCode"]) == (status, code)


def test_credentials_may_come_in_the_form_body(shop: ShopClient) -> None:
    form = {"userlogin": _SHOP.login, "userpsw": _SHOP.password_md5, "number": "P999"}

    answer = shop.session.post(f"{shop.url}/search/brands", data=form)

    assert [row["brand"] for row in answer.json()] == ["Hepu", "Masuma"]


def test_a_list_can_arrive_as_an_object_with_numeric_keys(shop: ShopClient) -> None:
    shop.break_next("search/brands", "list_as_object")

    keyed = shop.rows("search/brands", number="01089")

    assert list(keyed) == ["0", "1", "2"]
    assert keyed["1"]["brand"] == "Sasic"


@pytest.mark.parametrize(
    ("mode", "status", "code"),
    [
        ("not_found", 404, 301),
        ("rate_limited_429", 429, 429),
        ("error_500", 500, 13),
        ("error_in_200", 200, 13),
        ("error_503_limit", 503, 13),
    ],
)
def test_a_scripted_failure_happens_once(
    shop: ShopClient, mode: str, status: int, code: int
) -> None:
    shop.break_next("search/brands", mode)

    broken, healed = (shop.get("search/brands", number="01089") for _ in range(2))

    assert (broken.status_code, broken.json()["errorCode"]) == (status, code)
    assert healed.status_code == 200


def test_the_shop_tells_its_brands_statuses_and_order_subsystem(shop: ShopClient) -> None:
    brands = {row["name"]: row["aliases"] for row in shop.rows("articles/brands")}

    assert "Volkswagen" in brands["VAG"]
    assert shop.rows("orders/version") == 1
    assert {row["isFinalStatus"] for row in shop.rows("orders/statuses")} == {True, False}


def test_the_call_log_keeps_no_password(shop: ShopClient) -> None:
    shop.get("search/brands/", number="01089")

    calls = shop.session.get(f"{shop.url}/_emulator/calls").json()["calls"]

    assert [(call["method"], call["params"]) for call in calls] == [
        ("search/brands", {"number": "01089"})
    ]
