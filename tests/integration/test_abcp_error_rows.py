"""Each operation Cortex asks a shop for meets each error row of the contract, over real HTTP."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from engine.effects import Failed
from engine.errors import CallFailed
from engine.ports.parts import SearchFailed
from integrations import abcp
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import ATTEMPTS, AbcpClient
from integrations.abcp.order_states import AbcpOrderStates
from integrations.abcp.orders.policy import CLIENT_ADDRESS, Way
from integrations.abcp.shop import Shop
from integrations.http import HttpPool
from integrations.secret import Secret
from tests.integration.abcp_rows import NO_ANSWER, NO_LIST, ROWS, STATUS_0, Meaning, Row
from tests.integration.order_counter import EMULATED, ORDER, OrderCounter, order_counter

_SEARCHED: Mapping[Meaning, str] = MappingProxyType(
    {
        "later": "CALL_NOT_RUN",
        "refused": "CALL_REFUSED",
        "nothing": "NothingFound",
        "unknown": "OUTCOME_UNKNOWN",
    }
)
_LEFT_OUT: Mapping[Meaning, str] = dict.fromkeys(_SEARCHED, "NothingFound")
_STATES: Mapping[Meaning, str] = {**_SEARCHED, "nothing": "list"}
_BEFORE: Mapping[Meaning, str] = MappingProxyType(
    {
        **dict.fromkeys(("later", "unknown", "page"), "NotRun"),
        **dict.fromkeys(("refused", "nothing"), "Failed"),
    }
)
"""What becomes of an order whose request has not gone out: nothing is ordered either way."""
_LIST: Mapping[Meaning, str] = {**_BEFORE, "nothing": "Succeeded"}
_OPTION: Mapping[Meaning, str] = {**_LIST, "no_list": "Succeeded"}
"""The same where the shop may have nothing to choose from."""
_STILL_ASKED: Mapping[Meaning, str] = {**_OPTION, "nothing": "Failed", "no_list": "Failed"}
"""The same of a way to ship or pay, without which the shop of the test takes no order."""
_ORDERED: Mapping[Meaning, str] = MappingProxyType(
    {
        **dict.fromkeys(("later", "refused", "nothing"), "Failed"),
        **dict.fromkeys(("unknown", "page"), "Unknown"),
    }
)
"""What becomes of the one request that orders: it is never made again by itself."""
_REFUSED_ANYWAY: Mapping[Meaning, str] = dict.fromkeys(_ORDERED, "Failed")
_V1, _V2 = "orders/instant", "ts/orders/createByCart"
_CONTENT, _DELIVERY = "basket/content", "ts/deliveryMethod/forCo"


@dataclass
class Buying:
    """A shop and everything that asks it for something."""

    counter: OrderCounter
    client: AbcpClient
    tries: int = 0

    def searched(self, number: str) -> str:
        found = AbcpCatalogue(self.client, self.counter).search(number)
        return found.reason if isinstance(found, SearchFailed) else type(found).__name__

    def states(self) -> str:
        try:
            found = AbcpOrderStates(self.client, self.counter).states_of(["102"])
        except CallFailed as error:
            return error.code
        return type(found).__name__

    def ordered(self) -> str:
        """Order once more, as somebody else: every order before has left the account."""
        self.tries += 1
        self.counter.pass_time(self.counter.policy.lease_seconds + 1)
        outcome = self.counter.executor.execute(replace(ORDER, tag=f"BOT-ROW{self.tries}"))
        return type(outcome).__name__

    def clear(self) -> Sequence[Any]:
        """Take back the faults that are left."""
        left: Sequence[Any] = self.counter.control("faults")["faults"]
        if left:
            self.counter.session.delete(f"{self.counter.url}/_emulator/faults")
        return left


@dataclass(frozen=True)
class Use:
    """One operation in one deed, in one order subsystem; `first` goes wrong before it."""

    operation: str
    deed: Callable[[Buying], str]
    becomes: Mapping[Meaning, str]
    version: int = 1
    first: tuple[str, str] | None = None
    times: int = 1
    """How often a read that failed in passing is made."""

    short: bool = False
    """Whether one row of each meaning is enough: another operation is read by the same function."""

    @property
    def rows(self) -> Sequence[Row]:
        played = [row for row in (*ROWS, NO_ANSWER, NO_LIST) if row.means in self.becomes]
        return list({row.means: row for row in played}.values()) if self.short else played


_KNOWN, _STRANGE = "06A115561B", "06A115561Z"
_SEARCH = tuple(
    Use(operation, lambda b: b.searched(_KNOWN), _SEARCHED, times=ATTEMPTS)
    for operation in ("search/brands", "search/articles")
)
_FIRST = tuple(
    Use(operation, lambda b: b.ordered(), becomes, short=operation not in {"orders", _CONTENT, _V1})
    for operation, becomes in (
        ("orders/version", _BEFORE),
        ("orders", _LIST),
        ("search/articles", {**_LIST, "nothing": "Failed"}),
        ("basket/shipmentMethods", _STILL_ASKED),
        ("basket/paymentMethods", _STILL_ASKED),
        ("basket/shipmentOffices", _OPTION),
        ("basket/shipmentAddresses", _OPTION),
        ("basket/shipmentDates", _OPTION),
        ("basket/options", _BEFORE),
        ("basket/shipmentAddress", _BEFORE),
        (_CONTENT, _LIST),
        (_V1, _ORDERED),
    )
)
_SECOND = tuple(
    Use(operation, lambda b: b.ordered(), becomes, version=2, short=operation == _DELIVERY)
    for operation, becomes in (
        ("ts/orders/list", _LIST),
        ("ts/cart/create", _BEFORE),
        (_DELIVERY, _BEFORE),
        (_V2, _ORDERED),
    )
)
USES = (
    *_SEARCH,
    Use("search/tips", lambda b: b.searched(_STRANGE), _LEFT_OUT, times=ATTEMPTS, short=True),
    Use("orders/version", lambda b: b.states(), {**_STATES, "nothing": "list"}, times=ATTEMPTS),
    Use("orders/list", lambda b: b.states(), _STATES, times=ATTEMPTS),
    Use("ts/orders/list", lambda b: b.states(), _STATES, version=2, times=ATTEMPTS),
    *_FIRST,
    *_SECOND,
    Use(
        *("basket/add", lambda b: b.ordered(), _REFUSED_ANYWAY),
        first=(_V1, "leaves_lines"),
        short=True,
    ),
    *(
        Use(
            *(operation, lambda b: b.ordered(), _REFUSED_ANYWAY),
            version=2,
            first=(_V2, "price_changed"),
            short=True,
        )
        for operation in ("ts/cart/list", "ts/cart/deletePositions")
    ),
)


@pytest.fixture
def buying() -> Iterator[Buying]:
    way = Way(method=EMULATED.courier_method, address=CLIENT_ADDRESS)
    with order_counter(delivery=way, order_seconds=5.0) as counter:
        pool = HttpPool(system="abcp", total_seconds=5.0, allow_local=True)
        login, password = Secret(EMULATED.login), Secret(EMULATED.password_md5)
        shop = Shop(counter.url, login, password, allow_local=True)
        yield Buying(counter, AbcpClient(pool, shop, counter, sleep=counter.pass_time))
        pool.close()


def play(counter: OrderCounter, use: Use, row: Row) -> None:
    if use.first is not None:
        counter.break_next(*use.first)
    if row is NO_ANSWER:
        counter.break_next(use.operation, "drop_before", times=use.times)
    else:
        more = {"status": row.status, "body": row.body, "times": use.times}
        counter.break_next(use.operation, "answer", **more)


def seen_of(buying: Buying, use: Use, row: Row) -> str:
    play(buying.counter, use, row)
    seen = use.deed(buying)
    assert sum(fault["times"] for fault in buying.clear()) < use.times, "the row was never played"
    return seen


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.operation}-{USES.index(use)}")
def test_an_operation_that_fails_as_the_contract_says_is_understood_so(
    buying: Buying, use: Use
) -> None:
    buying.counter.control("options", {"order_version": use.version})

    seen = {row.name: seen_of(buying, use, row) for row in use.rows}

    assert seen == {row.name: use.becomes[row.means] for row in use.rows}


@pytest.mark.parametrize("body", STATUS_0)
def test_a_status_of_0_without_orders_is_a_refusal(buying: Buying, body: Any) -> None:
    buying.counter.break_next(_V1, "answer", body=body)

    assert buying.ordered() == Failed.__name__
    assert buying.counter.orders == []


def test_no_operation_is_asked_for_that_no_row_is_played_to() -> None:
    assert _named_operations() == {use.operation for use in USES}


def _named_operations() -> set[str]:
    """Return the operations that the source of the client names."""
    files = chain.from_iterable(Path(abcp.__file__).parent.glob(x) for x in ("*.py", "orders/*.py"))
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    values = [
        node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)
    ]
    return {value for value in values if isinstance(value, str) and _OPERATION.fullmatch(value)}


_OPERATION = re.compile(r"orders|(search|basket|orders|ts|user|advices|articles)(/[A-Za-z]+)+")
