"""How the difference between two offers is told: what it is in price and in time."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.rulesets.rubles import rubles
from engine.rulesets.template import Template
from engine.session import Offer

PRICE_VARIABLES = frozenset({"price"})
TERM_VARIABLES = frozenset({"days"})


@dataclass(frozen=True)
class DifferenceWords:
    """What is said of each difference, and where there is none."""

    price: Template
    term: Template
    none: str

    def told(self, one: Offer, other: Offer) -> str:
        """Return the differences, one after the other."""
        return ", ".join(self._differences(one, other)) or self.none

    def _differences(self, one: Offer, other: Offer) -> Iterator[str]:
        if one.price != other.price:
            yield self.price.render({"price": rubles(abs(one.price - other.price))})
        if one.delivery_days is None or other.delivery_days is None:
            return
        if days := abs(one.delivery_days - other.delivery_days):
            yield self.term.render({"days": str(days)})
