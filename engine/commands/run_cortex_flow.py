"""RunCortexFlow: decide, ask the shop when the rules want it, decide again with its answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from engine.commands.decide import Decide
from engine.decisions import DecisionRecord
from engine.effects import ChatTyping
from engine.evaluation.client_orders import look_up_orders
from engine.evaluation.offers_beside import shown_beside, shown_instead
from engine.evaluation.quotation import Quotation, quote, with_pieces
from engine.evaluation.recheck import recheck
from engine.facts.situation import Situation
from engine.journal import show_typing
from engine.messages import IncomingMessage
from engine.ports.executors import TypingIndicator
from engine.ports.order_states import OrderStates
from engine.ports.parts import PartsCatalogue, SearchFailed, SearchResult
from engine.ports.side_by_side import SideBySide, one_by_one

LOOKUP_ACTION = "abcp_lookup"

NUMBERS_PER_MESSAGE = 5
"""Part numbers looked up for one message: each search may take the shop many seconds."""


@dataclass(frozen=True)
class RunCortexFlow:
    """Both passes over one message; the shop is read, nothing is written."""

    decide: Decide
    catalogue: PartsCatalogue
    """What is quoted from; it may remember for minutes."""
    stock: PartsCatalogue
    """The shop itself: what is about to be ordered is asked for now."""
    orders: OrderStates
    typing: TypingIndicator
    side_by_side: SideBySide = one_by_one

    def __call__(self, incoming: IncomingMessage, situation: Situation) -> DecisionRecord:
        """Return the decision that counts: the second one when the shop was asked.

        Both passes follow the version that served when the message was taken up.
        """
        policy = self.decide.policy(None)
        situation = situation._replace(order_lookup="possible")
        first = self.decide.consider(policy, situation)
        if first.decision.action != LOOKUP_ACTION:
            return self.decide.tally(first)
        typing = ChatTyping(incoming.member_id, incoming.dialog_id)
        if first.decision.order_status:
            show_typing(self.typing, typing)
            told = self._with_orders(situation, first)
            return self.decide.tally(self.decide.consider(policy, told))
        if first.decision.recheck:
            show_typing(self.typing, typing)
            return self.decide.tally(self.decide.consider(policy, self._rechecked(situation)))
        quotation = self._quoted(situation, first, typing)
        asked = _with_offers(situation, first, quotation)
        return self.decide.tally(self.decide.consider(policy, asked, quotation=quotation))

    def _quoted(
        self, situation: Situation, record: DecisionRecord, typing: ChatTyping
    ) -> Quotation:
        decision = record.decision
        found = quote(self._search(record, typing), analogs=decision.analogs)
        pieces = _pieces(situation, record)
        return with_pieces(found, pieces, of_numbers=decision.pieces_of_numbers)

    def _with_orders(self, situation: Situation, record: DecisionRecord) -> Situation:
        lookup, orders = look_up_orders(
            record.decision.order_numbers, situation.session, self.orders.states_of
        )
        return situation._replace(order_lookup=lookup, orders=orders)

    def _rechecked(self, situation: Situation) -> Situation:
        """Ask again about what the session has chosen; a choice is never ordered on old prices."""
        session = situation.session
        chosen = [offer for offer in session.offers if offer.id in session.chosen_offer_ids]
        searches = [partial(self.stock.search, o.part_number, brand=o.brand) for o in chosen]
        answers = self.side_by_side(searches)
        found = recheck(chosen, answers)
        fresh = {offer.id: offer for offer in found.offers}
        offers = tuple(fresh.get(o.id, o) for o in session.offers if o.id not in found.gone)
        ids = tuple(number for number in session.chosen_offer_ids if number not in found.gone)
        now = replace(session, offers=offers, chosen_offer_ids=ids)
        return situation._replace(session=now, recheck=found.verdict)

    def _search(self, record: DecisionRecord, typing: ChatTyping) -> Sequence[SearchResult]:
        """Ask the shop while typing is shown: a client who waits for both waits for one of them."""
        numbers = record.decision.part_numbers
        calls: list[Callable[[], SearchResult | None]] = [
            partial(show_typing, self.typing, typing),
            *(
                partial(self.catalogue.search, number, brand=record.decision.brand)
                for number in numbers[:NUMBERS_PER_MESSAGE]
            ),
        ]
        searched = [found for found in self.side_by_side(calls) if found is not None]
        # The client hears of every number: those beyond the limit as not answered yet.
        left = [SearchFailed(number, "TOO_MANY") for number in numbers[NUMBERS_PER_MESSAGE:]]
        return [*searched, *left]


def _pieces(situation: Situation, first: DecisionRecord) -> int:
    """Return the pieces told with the number, or before it where it is the only one."""
    before = situation.session.pieces_wanted if len(first.decision.part_numbers) == 1 else 0
    return first.decision.quantity or before or 1


def _with_offers(situation: Situation, record: DecisionRecord, quotation: Quotation) -> Situation:
    beside = record.decision.beside
    shown = shown_beside if beside else shown_instead
    chosen = bool(situation.session.chosen_offer_ids)
    return situation._replace(
        session=shown(situation.session, quotation),
        lookup=quotation.lookup,
        looked_up=record.decision.part_numbers,
        similar_numbers=len(quotation.similar),
        choice_replaced=not beside and (chosen or _takes(record)),
        choice_kept=beside,
    )


def _takes(record: DecisionRecord) -> bool:
    """`беру третий и ещё посмотрите другой номер`: an offer is taken that the search replaces."""
    return record.facts["choice"] in {"one", "several"}
