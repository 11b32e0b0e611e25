"""The shop as one readable page: orders with all they say, baskets, latest calls."""

from collections.abc import Iterable

from integrations.emulators.abcp.basket import Basket, Position
from integrations.emulators.abcp.baskets import Baskets
from integrations.emulators.abcp.choices import (
    PAYMENT_METHODS,
    PICKUP,
    SHIPMENT_METHODS,
    SHIPMENT_OFFICES,
    Choices,
)
from integrations.emulators.abcp.order_book import Order, OrderBook, OrderLine
from integrations.emulators.abcp.order_rows import russian_sum, shop_time
from integrations.emulators.abcp.ts_cart import Cart
from integrations.emulators.calls import CallLog
from integrations.emulators.page_parts import document, latest_calls, nothing, section, table

_BRAND = "#8a4b12"
_LYING = ("Бренд", "Номер", "Штук", "Комментарий")
_SECOND_SUBSYSTEM = 2


def render(
    *, book: OrderBook, baskets: Baskets, cart: Cart, choices: Choices, calls: CallLog
) -> str:
    orders = "".join(_order(order, choices) for order in reversed(book.all()))
    return document(
        "Эмулятор магазина ABCP",
        brand=_BRAND,
        columns=(
            orders or section("Заказы", nothing("Заказов пока нет")),
            "".join(
                (
                    *(_basket(name, basket) for name, basket in baskets.by_name().items()),
                    table(
                        "Корзина второй подсистемы",
                        _LYING,
                        (_lying(x.position) for x in cart.all()),
                    ),
                    latest_calls(calls),
                )
            ),
        ),
    )


def _order(order: Order, choices: Choices) -> str:
    columns = ("Бренд", "Номер", "Что", "Штук", "Цена", "Сумма", "Статус")
    rows = (_line(line, order) for line in order.lines)
    heading = f"Заказ {order.number} · {russian_sum(order.total)} ₽ · {_status(order)}"
    wishes = order.wishes
    notes = (
        f"{shop_time(order.placed_at)} · {wishes.client_order_number or 'без метки'}",
        _delivery(order, choices),
        PAYMENT_METHODS.get(wishes.payment_method, ""),
        wishes.comment,
        ", ".join(filter(None, (wishes.person, wishes.contact))),
    )
    return table(heading, columns, rows, notes=notes)


def _status(order: Order) -> str:
    return "вторая подсистема" if order.subsystem == _SECOND_SUBSYSTEM else order.status.name


def _line(line: OrderLine, order: Order) -> Iterable[str]:
    if line.cancel_requested:
        status = "запрошена отмена"
    elif order.subsystem == _SECOND_SUBSYSTEM:
        status = line.ts_status
    else:
        status = (line.status or order.status).name
    return (
        line.position.brand,
        line.position.number,
        line.sold.article.description,
        str(line.position.quantity),
        russian_sum(line.sold.offer.price),
        russian_sum(line.total),
        status,
    )


def _delivery(order: Order, choices: Choices) -> str:
    wishes = order.wishes
    address = "" if wishes.shipment_address == PICKUP else wishes.shipment_address
    told = (
        SHIPMENT_METHODS.get(wishes.shipment_method, ""),
        choices.addresses.get(address, address),
        SHIPMENT_OFFICES.get(wishes.shipment_office, ""),
        wishes.shipment_date,
    )
    return ", ".join(filter(None, told))


def _basket(name: str, basket: Basket) -> str:
    return table(f"Корзина «{name}»", _LYING, (_lying(x.position) for x in basket.lines()))


def _lying(position: Position) -> Iterable[str]:
    return position.brand, position.number, str(position.quantity), position.comment
