"""The shop as one readable page: orders with their lines, the shared basket, latest calls."""

from collections.abc import Iterable
from html import escape

from integrations.emulators.abcp.basket import Basket
from integrations.emulators.abcp.order_book import Order, OrderBook
from integrations.emulators.abcp.order_rows import russian_sum, shop_time
from integrations.emulators.calls import Call, CallLog

_REFRESH_SECONDS = 2
_SHOWN_CALLS = 30
_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:0;background:#f3f1ec;color:#1f2933}
header{background:#8a4b12;color:#fff;padding:12px 24px}main{padding:16px 24px}
section{background:#fff;border-radius:10px;padding:12px 16px;margin-bottom:16px}
h1{font-size:18px;margin:0}h2{font-size:15px;margin:0 0 8px}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:3px 6px;border-bottom:1px solid #e8e2d8;overflow-wrap:anywhere}
"""


def render(book: OrderBook, basket: Basket, calls: CallLog) -> str:
    orders = "".join(_order(order) for order in reversed(book.all()))
    lines = "".join(
        _row(x.position.brand, x.position.number, str(x.position.quantity), x.position.comment)
        for x in basket.lines()
    )
    latest = "".join(_call(call) for call in reversed(calls.since(0)[-_SHOWN_CALLS:]))
    return (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{_REFRESH_SECONDS}">'
        f"<title>Эмулятор ABCP</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>Эмулятор магазина ABCP</h1></header><main>"
        f"{orders or '<section>Заказов пока нет</section>'}"
        f"{_table('Корзина', ('Бренд', 'Номер', 'Штук', 'Комментарий'), lines)}"
        f"{_table('Последние вызовы', ('№', 'Операция', 'Ответ'), latest)}"
        f"</main></body></html>"
    )


def _order(order: Order) -> str:
    rows = "".join(
        _row(
            x.position.brand,
            x.position.number,
            x.sold.article.description,
            str(x.position.quantity),
            russian_sum(x.total),
        )
        for x in order.lines
    )
    heading = (
        f"Заказ {order.number} · {order.status.name} · {shop_time(order.placed_at)} · "
        f"{russian_sum(order.total)} ₽ · {order.wishes.client_order_number}"
    )
    table = _table(heading, ("Бренд", "Номер", "Что", "Штук", "Сумма"), rows)
    return f"{table}<section>{escape(order.wishes.comment)}</section>"


def _call(call: Call) -> str:
    answer = "обрыв связи" if call.status is None else str(call.status)
    return _row(str(call.number), call.method, f"{answer} {call.fault or ''}")


def _table(title: str, columns: Iterable[str], rows: str) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    return f"<section><h2>{escape(title)}</h2><table><tr>{head}</tr>{rows}</table></section>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
