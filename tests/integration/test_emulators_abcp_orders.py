"""The emulated shop's baskets and orders over real sockets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from integrations.emulators import EmulatorConfiguration, start_emulators

SHOP = EmulatorConfiguration().shop
ACCOUNT = {"userlogin": SHOP.login, "userpsw": SHOP.password_md5}
PART = {"number": "06A906032N", "brand": "VAG"}
CHOSEN = {"shipmentMethod": "12", "shipmentAddress": "41", "paymentMethod": "31"}


@dataclass
class Counter:
    """A shop, somebody who buys there, and its clock."""

    url: str = ""
    session: requests.Session = field(default_factory=requests.Session)
    seconds: float = 1_770_000_000.0

    def get(self, operation: str, **params: Any) -> requests.Response:
        return self.session.get(f"{self.url}/{operation}", params={**ACCOUNT, **params})

    def post(self, operation: str, **form: Any) -> requests.Response:
        return self.session.post(f"{self.url}/{operation}", data={**ACCOUNT, **form})

    def control(self, path: str, body: Any = None) -> Any:
        url = f"{self.url}/_emulator/{path}"
        return (self.session.get(url) if body is None else self.session.post(url, json=body)).json()

    def break_next(self, method: str, mode: str, **more: Any) -> None:
        assert self.control("faults", {"method": method, "mode": mode, **more}) == {"ok": True}

    def position(self, index: int = 0, quantity: int = 1, row: int = 0) -> dict[str, str]:
        """Search, and return the row found as form fields of an order."""
        found = self.get("search/articles", **PART, withOutAnalogs="1").json()[row]
        fields = {
            "brand": found["brand"],
            "number": found["number"],
            "supplierCode": str(found["supplierCode"]),
            "itemKey": found["itemKey"],
            "quantity": str(quantity),
        }
        return {f"positions[{index}][{name}]": value for name, value in fields.items()}

    def order(self, *positions: dict[str, str], **more: Any) -> Any:
        form = {k: v for position in positions for k, v in position.items()}
        return self.post("orders/instant", **form, **CHOSEN, **more).json()

    @property
    def orders(self) -> Any:
        return self.control("orders")["orders"]


@pytest.fixture
def shop() -> Iterator[Counter]:
    counter = Counter()
    with start_emulators(EmulatorConfiguration(), clock=lambda: counter.seconds) as running:
        counter.url = running.abcp_url
        counter.session.trust_env = False
        yield counter
        counter.session.close()


def test_an_instant_order_is_placed_and_listed_under_its_tag(shop: Counter) -> None:
    placed = shop.order(shop.position(), clientOrderNumber="BOT-1", comment="#BOT-1")

    listed = shop.get("orders", format="p", limit="5").json()
    number = placed["orders"][0]["number"]
    assert (placed["status"], placed["clientOrderNumber"]) == (1, "BOT-1")
    assert listed["count"] == "1"
    assert listed["items"][number]["clientOrderNumber"] == "BOT-1"
    assert listed["items"][number]["positions"][0]["itemKey"]
    assert shop.get("orders/list", **{"orders[0]": number}).json()[0]["number"] == number


def test_the_same_tag_twice_is_two_orders_as_on_a_real_shop(shop: Counter) -> None:
    for _ in range(2):
        shop.order(shop.position(), clientOrderNumber="BOT-1")

    assert len(shop.orders) == 2
    assert shop.control("orders")["posts"] == {"BOT-1": 2}


@pytest.mark.parametrize("missing", CHOSEN)
def test_an_order_that_does_not_choose_is_refused(shop: Counter, missing: str) -> None:
    chosen = {name: value for name, value in CHOSEN.items() if name != missing}

    answer = shop.post("orders/instant", **shop.position(), **chosen).json()

    assert (answer["status"], answer["orders"], shop.orders) == (0, [], [])
    assert answer["errorMessage"]


def test_an_item_key_expires_and_belongs_to_its_offer(shop: Counter) -> None:
    old, other = shop.position(), shop.position(row=1)
    mixed = {**old, "positions[0][itemKey]": other["positions[0][itemKey]"]}

    wrong = shop.order(mixed)
    shop.seconds += 1000
    stale = shop.order(old)

    assert (wrong["status"], stale["status"], shop.orders) == (0, 0, [])


def test_adding_the_same_line_adds_up_and_zero_takes_it_out(shop: Counter) -> None:
    position = shop.position()
    for _ in range(2):
        shop.post("basket/add", **position)
    doubled = shop.get("basket/content").json()

    shop.post("basket/add", **{**position, "positions[0][quantity]": "0"})

    assert [line["quantity"] for line in doubled] == ["2"]
    assert shop.get("basket/content").json() == []


def test_an_instant_order_leaves_what_lies_in_the_basket(shop: Counter) -> None:
    shop.control("basket", {"brand": "KYB", "number": "333305"})

    shop.order(shop.position())

    assert len(shop.get("basket/content").json()) == 1


@pytest.mark.parametrize(("option", "left"), [({}, 0), ({"partial_ordering": True}, 1)])
def test_a_basket_is_ordered_line_by_line_only_where_switched_on(
    shop: Counter, option: dict[str, bool], left: int
) -> None:
    shop.control("options", option)
    shop.control("basket", {"brand": "KYB", "number": "333305"})
    shop.post("basket/add", **shop.position())
    mine = shop.get("basket/content").json()[1]["positionId"]

    answer = shop.post("basket/order", **{"positionIds[0]": mine}, **CHOSEN).json()

    assert answer["status"] == 1
    assert len(shop.get("basket/content").json()) == left


def test_a_second_basket_is_there_only_where_switched_on(shop: Counter) -> None:
    listed, refused = shop.get("basket/multibasket"), shop.get("basket/content", basketId="2")

    shop.control("options", {"multibasket": True})

    assert (listed.json(), refused.json()["errorCode"]) == ([], 4)
    assert [row["id"] for row in shop.get("basket/multibasket").json()] == [1, 2]


def test_an_order_of_one_basket_leaves_the_other_alone(shop: Counter) -> None:
    shop.control("options", {"multibasket": True})
    shop.control("basket", {"brand": "KYB", "number": "333305"})
    shop.post("basket/add", **shop.position(), basketId="2")

    answer = shop.post("basket/order", **CHOSEN, basketId="2").json()

    [line] = shop.orders[0]["lines"]
    assert (answer["status"], line["number"]) == (1, PART["number"])
    assert [line["number"] for line in shop.get("basket/content").json()] == ["333305"]
    assert shop.get("basket/content", basketId="2").json() == []


@pytest.mark.parametrize(
    ("mode", "status", "orders", "named", "left"),
    [
        ("partial", 0, 1, 1, 1),
        ("several_orders", 1, 2, 2, 0),
        ("empty_orders", 1, 1, 0, 0),
        ("leaves_lines", 0, 0, 0, 2),
    ],
)
def test_an_order_can_go_wrong_in_the_ways_shops_know(
    shop: Counter, mode: str, status: int, orders: int, named: int, left: int
) -> None:
    shop.break_next("orders/instant", mode)

    answer = shop.order(shop.position(0), shop.position(1, row=1))

    assert (answer["status"], len(answer["orders"])) == (status, named)
    assert (len(shop.orders), len(shop.get("basket/content").json())) == (orders, left)


def test_an_order_may_be_listed_late(shop: Counter) -> None:
    shop.break_next("orders/instant", "shown_late", delay_seconds=30)
    shop.order(shop.position())
    at_once = shop.get("orders").json()["count"]

    shop.seconds += 31

    assert (at_once, shop.get("orders").json()["count"]) == ("0", "1")


def test_orders_may_come_keyed_by_their_number(shop: Counter) -> None:
    shop.break_next("orders/instant", "orders_as_object")

    answer = shop.order(shop.position())

    assert list(answer["orders"]) == [shop.orders[0]["number"]]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("numbers_as_text", (str, "1", "36\u00a0901,00", "2")),
        ("numbers_as_figures", (int, 1, 36901.0, 2)),
    ],
)
def test_figures_of_an_order_come_as_text_or_as_numbers(
    shop: Counter, form: str, expected: tuple[type, object, object, object]
) -> None:
    shop.break_next("orders/instant", form)

    answer = shop.order(shop.position(quantity=2))

    [order] = answer["orders"]
    [line] = order["positions"]
    shown = (type(order["number"]), answer["status"], order["sum"], line["quantity"])
    assert shown == expected
    assert line["number"] == PART["number"]


@pytest.mark.parametrize(("form", "kind"), [("errors_as_list", list), ("errors_as_object", dict)])
def test_what_is_wrong_may_come_as_a_list_or_an_object(
    shop: Counter, form: str, kind: type
) -> None:
    shop.break_next("orders/instant", form)

    answer = shop.post("orders/instant", **shop.position()).json()

    assert type(answer["errorMessage"]) is kind
    assert answer["errorMessage"]


def test_a_price_that_changed_blocks_the_order(shop: Counter) -> None:
    shop.break_next("orders/instant", "price_changed")

    answer = shop.order(shop.position())

    assert (answer["errorCode"], shop.orders) == (303, [])


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"positions[0][quantity]": "many"}, 4),
        ({"positions[0][itemKey]": ""}, 2),
        ({"shipmentmethod": "12"}, 4),
    ],
)
def test_an_order_is_read_strictly(shop: Counter, form: dict[str, str], code: int) -> None:
    answer = shop.post("orders/instant", **{**shop.position(), **CHOSEN, **form})

    assert (answer.status_code, answer.json()["errorCode"]) == (400, code)


def test_an_order_is_never_placed_by_a_get(shop: Counter) -> None:
    answer = shop.get("orders/instant", **shop.position(), **CHOSEN)

    assert (answer.json()["errorCode"], shop.orders) == (3, [])


@pytest.mark.parametrize(
    ("version", "operation", "status", "code"),
    [(2, "orders", 500, 403), (1, "ts/orders/list", 403, 103)],
)
def test_only_the_order_subsystem_of_the_shop_answers(
    shop: Counter, version: int, operation: str, status: int, code: int
) -> None:
    shop.control("options", {"order_version": version})

    answer = shop.get(operation)

    assert shop.get("orders/version").json() == version
    assert (answer.status_code, answer.json()["errorCode"]) == (status, code)


def test_the_second_subsystem_takes_a_number_once(shop: Counter) -> None:
    shop.control("options", {"order_version": 2})
    shop.control("basket", {"brand": "KYB", "number": "333305"})
    answers = []
    for _ in range(2):
        position = {k[13:-1]: v for k, v in shop.position().items()}
        added = shop.post("ts/cart/create", **position).json()
        form = {"positions[0]": str(added["id"]), "delivery[methodId]": "12", "number": "BOT-7"}
        answers.append(shop.post("ts/orders/createByCart", **form).json())

    listed = shop.get("ts/orders/list", number="BOT-7").json()
    assert answers[0]["number"] == "BOT-7"
    assert answers[1]["errorCode"] == 202
    assert (listed["total"], len(shop.orders), len(shop.control("basket")["cart"])) == (1, 1, 2)


def test_a_price_and_a_stock_can_be_changed_under_the_client(shop: Counter) -> None:
    row = shop.get("search/articles", **PART, withOutAnalogs="1").json()[0]
    change = {**PART, "supplier_code": int(row["supplierCode"]), "price": "1", "availability": 0}

    shop.control("offers", change)

    now = shop.get("search/articles", **PART, withOutAnalogs="1").json()[0]
    assert (float(now["price"]), int(now["availability"])) == (1.0, 0)


def test_the_page_shows_all_that_an_order_says_and_escapes_it(shop: Counter) -> None:
    shop.control("basket", {"brand": "KYB", "number": "333305"})
    shop.order(shop.position(), clientOrderNumber="BOT-1", comment="<b>Иван</b>")

    page = shop.session.get(shop.url).text

    number = shop.orders[0]["number"]
    shown = (number, "BOT-1", "18 450,50", "Курьер", "г. Пермь, ул. Ленина, 1", "333305")
    assert [text for text in shown if text not in page] == []
    assert ("&lt;b&gt;Иван" in page, "<b>Иван" in page) == (True, False)


def test_a_shop_without_orders_says_so(shop: Counter) -> None:
    assert "Заказов пока нет" in shop.session.get(shop.url).text
