"""The scripted portal and shop of a golden case: what they answer and what was done to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from api.golden.case import ANY_NUMBER, Shelf, ShelfOffer, Shop
from engine.crm_effects import DealConvert
from engine.effects import (
    Action,
    Applied,
    ChatReply,
    ChatTyping,
    Finding,
    LeadUpdate,
    NotApplied,
    Outcome,
    Succeeded,
)
from engine.errors import CallRefused, OutcomeUnknown
from engine.ports.order_states import OrderState
from engine.ports.parts import Found, NothingFound, SearchFailed, SearchResult, SeveralBrands
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Offer

_FAILURE = "OUTCOME_UNKNOWN"


@dataclass
class World:
    """Every port to the outside of one dialog; any effect succeeds and is remembered."""

    portal_policy: PortalPolicy
    lead: Lead
    shop: Shop
    done: list[Action] = field(default_factory=list)
    lead_unreadable: bool = False
    unmatched: list[str] = field(default_factory=list)
    """Part numbers asked for that the case says nothing about."""
    orders: tuple[OrderState, ...] | None = ()
    repeatable: bool = False

    @property
    def replies(self) -> list[str]:
        return [action.text for action in self.done if isinstance(action, ChatReply)]

    def policy(self, member_id: str) -> PortalPolicy:  # noqa: ARG002 - the port
        return self.portal_policy

    def read(self, *, member_id: str, lead_id: int) -> Lead | None:  # noqa: ARG002 - the port
        if self.lead_unreadable:
            raise CallRefused(
                "the lead may not be read", system="bitrix24", operation="crm.item.get"
            )
        return self.lead

    def show(self, typing: ChatTyping) -> None:
        """Let the typing sign pass: nobody looks."""

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        """Answer as the case says; a number it does not know is noted and not found."""
        shelf = self.shop.get(part_number, self.shop.get(ANY_NUMBER))
        if shelf is None:
            self.unmatched.append(part_number)
            return NothingFound(part_number)
        return _answer(shelf, part_number, brand)

    def states_of(self, numbers: Sequence[str]) -> Sequence[OrderState]:
        """Show the orders the case knows, or fail as it says."""
        if self.orders is None:
            raise OutcomeUnknown("the shop is down", system="abcp", operation="orders/list")
        return [order for order in self.orders if order.number in numbers]

    def execute(self, action: Action) -> Outcome:
        """Do it, and change the lead when the action says so."""
        self.done.append(action)
        if isinstance(action, LeadUpdate):
            self.lead = replace(
                self.lead,
                status_id=action.status_id or self.lead.status_id,
                part_number=action.part_number or self.lead.part_number,
            )
        if isinstance(action, DealConvert) and action.status_id:
            self.lead = replace(self.lead, status_id=action.status_id)
        return Succeeded("1")

    def probe(self, action: Action) -> Finding:
        """Say whether it was done."""
        return Applied() if action in self.done else NotApplied()


def _answer(shelf: Shelf, part_number: str, brand: str | None) -> SearchResult:
    if shelf.fails:
        return SearchFailed(part_number, _FAILURE)
    wanted = next((b for b in shelf.brands if brand and b.casefold() == brand.casefold()), None)
    if shelf.brands and wanted is None:
        return SeveralBrands(part_number, shelf.brands)
    offers = tuple(_offered(offer, part_number, wanted) for offer in shelf.offers)
    own = tuple(offer for offer in offers if offer.kind == "asked")
    instead = tuple(offer for offer in offers if offer.kind != "asked")
    if not offers:
        return NothingFound(part_number, shelf.similar)
    return Found(part_number, offers[0].brand, own, instead)


def _offered(offer: ShelfOffer, part_number: str, brand: str | None) -> Offer:
    return Offer(
        id=0,
        part_number=offer.oem or part_number,
        brand=brand or offer.brand,
        price=offer.price,
        delivery_days=offer.delivery_days,
        available=offer.available,
        packing=offer.packing,
        kind=offer.kind,
        instead_of=part_number if offer.kind != "asked" else "",
        no_return=offer.no_return,
        used=offer.used,
    )
