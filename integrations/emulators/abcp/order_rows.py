"""How baskets and orders look in answers: figures as text, sums in Russian notation."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from integrations.emulators.abcp.basket import BasketLine, Position
from integrations.emulators.abcp.catalogue import OrderStatus
from integrations.emulators.abcp.order_book import Order, OrderLine
from integrations.emulators.abcp.rows import number_fix
from integrations.emulators.abcp.stock import Sold
from integrations.emulators.exchange import Json

# The shop's dates are Moscow time.
_MOSCOW = timedelta(hours=3)


def russian_sum(total: Decimal) -> str:
    """Write 18450.5 as "18 450,50"."""
    return f"{total:,.2f}".replace(",", " ").replace(".", ",")


def shop_time(seconds: float) -> str:
    return (datetime.fromtimestamp(seconds, UTC) + _MOSCOW).strftime("%Y-%m-%d %H:%M:%S")


def article_columns(position: Position, sold: Sold) -> dict[str, Json]:
    return {
        "brand": sold.article.key.brand,
        "number": sold.article.key.number,
        "numberFix": number_fix(sold.article.key.number),
        "code": "",
        "supplierCode": position.supplier_code,
        "itemKey": position.item_key,
        "description": sold.article.description,
    }


def added_row(position: Position, sold: Sold | None, error: str) -> Json:
    """One line of the answer to basket/add."""
    return {
        "brand": position.brand,
        "number": position.number,
        "numberFix": number_fix(position.number),
        "code": "",
        "supplierCode": position.supplier_code,
        "description": sold.article.description if sold else "",
        "quantity": position.quantity,
        "comment": position.comment,
        "status": 0 if error else 1,
        "errorMessage": error,
    }


def basket_row(line: BasketLine) -> Json:
    offer = line.sold.offer
    return {
        **article_columns(line.position, line.sold),
        "price": f"{offer.price:.2f}",
        "priceRate": "1",
        "priceInSiteCurrency": f"{offer.price:.2f}",
        "quantity": str(line.position.quantity),
        "deadline": str(offer.delivery_hours),
        "deadlineMax": "" if offer.delivery_hours_max is None else str(offer.delivery_hours_max),
        "comment": line.position.comment,
        "status": 1,
        "positionId": str(line.position_id),
        "packing": str(offer.packing),
        "errorMessage": "",
    }


def order_row(order: Order, *, positions: bool, full: bool = False) -> dict[str, Json]:
    """One order; `full` adds what only `orders` and `orders/list` show."""
    row: dict[str, Json] = {
        "number": order.number,
        **_status_columns(order.status),
        "positionsQuantity": len(order.lines),
        "sum": russian_sum(order.total),
        "date": shop_time(order.placed_at),
        "comment": order.wishes.comment,
        "wholeOrderOnly": "0",
    }
    if positions:
        row["positions"] = [_line_row(line, order) for line in order.lines]
    return {**row, **_full_columns(order)} if full else row


def ordered(orders: Sequence[Order]) -> list[Json]:
    return [order_row(order, positions=True) for order in orders]


def _line_row(line: OrderLine, order: Order) -> Json:
    offer = line.sold.offer
    return {
        "positionId": str(line.position_id),
        **article_columns(line.position, line.sold),
        "quantityOrdered": str(line.position.quantity),
        "quantity": str(line.position.quantity),
        "price": f"{offer.price:.2f}",
        "priceRate": "1",
        "priceInSiteCurrency": f"{offer.price:.2f}",
        "deadline": str(offer.delivery_hours),
        "deadlineMax": "" if offer.delivery_hours_max is None else str(offer.delivery_hours_max),
        "comment": line.position.comment,
        "commentAnswer": "Запрошена отмена" if line.cancel_requested else "",
        "statusDate": shop_time(order.placed_at),
        "noReturn": offer.no_return,
        "reference": "",
        **_status_columns(line.status or order.status),
    }


def _status_columns(status: OrderStatus) -> Mapping[str, Json]:
    return {
        "status": status.name,
        "statusId": status.status_id,
        "statusCode": str(status.status_id),
        "statusColor": status.color,
    }


def _full_columns(order: Order) -> Mapping[str, Json]:
    wishes = order.wishes
    return {
        "deliveryAddressId": wishes.shipment_address,
        "deliveryAddress": "",
        "deliveryOfficeId": wishes.shipment_office,
        "deliveryOffice": "",
        "deliveryTypeId": wishes.shipment_method,
        "deliveryType": "",
        "paymentTypeId": wishes.payment_method,
        "paymentType": "",
        "deliveryCost": "0",
        "shipmentDate": wishes.shipment_date,
        "debt": russian_sum(order.total),
        "clientOrderNumber": wishes.client_order_number,
        "code": "",
        "notes": [],
    }
