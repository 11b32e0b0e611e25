"""Offers as a client sees them, and a choice among them read from a text."""

from collections.abc import Sequence
from decimal import Decimal

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.reading import knowledge, schema

THREE = (("VAG", 900, 2), ("MANN", 450, 5), ("Febi", 520, 1))
"""Maker, price and days of offers 1, 2 and 3: the second is the cheapest, the third the fastest."""


FIVE = (
    ("VAG", 4500, 5),
    ("MANN", 3900, 7),
    ("Febi", 5200, 1),
    ("Bosch", 4100, 3),
    ("Lemforder", 6000, 2),
)
"""As many as a message lists: the second is the cheapest, the third the soonest."""


def offers(rows: Sequence[tuple[str, int, int]] = THREE) -> tuple[Offer, ...]:
    return tuple(
        Offer(
            id=number,
            part_number="06A115561B",
            brand=brand,
            price=Decimal(price),
            delivery_days=days,
        )
        for number, (brand, price, days) in enumerate(rows, start=1)
    )


def choice_in(
    text: str,
    *,
    stage: str = "PRICING",
    chosen: tuple[int, ...] = (),
    shown: tuple[Offer, ...] | None = None,
) -> Choice:
    session = Session(
        stage=stage,
        offers=offers() if shown is None else shown,
        chosen_offer_ids=chosen,
    )
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice
