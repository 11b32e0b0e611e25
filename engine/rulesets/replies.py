"""What the client reads: templates with strict variables, compiled once, rendered per message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from engine.session import Offer

VARIABLES = frozenset(
    {
        *("part_numbers", "offers", "brands", "number"),
        *("chosen", "total", "cheapest", "cheapest_id", "fastest", "fastest_id"),
        *("name", "phone", "address", "order_number"),
    }
)
"""What a reply may mention; docs/rules.md says what each is."""

POSITION_VARIABLES = frozenset(
    {"brand", "part_number", "description", "price", "sum", "quantity", "delivery"}
)
OFFER_VARIABLES = frozenset({"id", "brand", "part_number", "description", "price", "delivery"})
GROUP_VARIABLES = frozenset({"part_number"})
BUTTON_VARIABLES = frozenset({"id"})

MOST_BUTTONS = 7
"""Buttons for offers under one reply: as many fit beside each other on a phone."""

BUTTON_LIMIT = 20
"""Characters on a button."""

_THIN_GROUP = "\N{NO-BREAK SPACE}"
_FEW = (2, 3, 4)
_TEENS = range(11, 15)


@dataclass(frozen=True)
class Template:
    """Text with named gaps: literals at even places, variable names at odd ones."""

    parts: tuple[str, ...]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(self.parts[1::2])

    def render(self, values: Mapping[str, str]) -> str:
        """Fill the gaps; raises KeyError naming a variable that has no value."""
        words = [values[p] if i % 2 else p for i, p in enumerate(self.parts)]
        return "".join(words)


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
class DeliveryWords:
    """How a delivery term is told; `days` holds the forms for 1, 2 and 5."""

    today: str
    days: tuple[str, str, str]
    unknown: str
    within: Template


@dataclass(frozen=True)
class Replies:
    """All replies of a ruleset version and the lines that offers are told with."""

    by_id: Mapping[str, Reply]
    offer_line: Template
    group_line: Template
    nothing_found_line: Template
    unanswered_line: Template
    position_line: Template
    more_line: Template
    pickup: str
    delivery: DeliveryWords

    def offers_text(
        self,
        offers: Sequence[Offer],
        *,
        nothing_found: Sequence[str] = (),
        unanswered: Sequence[str] = (),
        more: int = 0,
    ) -> str:
        """Return numbered offers grouped by part number, then the numbers left without offers."""
        numbers = dict.fromkeys(offer.part_number for offer in offers)
        titled = len(numbers) + len(nothing_found) + len(unanswered) > 1
        blocks = [
            self._block(number, [o for o in offers if o.part_number == number], titled=titled)
            for number in numbers
        ]
        blocks += [self.nothing_found_line.render({"part_number": n}) for n in nothing_found]
        blocks += [self.unanswered_line.render({"part_number": n}) for n in unanswered]
        if more:
            blocks.append(self.more_line.render({"count": str(more)}))
        return "\n\n".join(blocks)

    def offer_text(self, offer: Offer) -> str:
        """Return one offer as it stands in the list."""
        return self._line(offer)

    def positions_text(self, chosen: Sequence[Offer]) -> str:
        """Return a line for each offer chosen, with its pieces and their sum."""
        return "\n".join(
            self.position_line.render(
                {
                    "brand": offer.brand,
                    "part_number": offer.part_number,
                    "description": offer.description,
                    "price": rubles(offer.price),
                    "sum": rubles(offer.price * offer.quantity),
                    "quantity": str(offer.quantity),
                    "delivery": self._delivery(offer.delivery_days),
                }
            )
            for offer in chosen
        )

    def _block(self, number: str, offers: Sequence[Offer], *, titled: bool) -> str:
        title = [self.group_line.render({"part_number": number})] if titled else []
        return "\n".join(title + [self._line(offer) for offer in offers])

    def _line(self, offer: Offer) -> str:
        return self.offer_line.render(
            {
                "id": str(offer.id),
                "brand": offer.brand,
                "part_number": offer.part_number,
                "description": offer.description,
                "price": rubles(offer.price),
                "delivery": self._delivery(offer.delivery_days),
            }
        )

    def _delivery(self, days: int | None) -> str:
        words = self.delivery
        if days is None:
            return words.unknown
        if days == 0:
            return words.today
        return words.within.render({"days": f"{days} {plural(days, words.days)}"})


def rubles(price: Decimal) -> str:
    """Return whole rubles with groups of three: `12 345`."""
    whole = int(price.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return f"{whole:,}".replace(",", _THIN_GROUP)


def plural(count: int, forms: tuple[str, str, str]) -> str:
    """Choose the Russian form for a count: 1 день, 2 дня, 5 дней."""
    if count % 100 in _TEENS:
        return forms[2]
    if count % 10 == 1:
        return forms[0]
    return forms[1] if count % 10 in _FEW else forms[2]
