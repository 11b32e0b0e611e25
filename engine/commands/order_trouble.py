"""Why an order is not placed as confirmed, in the words of a manager who has to see to it."""

from engine.messages import Message

_HAPPENED = {
    "order_failed": "заказ в магазине не оформлен",
    "order_partial": "заказ оформлен не так, как подтвердил клиент",
    "order_unclear": "неизвестно, оформлен ли заказ; не оформляйте заново, не проверив магазин",
}
_CAUSES = {
    "ORDER_LINE_GONE": "выбранного предложения у поставщика больше нет",
    "ORDER_LINE_DEARER": "цена выросла больше чем на 2 %",
    "ORDER_LINE_WORSE": "срок поставки стал больше, или деталь стала под заказ или без возврата",
    "ORDER_LINE_SHORT": "столько штук у поставщика нет",
    "ORDER_LINE_PACKING": "количество не кратно упаковке",
    "ORDER_SHIPMENT_METHOD_MISSING": "в настройках бота нет способа доставки",
    "ORDER_SHIPMENT_METHOD_UNKNOWN": "в магазине нет способа доставки из настроек бота",
    "ORDER_SHIPMENT_ADDRESS_MISSING": "в настройках бота нет адреса доставки",
    "ORDER_SHIPMENT_ADDRESS_UNKNOWN": "в магазине нет адреса доставки из настроек бота",
    "ORDER_SHIPMENT_ADDRESS_DISALLOWED": "магазин не разрешает добавить адрес клиента",
    "ORDER_SHIPMENT_ADDRESS_REFUSED": "магазин не добавил адрес клиента",
    "ORDER_SHIPMENT_OFFICE_UNKNOWN": "в магазине нет офиса из настроек бота",
    "ORDER_SHIPMENT_DATE_MISSING": "магазин требует дату отгрузки, а в настройках бота её нет",
    "ORDER_SHIPMENT_DATE_UNKNOWN": "магазин требует дату отгрузки, а срок поставки неизвестен",
    "ORDER_PAYMENT_METHOD_MISSING": "в настройках бота нет способа оплаты",
    "ORDER_PAYMENT_METHOD_UNKNOWN": "в магазине нет способа оплаты из настроек бота",
    "ORDER_PARTIAL": "позиции или количество в магазине не те, заказ {numbers}",
    "ORDER_PROBABLE": "появился похожий заказ без метки бота: {numbers}",
    "ORDER_UNCLEAR": "магазин не ответил, и в списке заказов этого заказа нет",
    "ABCP_303": "магазин сообщил, что цена или наличие изменились",
    "ORDER_WITHDRAWN": "клиент передумал раньше, чем заказ отправлен; в магазин ничего не ушло",
    "ORDER_YES_DELETED": "клиент удалил своё сообщение, заказ не отправлен",
    "SETTLED_NOT_DONE": "сотрудник проверил магазин, этого заказа там нет",
    "TOO_OLD": "магазин слишком долго не отвечал, заказ не отправлен",
}


def order_news_for_manager(message: Message) -> str | None:
    """Return what became of an order for a manager who leads the chat, where the bot is silent."""
    if message.happening == "order_placed":
        return f"заказ {message.order_number} оформлен в магазине, клиент об этом ещё не знает"
    return order_trouble(message)


def order_trouble(message: Message) -> str | None:
    """Return what happened to an order and why, None when nothing did."""
    happened = _HAPPENED.get(message.happening)
    if happened is None:
        return None
    code, _, numbers = (message.reason or "").partition(" ")
    cause = _CAUSES.get(code, f"код {code}" if code else "").format(numbers=numbers)
    return f"{happened}: {cause}" if cause else happened
