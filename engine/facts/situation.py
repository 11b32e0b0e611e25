"""Everything one decision may look at: the message, the remembered dialog and what is around it."""

from dataclasses import dataclass
from typing import Literal

from engine.messages import Message
from engine.session import Session

Lookup = Literal["none", "found", "empty", "failed", "several_brands"]
OrderConfirmation = Literal["required", "not_required"]
LeadStatus = Literal["none", "auto", "manual", "disabled", "unknown"]


@dataclass(frozen=True)
class Situation:
    """The input of extraction; `lead_status` comes from the portal's configuration."""

    message: Message
    session: Session
    lookup: Lookup = "none"
    order_confirmation: OrderConfirmation = "required"
    lead_status: LeadStatus = "none"
    deal_bound: bool = False
