"""Ways to ship and pay that a shop lists, and the refusal of an order that does not choose."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Lock

from integrations.emulators.abcp.options import Options
from integrations.emulators.abcp.order_book import Wishes
from integrations.emulators.exchange import Json

SHIPMENT_METHODS = {"11": "Самовывоз", "12": "Курьер", "13": "Транспортная компания"}
SHIPMENT_OFFICES = {"21": "Офис на Мира, 4"}
PAYMENT_METHODS = {"31": "Наличными", "32": "Картой онлайн"}
PICKUP = "0"
_DATES_SHOWN = 3


@dataclass
class Choices:
    """What an order may and must choose from."""

    options: Options
    addresses: dict[str, str] = field(default_factory=lambda: {"41": "г. Пермь, ул. Ленина, 1"})
    _ids: "count[int]" = field(default_factory=lambda: count(42))
    _lock: Lock = field(default_factory=Lock)

    def add_address(self, address: str) -> str:
        with self._lock:
            number = str(next(self._ids))
            self.addresses[number] = address
            return number

    def dates(self, now: float, hours: int) -> list[str]:
        first = datetime.fromtimestamp(now, UTC) + timedelta(hours=hours)
        return [(first + timedelta(days=n)).strftime("%Y-%m-%d") for n in range(_DATES_SHOWN)]

    def complaint(self, wishes: Wishes) -> str:
        """Say what an order fails to choose, "" when all is chosen."""
        now = self.options.now
        asked = (
            (
                now.shipment_addresses,
                wishes.shipment_address,
                {PICKUP, *self.addresses},
                "адрес доставки",
            ),
            (
                now.shipment_methods,
                wishes.shipment_method,
                set(SHIPMENT_METHODS),
                "способ доставки",
            ),
            (now.payment_methods, wishes.payment_method, set(PAYMENT_METHODS), "способ оплаты"),
        )
        for required, chosen, known, name in asked:
            if (required and not chosen) or (chosen and chosen not in known):
                return f"Не указан {name}"
        if now.shipment_dates and not wishes.shipment_date:
            return "Не указана дата отгрузки"
        return ""


def listed(choices: dict[str, str]) -> Json:
    """Rows of a list of choices."""
    return [{"id": int(number), "name": name} for number, name in choices.items()]
