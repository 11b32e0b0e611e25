"""How orders stand is read from the emulated shop over real sockets, in both subsystems."""

from collections.abc import Iterator

import pytest

from engine.errors import CallFailed
from engine.ports.order_states import LineState
from integrations.abcp.client import AbcpClient
from integrations.abcp.order_states import AbcpOrderStates
from integrations.abcp.shop import Shop
from integrations.http import HttpPool
from integrations.secret import Secret
from tests.integration.order_counter import EMULATED, OrderCounter, order_counter

LIST = {1: "orders/list", 2: "ts/orders/list"}


@pytest.fixture
def counter() -> Iterator[OrderCounter]:
    with order_counter() as opened:
        yield opened


@pytest.fixture(params=[1, 2])
def version(request: pytest.FixtureRequest, counter: OrderCounter) -> int:
    counter.control("options", {"order_version": request.param})
    return int(request.param)


@pytest.fixture
def states(counter: OrderCounter) -> Iterator[AbcpOrderStates]:
    pool = HttpPool(system="abcp", total_seconds=1.0, allow_local=True)
    shop = Shop(
        counter.url, Secret(EMULATED.login), Secret(EMULATED.password_md5), allow_local=True
    )
    client = AbcpClient(pool, shop, counter, sleep=counter.pass_time)
    yield AbcpOrderStates(client, counter)
    pool.close()


def placed(counter: OrderCounter) -> str:
    number = counter.place().order_number
    assert number is not None
    return number


def moved(counter: OrderCounter, number: str, version: int, *, line: int | None = None) -> str:
    """Move an order or its line, and return the word that the shop has for it."""
    words = {1: ("status_id", 1805, "Пришло на склад"), 2: ("ts_status", "delivery", "delivery")}
    field, value, word = words[version]
    [order] = [x for x in counter.orders if x["number"] == number]
    moved_line = {} if line is None else {"position_id": order["lines"][line]["position_id"]}
    counter.control(f"orders/{number}", {field: value, **moved_line})
    return word


def test_an_order_is_read_with_its_lines_and_what_the_shop_notes_of_it(
    counter: OrderCounter, states: AbcpOrderStates, version: int
) -> None:
    number = placed(counter)

    [state] = states.states_of([number])

    first = {1: "Получен", 2: "new"}[version]
    assert state.number == number
    assert state.shared_status == first
    assert state.lines == (
        LineState("VAG", "06A906032N", 1, first),
        LineState("VAG", "06A115561B", 2, first),
    )
    assert ("+79123456789" in state.note) is (version == 1)


def test_a_status_is_read_afresh_every_time(
    counter: OrderCounter, states: AbcpOrderStates, version: int
) -> None:
    number = placed(counter)
    states.states_of([number])
    word = moved(counter, number, version)

    [state] = states.states_of([number])

    assert state.shared_status == word


def test_a_line_that_stands_apart_is_seen(
    counter: OrderCounter, states: AbcpOrderStates, version: int
) -> None:
    number = placed(counter)
    word = moved(counter, number, version, line=1)

    [state] = states.states_of([number])

    assert state.shared_status is None
    assert state.lines[1].status == word


def test_an_order_that_is_not_there_is_no_error(
    states: AbcpOrderStates,
    version: int,  # noqa: ARG001 - for both subsystems
) -> None:
    assert list(states.states_of(["5642365"])) == []


@pytest.mark.parametrize("mode", ["rate_limited_429", "error_in_200"])
def test_a_read_that_failed_in_passing_is_repeated(
    counter: OrderCounter, states: AbcpOrderStates, version: int, mode: str
) -> None:
    number = placed(counter)
    counter.break_next(LIST[version], mode)

    [state] = states.states_of([number])

    assert state.number == number


@pytest.mark.parametrize("mode", ["slow", "html_502"])
def test_a_shop_that_does_not_answer_is_an_error_and_no_missing_order(
    counter: OrderCounter, states: AbcpOrderStates, version: int, mode: str
) -> None:
    number = placed(counter)
    counter.break_next(LIST[version], mode, times=5, delay_seconds=3.0)

    with pytest.raises(CallFailed):
        states.states_of([number])


@pytest.mark.parametrize("mode", ["list_as_object", "numbers_as_text", "numbers_as_figures"])
def test_odd_forms_of_a_list_are_read(
    counter: OrderCounter, states: AbcpOrderStates, mode: str
) -> None:
    number = placed(counter)
    counter.break_next(LIST[1], mode)

    [state] = states.states_of([number])

    assert [line.quantity for line in state.lines] == [1, 2]
