"""A shop over real HTTP, a journal in memory, and one clock over both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial
from itertools import count
from typing import Any

import requests

from engine.effect_patience import Patience
from engine.effects import encode_effect
from engine.journal import Delivery, Postponed, Settled, deliver_once
from engine.messages import Message, decode_incoming
from engine.order_effects import OrderLine, PlaceOrder
from engine.ports.dialogs import Claim, Commit, PlannedEffect
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import OrderCalls
from integrations.abcp.orders.cart_notes import CartNotes
from integrations.abcp.orders.desk_work import DeskWork
from integrations.abcp.orders.executor import AbcpOrderExecutor
from integrations.abcp.orders.first_subsystem import FirstSubsystem
from integrations.abcp.orders.policy import OrderPolicy, Way
from integrations.abcp.orders.second_subsystem import SecondSubsystem
from integrations.abcp.orders.subsystem import Subsystem
from integrations.abcp.shop import Shop
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.secret import Secret
from tests.contract.stores import Store, a_dialog, an_effect, memory_store

EMULATED = EmulatorConfiguration().shop
ORDERING = {1: "orders/instant", 2: "ts/orders/createByCart"}
TAG = "BOT-TESTTESTAA"
POLICY = OrderPolicy(
    delivery=Way(method=EMULATED.courier_method, address="41"),
    pickup=Way(method=EMULATED.pickup_method, office=EMULATED.pickup_office),
    payment_method=EMULATED.payment_method,
    order_seconds=1.0,
)
LINES = (
    OrderLine("06A906032N", "VAG", "11890015", 1, Decimal("18450.50")),
    OrderLine("06A115561B", "VAG", "11880411", 2, Decimal(890)),
)
ORDER = PlaceOrder(
    member_id="m1",
    dialog_id="chat1",
    chat_id=1,
    tag=TAG,
    lines=LINES,
    client_name="Соколова Марина",
    phone="+79123456789",
    address="Пермь, ул. Мира, 4",
)


@dataclass
class OrderCounter:
    """Where orders are placed: the executor under the real journal, driven by hand."""

    url: str
    store: Store
    policy: OrderPolicy = POLICY
    seconds: float = 1_770_000_000.0
    session: requests.Session = field(default_factory=requests.Session)
    _serial: "count[int]" = field(default_factory=count)
    _pools: list[HttpPool] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    monotonic = now

    def new(self, prefix: str) -> str:
        return f"{prefix}_{next(self._serial)}"

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds
        self.store.pass_time(seconds)

    @cached_property
    def executor(self) -> AbcpOrderExecutor:
        pool = partial(HttpPool, system="abcp", allow_local=True)
        shop = Shop(
            self.url, Secret(EMULATED.login), Secret(EMULATED.password_md5), allow_local=True
        )
        reads = pool(total_seconds=5.0)
        self._pools.append(reads)
        new = partial(pool, pool_size=1, total_seconds=self.policy.order_seconds)
        desk = self.store.order_desk
        calls, brands = OrderCalls(reads, shop, new_connection=new), BrandNames()
        subsystems: dict[int, Subsystem] = {
            1: FirstSubsystem(calls, self.policy, brands),
            2: SecondSubsystem(calls, self.policy, brands, CartNotes(desk, shop.account)),
        }
        work = DeskWork(shop.account, calls, subsystems, desk, self.policy, brands)
        return AbcpOrderExecutor(work, clock=self, identifiers=self)

    def control(self, path: str, body: Any = None) -> Any:
        url = f"{self.url}/_emulator/{path}"
        answer = self.session.get(url) if body is None else self.session.post(url, json=body)
        assert answer.ok, answer.text
        return answer.json()

    def break_next(self, method: str, mode: str, **more: Any) -> None:
        self.control("faults", {"method": method, "mode": mode, **more})

    def change_offer(self, line: OrderLine = LINES[0], **changes: Any) -> None:
        offer = {"brand": line.brand, "number": line.part_number}
        self.control("offers", {**offer, "supplier_code": int(line.supplier_code), **changes})

    @property
    def orders(self) -> list[Any]:
        found: list[Any] = self.control("orders")["orders"]
        return found

    @property
    def posts(self) -> int:
        return sum(self.control("orders")["posts"].values())

    @property
    def basket(self) -> list[str]:
        lying = self.control("basket")
        return [line["number"] for line in (*lying["basket"], *lying["cart"])]

    def place_by_hand(self) -> None:
        """Order the same goods as a person does on the site, without a tag."""
        account = {"userlogin": EMULATED.login, "userpsw": EMULATED.password_md5}
        form: dict[str, str] = {}
        for index, line in enumerate(LINES):
            query = {"number": line.part_number, "brand": line.brand, "withOutAnalogs": "1"}
            rows = self.session.get(f"{self.url}/search/articles", params={**account, **query})
            row = next(x for x in rows.json() if str(x["supplierCode"]) == line.supplier_code)
            fields = {
                name: str(row[name]) for name in ("brand", "number", "supplierCode", "itemKey")
            }
            fields["quantity"] = str(line.quantity)
            form |= {f"positions[{index}][{name}]": value for name, value in fields.items()}
        choices = {"shipmentMethod": "12", "shipmentAddress": "41", "paymentMethod": "31"}
        placed = self.session.post(
            f"{self.url}/orders/instant", data={**account, **form, **choices}
        ).json()
        assert placed["status"] == 1

    def confirmed(self, order: PlaceOrder = ORDER) -> Claim:
        """Plan the order as the commit of a confirmation does."""
        self.store.accept(a_dialog(), "да")
        claim = self.store.take()
        planned = (PlannedEffect(an_effect(claim), encode_effect(order)),)
        commit = Commit(claim.mail[0].sequence, "{}", planned)
        assert self.store.dialogs.commit(claim, commit, nonce=self.new("commit")) == "ok"
        return claim.after(commit)

    def deliver(self, claim: Claim, *, may_act: Callable[[], bool] = lambda: True) -> Delivery:
        return deliver_once(
            claim.effects[0],
            claim=claim,
            journal=self.store.journal,
            executors={"abcp_order": self.executor},
            may_act=may_act,
            nonce=self.new("fx"),
            patience=Patience(30.0),
        )

    def carry_on(self, claim: Claim) -> Settled:
        """Deliver until nothing is open, letting every pause pass; the news stays in the mail."""
        delivery = self.deliver(claim)
        while isinstance(delivery, Postponed):
            self.store.dialogs.release(claim, delay_seconds=delivery.seconds)
            self.pass_time(delivery.seconds + 0.1)
            self.store.dialogs.promote_due()
            claim = self.store.take()
            delivery = self.deliver(claim)
        assert isinstance(delivery, Settled)
        self.store.dialogs.release(claim)
        return delivery

    def news(self) -> Message:
        """Take the one message that tells of the order."""
        claim = self.store.take()
        [envelope] = claim.mail
        assert self.store.commit(claim)
        self.store.dialogs.release(claim)
        return decode_incoming(envelope.document).message

    def place(self, order: PlaceOrder = ORDER) -> Message:
        self.carry_on(self.confirmed(order))
        return self.news()

    def close(self) -> None:
        self.session.close()
        for pool in self._pools:
            pool.close()


@contextmanager
def order_counter(**policy: Any) -> Iterator[OrderCounter]:
    """A shop with a line of somebody else in its basket."""
    counter = OrderCounter("", memory_store(), policy=replace(POLICY, **policy))
    with start_emulators(EmulatorConfiguration(), clock=counter.now) as running:
        counter.url = running.abcp_url
        counter.session.trust_env = False
        counter.control("basket", {"brand": "KYB", "number": "333305"})
        try:
            yield counter
        finally:
            counter.close()
