"""What the client reads: templates with strict variables, compiled once, rendered per message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.ports.order_states import LineState, OrderState
from engine.rulesets.offer_words import OfferWords
from engine.rulesets.template import Template
from engine.session import Offer

VARIABLES = frozenset(
    {
        *("part_numbers", "offers", "brands", "number"),
        *("chosen", "total", "sums", "cheapest", "cheapest_id", "fastest", "fastest_id"),
        *("name", "phone", "address", "order_number", "orders", "similar"),
        *("asked", "asked_ids", "asked_stock", "difference", "asked_maker", "makers"),
    }
)
"""What a reply may mention; docs/rules.md says what each is."""

ORDER_VARIABLES = frozenset({"order_number", "status"})
ORDER_LINE_VARIABLES = frozenset({"brand", "part_number", "quantity", "status"})
BUTTON_VARIABLES = frozenset({"id"})

MOST_BUTTONS = 7
"""Buttons for offers under one reply: as many fit beside each other on a phone."""

BUTTON_LIMIT = 20
"""Characters on a button."""


@dataclass(frozen=True)
class ButtonWords:
    """What the buttons under a reply say; pressed, a button is these words said by the client."""

    offer: Template
    more: Template | None = None

    def labels(self, listed: Sequence[Offer], *, more: bool) -> tuple[str, ...]:
        """Return a label for each offer listed, then the one for further offers."""
        words = [self.offer.render({"id": str(offer.id)}) for offer in listed]
        rest = (self.more.render({}),) if more and self.more else ()
        return (*words[:MOST_BUTTONS], *rest)


@dataclass(frozen=True)
class Reply:
    """A reply and its other wording, used when the first was the last thing said."""

    text: Template
    again: Template
    buttons: ButtonWords | None = None

    @property
    def variables(self) -> frozenset[str]:
        """Everything either wording mentions."""
        return self.text.variables | self.again.variables


@dataclass(frozen=True)
class OrderWords:
    """How the state of an order is told: on one line, or line by line where lines differ."""

    order: Template
    title: Template
    line: Template
    states: Mapping[str, str]
    """Words for statuses that the shop names by a code; other names are told as they are."""
    unknown: str

    def text(self, order: OrderState) -> str:
        """Return what the client hears of one order."""
        shared = order.shared_status
        if shared is not None:
            told = {"order_number": order.number, "status": self._status(shared)}
            return self.order.render(told)
        title = self.title.render({"order_number": order.number, "status": ""})
        return "\n".join([title, *map(self._line, order.lines)])

    def _line(self, line: LineState) -> str:
        return self.line.render(
            {
                "brand": line.brand,
                "part_number": line.part_number,
                "quantity": str(line.quantity),
                "status": self._status(line.status),
            }
        )

    def _status(self, status: str) -> str:
        if status.isascii():
            return self.states.get(status, self.unknown)
        return status


@dataclass(frozen=True)
class Replies:
    """All replies of a ruleset version and the words that offers and orders are told with."""

    by_id: Mapping[str, Reply]
    offers: OfferWords
    pickup: str
    orders: OrderWords

    def orders_text(self, orders: Sequence[OrderState]) -> str:
        """Return how each order stands."""
        return "\n\n".join(map(self.orders.text, orders))
