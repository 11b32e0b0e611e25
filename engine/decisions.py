"""What was decided, by which rules and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from engine.session import NOBODY, Contact, Offer, PendingClarification

FactValue = bool | int | str
EngineName = Literal["durable", "reference"]
Variant = Literal["control", "candidate"]


@dataclass(frozen=True)
class Vocabulary:
    """The closed sets of words a ruleset may use; built from rules/contract.yaml."""

    intents: tuple[str, ...]
    stages: tuple[str, ...]
    actions: tuple[str, ...]
    ambiguity_reasons: tuple[str, ...]
    topics: tuple[str, ...]
    transitions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Decision(NamedTuple):
    """The answer to one message: intent, stage, actions and words."""

    stage: str
    action: str = "none"
    intent: str | None = None
    reply: str | None = None
    reply_id: str | None = None
    buttons: tuple[str, ...] = ()
    """What the client may answer the reply with by pressing a button, where there are any."""
    meanwhile: str | None = None
    """What the client is told if the shop takes long over the order."""
    confidence: float = 0.0
    requires_clarification: bool = False
    ambiguity_reason: str | None = None
    need_operator: bool = False
    topic: str | None = None
    wait_reason: str | None = None
    part_numbers: tuple[str, ...] = ()
    brand: str | None = None
    """The brand the part numbers are meant of, when the client named one."""
    vins: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    more_offers: tuple[Offer, ...] = ()
    analogs: bool = False
    """What fits in place of the parts is wanted as well."""
    beside: bool = False
    """The lookup is of another part, and the order stands as it is."""
    recheck: bool = False
    """The lookup asks again about the chosen offers, not about numbers of the message."""
    order_status: bool = False
    """The lookup asks how the client's orders stand."""
    order_numbers: tuple[str, ...] = ()
    """Numbers of orders that the message names."""
    chosen_offer_ids: tuple[int, ...] = ()
    quantity: int | None = None
    pieces_of_numbers: Mapping[str, int] = MappingProxyType({})
    """Pieces of each part number, where the message names several."""
    contact: Contact = NOBODY
    address: str | None = None
    pickup: bool = False
    """The address is our word for fetching the order oneself."""
    pending_clarification: PendingClarification | None = None
    noted: tuple[str, ...] = ()
    """What the message tells beside the sale that a manager should read: a day, a phone, a VIN."""
    order_number: str | None = None
    """The order that has just been placed, when that is what happened."""

    @property
    def chosen_offers(self) -> tuple[Offer, ...]:
        """The offers taken, each with the pieces wanted as its quantity."""
        return tuple(offer for offer in self.offers if offer.id in self.chosen_offer_ids)

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action asked for, the main one first."""
        words = [] if self.action == "none" else [self.action]
        if self.reply and "reply" not in words:
            words.append("reply")
        if self.need_operator and "handover_operator" not in words:
            words.append("handover_operator")
        return tuple(words)


@dataclass(frozen=True)
class ConditionTrace:
    """One condition of a rule beside the value it met."""

    fact: str
    operator: str
    expected: FactValue | tuple[FactValue, ...]
    actual: FactValue
    held: bool
    set_by: str
    """Phase that set the fact; `facts` for what was read from the message and session."""


@dataclass(frozen=True)
class RuleTrace:
    """One rule's part in a decision."""

    rule_id: str
    phase: str
    why: str
    conditions: tuple[ConditionTrace, ...]


@dataclass(frozen=True)
class Trace:
    """Why a decision is what it is."""

    fired: tuple[RuleTrace, ...]
    lost_by_group: tuple[RuleTrace, ...]
    near_misses: tuple[RuleTrace, ...]


class DecisionRecord(NamedTuple):
    """A decision with everything needed to explain and replay it."""

    decision_id: str
    ruleset_version: str
    ruleset_digest: str
    engine: EngineName
    decision: Decision
    fired: tuple[str, ...]
    facts: Mapping[str, FactValue]
    variant: Variant = "control"
    fallback_reason: str | None = None
    """Why the fallback answered instead of the rules; None when the rules did."""
    trace: Trace | None = None
