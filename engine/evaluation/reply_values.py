"""What the variables of a reply stand for after a decision, worked out only when they are said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from engine.evaluation.quotation import Quotation
from engine.evaluation.sale import Sale
from engine.facts.extraction import Findings
from engine.facts.situation import Situation
from engine.rulesets.replies import Replies
from engine.rulesets.rubles import rubles
from engine.session import Offer


class ReplyValues(NamedTuple):
    """Everything a reply may mention; a value is empty where there is nothing to tell."""

    replies: Replies
    situation: Situation
    findings: Findings
    quotation: Quotation
    sale: Sale

    def of(self, variables: Iterable[str]) -> Mapping[str, str]:
        """Return the values of variables that templates were checked for at load."""
        return {name: _VALUES[name](self) for name in variables}

    def part_numbers(self) -> str:
        numbers = self.quotation.part_numbers or self.findings.part_numbers
        return self.quotation.ambiguous_number or ", ".join(numbers)

    def number(self) -> str:
        pending = self.situation.session.pending_clarification
        return ", ".join(self.findings.bare_numbers or (pending.numbers if pending else ()))

    def offers(self) -> str:
        return self.replies.offers.listed(
            self.sale.listed,
            nothing_found=self.quotation.nothing_found,
            unanswered=self.quotation.unanswered,
            more=len(self.sale.more_offers),
        )

    def chosen(self) -> str:
        # What has just been found is listed beside, and waits for a choice.
        left = () if self.quotation.offers else self.sale.offers
        return self.replies.offers.chosen(self.sale.chosen, out_of=left)

    def total(self) -> str:
        return rubles(sum((offer.total for offer in self.sale.chosen), Decimal(0)))

    def sums(self) -> str:
        """Return what so many pieces as asked about cost: of the offers meant, or of all shown."""
        choice = self.findings.choice
        meant = choice.asked_of or self.sale.chosen_offer_ids
        told = [o for o in self.sale.offers if o.id in meant] or self.sale.offers
        return self.replies.offers.chosen(
            [replace(o, quantity=choice.asked_of.get(o.id, choice.asked)) for o in told]
        )

    def line(self, offer: Offer | None) -> str:
        return self.replies.offers.single(offer) if offer else ""

    @property
    def asked_of(self) -> Sequence[Offer]:
        ids = self.findings.asked.ids
        return [offer for offer in self.sale.offers if offer.id in ids]

    def asked(self) -> str:
        return "\n".join(map(self.line, self.asked_of))


def _id(offer: Offer | None) -> str:
    return str(offer.id) if offer else ""


_VALUES: Mapping[str, Callable[[ReplyValues], str]] = {
    "part_numbers": ReplyValues.part_numbers,
    "number": ReplyValues.number,
    "brands": lambda values: ", ".join(values.quotation.brands),
    "offers": ReplyValues.offers,
    "cheapest": lambda values: values.line(values.sale.cheapest),
    "cheapest_id": lambda values: _id(values.sale.cheapest),
    "fastest": lambda values: values.line(values.sale.fastest),
    "fastest_id": lambda values: _id(values.sale.fastest),
    "chosen": ReplyValues.chosen,
    "total": ReplyValues.total,
    "sums": ReplyValues.sums,
    "name": lambda values: values.sale.contact.full_name,
    "phone": lambda values: values.sale.contact.phone or "",
    "address": lambda values: values.sale.address or "",
    "similar": lambda values: values.replies.offers.numbers(values.quotation.similar),
    "orders": lambda values: values.replies.orders_text(values.situation.orders),
    "order_number": lambda values: values.situation.order_number or "",
    "asked": ReplyValues.asked,
    "asked_ids": lambda values: " или ".join(_id(offer) for offer in values.asked_of),
    "asked_stock": lambda values: values.replies.offers.in_stock(values.asked_of),
    "difference": lambda values: values.replies.offers.difference(values.asked_of),
    "asked_maker": lambda values: values.findings.asked.maker,
    "makers": lambda values: ", ".join(dict.fromkeys(o.brand for o in values.sale.offers)),
}
