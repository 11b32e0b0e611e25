"""How offers are told: lines, titles of groups, terms and what else is to be known of one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from engine.ports.parts import SimilarNumber
from engine.rulesets.offer_differences import DifferenceWords
from engine.rulesets.rubles import rubles
from engine.rulesets.template import Template
from engine.session import Offer, OfferKind

POSITION_VARIABLES = frozenset(
    {"brand", "part_number", "description", "price", "sum", "quantity", "delivery", "remarks"}
)
OFFER_VARIABLES = frozenset(
    {"id", "brand", "part_number", "description", "price", "delivery", "remarks"}
)
GROUP_VARIABLES = frozenset({"part_number"})
STOCK_VARIABLES = frozenset(
    {"id", "brand", "part_number", "description", "price", "delivery", "available"}
)
SIMILAR_VARIABLES = frozenset({"brand", "part_number", "description"})

_FEW = (2, 3, 4)
_TEENS = range(11, 15)


@dataclass(frozen=True)
class DeliveryWords:
    """How a delivery term is told; `days` holds the forms for 1, 2 and 5."""

    today: str
    days: tuple[str, str, str]
    unknown: str
    within: Template

    def told(self, days: int | None) -> str:
        """Return the words for a term."""
        if days is None:
            return self.unknown
        if days == 0:
            return self.today
        return self.within.render({"days": f"{days} {plural(days, self.days)}"})


@dataclass(frozen=True)
class RemarkWords:
    """What a client must know of an offer before they take it; each follows a semicolon."""

    replacement: Template
    analog: Template
    no_return: str
    used: str
    to_order: str
    packing: Template
    rounded: Template

    def of_listed(self, offer: Offer) -> str:
        """Return what is said in a list, whose titles tell the kinds."""
        return _joined(self._conditions(offer))

    def of_single(self, offer: Offer) -> str:
        """Return what is said of one offer outside its list."""
        return _joined([*self._kind(offer), *self._conditions(offer)])

    def of_chosen(self, offer: Offer) -> str:
        """Return what is said of an offer taken, where more pieces come than were wanted."""
        rounded = offer.pieces != offer.quantity
        counts = {"packing": offer.packing, "wanted": offer.quantity, "pieces": offer.pieces}
        told = {name: str(count) for name, count in counts.items()}
        more = [self.rounded.render(told)] if rounded else []
        return _joined([*self._kind(offer), *more, *self._words(offer)])

    def _kind(self, offer: Offer) -> Iterator[str]:
        words = {"replacement": self.replacement, "analog": self.analog}.get(offer.kind)
        if words is not None:
            yield words.render({"part_number": offer.asked_number})

    def _conditions(self, offer: Offer) -> Iterator[str]:
        if offer.packing > 1:
            yield self.packing.render({"packing": str(offer.packing)})
        yield from self._words(offer)

    def _words(self, offer: Offer) -> Iterator[str]:
        if offer.to_order:
            yield self.to_order
        if offer.used:
            yield self.used
        if offer.no_return:
            yield self.no_return


@dataclass(frozen=True)
class OfferWords:
    """The lines of a ruleset version that offers are told with."""

    offer: Template
    titles: Mapping[OfferKind, Template]
    nothing_found: Template
    unanswered: Template
    position: Template
    not_chosen: Template | None
    """Of a number asked for of which no offer is chosen; a version without it says nothing."""
    more: Template
    similar: Template
    in_stock_line: Template
    """Of an offer of which the shop says how many pieces there are."""
    stock_unknown: Template
    differences: DifferenceWords
    delivery: DeliveryWords
    remarks: RemarkWords

    def listed(
        self,
        offers: Sequence[Offer],
        *,
        nothing_found: Sequence[str] = (),
        unanswered: Sequence[str] = (),
        more: int = 0,
    ) -> str:
        """Return numbered offers by the number asked for, then the numbers left without any."""
        numbers = dict.fromkeys(offer.asked_number for offer in offers)
        titled = len({*numbers, *nothing_found, *unanswered}) > 1
        blocks: list[str] = []
        for number in (*numbers, *(n for n in nothing_found if n not in numbers)):
            own = [offer for offer in offers if offer.asked_number == number]
            if number in nothing_found:
                blocks.append(self.nothing_found.render({"part_number": number}))
            blocks += self._blocks(own, number, titled=titled)
        blocks += [self.unanswered.render({"part_number": number}) for number in unanswered]
        if more:
            blocks.append(self.more.render({"count": str(more)}))
        return "\n\n".join(blocks)

    def single(self, offer: Offer) -> str:
        """Return one offer as it stands in the list, and what kind it is."""
        return self._line(offer, self.remarks.of_single(offer))

    def chosen(self, offers: Sequence[Offer], *, out_of: Sequence[Offer] = ()) -> str:
        """Return a line for each offer chosen, then the numbers shown of which none is."""
        lines = "\n".join(map(self._position, offers))
        taken = {offer.asked_number for offer in offers}
        left = dict.fromkeys(o.asked_number for o in out_of if o.asked_number not in taken)
        if not (self.not_chosen and lines and left):
            return lines
        told = (self.not_chosen.render({"part_number": number}) for number in left)
        return "\n\n".join((lines, "\n".join(told)))

    def in_stock(self, offers: Sequence[Offer]) -> str:
        """Return a line for each offer with the pieces that the shop has of it."""
        return "\n".join(map(self._stock, offers))

    def difference(self, offers: Sequence[Offer]) -> str:
        """Return what two offers differ in; nothing of fewer."""
        return self.differences.told(*offers[:2]) if len(offers) > 1 else ""

    def numbers(self, similar: Sequence[SimilarNumber]) -> str:
        """Return a line for each number that may have been meant."""
        return "\n".join(self.similar.render(asdict(number)) for number in similar)

    def _blocks(self, offers: Sequence[Offer], number: str, *, titled: bool) -> Iterator[str]:
        kinds = dict.fromkeys(offer.kind for offer in offers)
        told = titled or set(kinds) != {"asked"}
        for kind in kinds:
            title = [self.titles[kind].render({"part_number": number})] if told else []
            own = (offer for offer in offers if offer.kind == kind)
            lines = [self._line(offer, self.remarks.of_listed(offer)) for offer in own]
            yield "\n".join(title + lines)

    def _line(self, offer: Offer, remarks: str) -> str:
        return self.offer.render({**self._common(offer), "id": str(offer.id), "remarks": remarks})

    def _stock(self, offer: Offer) -> str:
        line = self.stock_unknown if offer.available is None else self.in_stock_line
        told = {**self._common(offer), "id": str(offer.id)}
        return line.render({**told, "available": str(offer.available)})

    def _position(self, offer: Offer) -> str:
        return self.position.render(
            {
                **self._common(offer),
                "sum": rubles(offer.total),
                "quantity": str(offer.pieces),
                "remarks": self.remarks.of_chosen(offer),
            }
        )

    def _common(self, offer: Offer) -> Mapping[str, str]:
        return {
            "brand": offer.brand,
            "part_number": offer.part_number,
            "description": offer.description,
            "price": rubles(offer.price),
            "delivery": self.delivery.told(offer.delivery_days),
        }


def plural(count: int, forms: tuple[str, str, str]) -> str:
    """Choose the Russian form for a count: 1 день, 2 дня, 5 дней."""
    if count % 100 in _TEENS:
        return forms[2]
    if count % 10 == 1:
        return forms[0]
    return forms[1] if count % 10 in _FEW else forms[2]


def _joined(remarks: Iterator[str] | Sequence[str]) -> str:
    return "".join(f"; {remark}" for remark in remarks)
