"""Order subsystem v1: `orders/instant`, which leaves the shared basket alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.errors import OutcomeUnknown
from engine.order_effects import OrderLine, PlaceOrder
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import OrderCalls
from integrations.abcp.orders.choices import (
    PICKUP_ADDRESS,
    chosen,
    chosen_if_configured,
    ids_of,
    known_address,
    names_by_id,
)
from integrations.abcp.orders.fresh_lines import FreshLine, OrderImpossible
from integrations.abcp.orders.notes import SenderNotes, id_of, own_leftovers
from integrations.abcp.orders.placed_orders import PlacedOrder, orders_in
from integrations.abcp.orders.policy import CLIENT_ADDRESS, OrderPolicy
from integrations.abcp.orders.subsystem import Prepared, comment_of
from integrations.abcp.orders.verdict import Verdict, verdict_on_instant
from integrations.abcp.shop import SYSTEM
from integrations.http import Answer

_PAGE = "100"
_HOURS_PER_DAY = 24


class FirstSubsystem:
    """Orders named lines in one call; there is no server-side check against a second one."""

    version = 1
    operation = "orders/instant"

    def __init__(self, calls: OrderCalls, policy: OrderPolicy, brands: BrandNames) -> None:
        self._calls = calls
        self._policy = policy
        self._brands = brands

    def listed(self, order: PlaceOrder) -> Sequence[PlacedOrder]:  # noqa: ARG002 - no filter in v1
        """Return the newest page: our order is seconds old, and the list begins with the newest."""
        answer = self._calls.found("orders", {"format": "p", "limit": _PAGE})
        if answer is None:
            return ()
        if not isinstance(answer, dict) or "items" not in answer:
            raise OutcomeUnknown(
                f"{SYSTEM} orders: ANSWER_SHAPE",
                system=SYSTEM,
                operation="orders",
                remote_code="ANSWER_SHAPE",
            )
        return orders_in(answer["items"], self._brands)

    def prepare(
        self, order: PlaceOrder, lines: Sequence[FreshLine], sender: SenderNotes
    ) -> Prepared:
        choices = self._choices(order, lines)
        basket = self._calls.rows("basket/content")
        positions = {
            f"positions[{index}][{name}]": value
            for index, line in enumerate(lines)
            for name, value in line.fields.items()
        }
        form = {
            **positions,
            **choices,
            "comment": comment_of(order),
            "clientOrderNumber": order.tag,
        }
        notes = replace(
            sender,
            basket=tuple(map(id_of, basket)),
            item_keys=tuple(line.offer.item_key for line in lines),
        )
        return Prepared(form, notes)

    def verdict(self, answer: Answer, lines: Sequence[OrderLine]) -> Verdict:
        return verdict_on_instant(answer, lines, self._brands, operation=self.operation)

    def tidy(self, notes: SenderNotes) -> None:
        """Quantity 0 takes a line out; the basket is never cleared, people work in it."""
        left = own_leftovers(self._calls.rows("basket/content"), notes)
        form = {
            f"positions[{index}][{name}]": str(row.get(name, ""))
            for index, row in enumerate(left)
            for name in ("brand", "number", "supplierCode", "itemKey")
        }
        if left:
            zeros = {f"positions[{index}][quantity]": "0" for index in range(len(left))}
            self._calls.changed("basket/add", {**form, **zeros})

    def _choices(self, order: PlaceOrder, lines: Sequence[FreshLine]) -> Mapping[str, str]:
        way, read = self._policy.pickup if order.pickup else self._policy.delivery, self._calls.rows
        found = {
            "shipmentMethod": chosen(
                "SHIPMENT_METHOD", way.method, ids_of(read("basket/shipmentMethods"))
            ),
            "paymentMethod": chosen(
                "PAYMENT_METHOD",
                self._policy.payment_method,
                ids_of(read("basket/paymentMethods")),
            ),
            "shipmentOffice": chosen_if_configured(
                "SHIPMENT_OFFICE", way.office, ids_of(read("basket/shipmentOffices"))
            ),
        }
        # Last, for it may add the client's address to the account.
        address = self._address(order)
        found |= {"shipmentAddress": address, "shipmentDate": self._date(lines, address)}
        return {name: value for name, value in found.items() if value is not None}

    def _address(self, order: PlaceOrder) -> str | None:
        addresses = names_by_id(self._calls.rows("basket/shipmentAddresses"))
        if order.pickup:
            return PICKUP_ADDRESS if addresses else None
        configured = self._policy.delivery.address
        if configured != CLIENT_ADDRESS:
            return chosen("SHIPMENT_ADDRESS", configured, addresses)
        return known_address(order.address, addresses) or self._new_address(order.address)

    def _new_address(self, address: str) -> str:
        options = self._calls.document("basket/options")
        allowed = options.get("options", ()) if isinstance(options, dict) else ()
        if "disallow_new_shipment_address" in allowed:
            raise OrderImpossible("ORDER_SHIPMENT_ADDRESS_DISALLOWED")
        # Should the answer be lost, the next attempt finds the address in the list.
        number = self._calls.changed("basket/shipmentAddress", {"address": address}).get(
            "shipmentAddressId"
        )
        if not number:
            raise OrderImpossible("ORDER_SHIPMENT_ADDRESS_REFUSED")
        return str(number)

    def _date(self, lines: Sequence[FreshLine], address: str | None) -> str | None:
        hours = [(line.offer.delivery_days or 0) * _HOURS_PER_DAY for line in lines]
        query = {
            "minDeadlineTime": str(min(hours)),
            "maxDeadlineTime": str(max(hours)),
            "shipmentAddress": address or PICKUP_ADDRESS,
        }
        rows = self._calls.rows("basket/shipmentDates", query)
        dates = [str(row.get("date", "")) for row in rows]
        if not dates:
            return None
        if self._policy.date is None:
            raise OrderImpossible("ORDER_SHIPMENT_DATE_MISSING")
        return min(dates)
