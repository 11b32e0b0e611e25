"""RunCortexFlow: decide, ask the shop when the rules want it, decide again with its answer."""

from dataclasses import dataclass, replace

from engine.commands.decide import Decide
from engine.decisions import DecisionRecord
from engine.effects import ChatTyping
from engine.evaluation.quotation import Quotation, quote
from engine.facts.situation import Situation
from engine.journal import show_typing
from engine.messages import IncomingMessage
from engine.ports.executors import TypingIndicator
from engine.ports.parts import PartsCatalogue

LOOKUP_ACTION = "abcp_lookup"

NUMBERS_PER_MESSAGE = 5
"""Part numbers looked up for one message; a longer list is work for a person."""


@dataclass(frozen=True)
class RunCortexFlow:
    """Both passes over one message; the shop is read, nothing is written."""

    decide: Decide
    catalogue: PartsCatalogue
    typing: TypingIndicator

    def __call__(self, incoming: IncomingMessage, situation: Situation) -> DecisionRecord:
        """Return the decision that counts: the second one when the shop was asked."""
        first = self.decide(situation)
        if first.decision.action != LOOKUP_ACTION:
            return first
        show_typing(self.typing, ChatTyping(incoming.member_id, incoming.dialog_id))
        quotation = self._search(first)
        session = replace(situation.session, offers=quotation.offers, chosen_offer_ids=())
        asked = replace(situation, session=session, lookup=quotation.lookup)
        return self.decide(asked, quotation=quotation)

    def _search(self, record: DecisionRecord) -> Quotation:
        brand = record.decision.brand
        numbers = record.decision.part_numbers[:NUMBERS_PER_MESSAGE]
        return quote([self.catalogue.search(number, brand=brand) for number in numbers])
