"""A golden case: a dialog and what must come of it, freed of YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from engine.decisions import FactValue
from engine.facts.situation import OrderConfirmation
from engine.messages import Message
from engine.ports.order_states import OrderState
from engine.ports.parts import SimilarNumber
from engine.rulesets.source import Place
from engine.session import OfferKind, Session

Suite = Literal["smoke", "extended"]

ANY_NUMBER = "*"
"""The key of a shop under which stands what it answers about every other number."""


@dataclass(frozen=True)
class ShelfOffer:
    """One offer of the shop for a number."""

    price: Decimal
    brand: str = "VAG"
    delivery_days: int | None = 2
    available: int | None = None
    packing: int = 1
    no_return: bool = False
    used: bool = False
    kind: OfferKind = "asked"
    oem: str | None = None
    """Its own number, where it stands in for the one asked for."""


@dataclass(frozen=True)
class Shelf:
    """What the shop answers about a number; an empty shelf means that nobody sells it."""

    offers: tuple[ShelfOffer, ...] = ()
    brands: tuple[str, ...] = ()
    """The brands to choose from, when unrelated parts bear the number."""
    fails: bool = False
    similar: tuple[SimilarNumber, ...] = ()
    """Numbers that may have been meant, when nobody knows the one asked for."""


Shop = Mapping[str, Shelf]


@dataclass(frozen=True)
class Expected:
    """One thing that must be true after a turn."""

    key: str
    value: object
    place: Place
    negated: bool = False


Expectation = tuple[Expected, ...]


@dataclass(frozen=True)
class Turn:
    """One event and what must come of it."""

    place: Place
    message: Message
    expect: Expectation
    after_seconds: int = 0
    """How long nothing happened before it."""
    lead_status: str | None = None
    lead_oem: str | None = None
    """What a person wrote into the lead before it."""
    lead_unreadable: bool = False
    """The portal refuses to tell the lead while this event is handled."""
    too_early: bool = False
    """It was written before the last reply stood in the chat."""
    deal_id: int | None = None
    shop: Shop = field(default_factory=dict)
    """What the shop answers otherwise from here on."""
    shows_orders: bool = False
    """The orders that the shop shows change here."""
    orders: tuple[OrderState, ...] | None = ()
    """Those it shows from here on; None when it does not answer."""
    order_confirmation: OrderConfirmation = "required"
    redelivers: bool = False
    """Nothing new: the last event arrives once more."""
    rules_say: Mapping[str, FactValue] | None = None
    """What earlier phases said; the hardening phase alone is tried on it."""

    def expected(self, key: str) -> object:
        """Return what is expected under a key, None when nothing or only not something is."""
        return next((e.value for e in self.expect if e.key == key and not e.negated), None)


@dataclass(frozen=True)
class Skip:
    """Why a case is left out, and until when that is accepted."""

    reason: str
    until: date


@dataclass(frozen=True)
class GoldenCase:
    """One dialog, from where it starts to its last turn."""

    id: str
    title: str
    place: Place
    turns: tuple[Turn, ...]
    digest: str
    """A hash of the case as written: changes whenever what it says does."""
    suite: Suite = "smoke"
    tags: tuple[str, ...] = ()
    given: Session | None = None
    shop: Shop = field(default_factory=dict)
    skip: Skip | None = None
