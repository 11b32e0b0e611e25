"""Everything one decision may look at: the message, the remembered dialog and what is around it."""

from typing import Literal, NamedTuple

from engine.messages import Happening, Message
from engine.ports.order_states import OrderState
from engine.session import Session

Lookup = Literal["none", "found", "empty", "failed", "several_brands"]
Recheck = Literal["none", "same", "dearer", "gone", "failed"]
OrderLookup = Literal["unavailable", "possible", "found", "missing", "failed"]
Substitutes = Literal["none", "some", "only"]
Best = Literal["none", "price", "term", "both"]
OrderConfirmation = Literal["required", "not_required"]
LeadStatus = Literal["none", "auto", "manual", "disabled", "unknown"]


class Situation(NamedTuple):
    """The input of extraction; `lead_status` comes from the portal's configuration."""

    message: Message
    session: Session
    lookup: Lookup = "none"
    order_confirmation: OrderConfirmation = "required"
    lead_status: LeadStatus = "none"
    deal_bound: bool = False
    recheck: Recheck = "none"
    """What asking the shop again about the chosen offers came to."""
    happening: Happening = "none"
    """Something that took place outside the chat; the message is then empty."""
    order_number: str | None = None
    """The shop's number of the order that was placed, when that is what happened."""
    order_lookup: OrderLookup = "unavailable"
    """Whether orders can be read in the shop, and what reading them came to."""
    orders: tuple[OrderState, ...] = ()
    """The client's own orders as the shop shows them, when they were read."""
    looked_up: tuple[str, ...] = ()
    """The part numbers that the search was about."""
    similar_numbers: int = 0
    """Numbers of the shop that may have been meant, where the one asked for is unknown."""
    choice_replaced: bool = False
    """The search takes the place of offers of which some were chosen."""
    choice_kept: bool = False
    """The search is of another part, beside an order that stands."""
    number_by_manager: bool = False
    """A manager has filled in the lead's part number."""
    reply_unseen: bool = False
    """The message was written before the last reply stood in the chat."""
    manager_quiet: bool = False
    """Managers have been silent for as long as the portal waits before the bot comes back."""
