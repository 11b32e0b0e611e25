"""HandleIncomingMessage: from a message and a remembered dialog to changes and effects."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.commands.order_taken_back import before_the_yes
from engine.commands.plan_effects import plan_effects
from engine.commands.run_cortex_flow import RunCortexFlow
from engine.commands.run_decision_gate import RunDecisionGate
from engine.crm_effects import DealConvert, ProductRowsSet
from engine.decisions import Decision, DecisionRecord
from engine.effects import Action, ChatHandover, LeadUpdate
from engine.facts.situation import Situation
from engine.messages import Author, IncomingMessage, Message
from engine.order_news import ORDER_WITHDRAWN
from engine.ports.portals import Portals
from engine.session import Session, Turn


@dataclass(frozen=True)
class Handled:
    """The outcome of one message, ready to be committed whole."""

    session: Session
    actions: tuple[Action, ...]
    record: DecisionRecord | None
    """None when there was nothing to decide."""


@dataclass(frozen=True)
class HandleIncomingMessage:
    """Keeps the order of the commands; reads the outside, writes nothing."""

    portals: Portals
    gate: RunDecisionGate
    flow: RunCortexFlow
    give_up: Callable[[Situation], DecisionRecord]

    def __call__(
        self, incoming: IncomingMessage, session: Session, *, reply_unseen: bool = False
    ) -> Handled:
        """Decide one message; `reply_unseen` says that it was written before the last reply.

        Raises CallNotRun or OutcomeUnknown when the CRM cannot be read now: nothing has changed
        and the message may be handled again later.
        """
        policy = self.portals.policy(incoming.member_id)
        session = session.reaching(incoming.message_id)
        if incoming.message.happening != "none" or incoming.change == "edited":
            # It has no place in the chat of its own: what is said of it comes after all the rest.
            incoming = replace(incoming, message_id=session.last_message_id)
        situation = self.gate(incoming, session, policy)._replace(reply_unseen=reply_unseen)
        record = self.flow(incoming, situation)
        taken_back = incoming.message.reason == ORDER_WITHDRAWN
        if taken_back and record.decision.wait_reason is None:
            # The words that took it back are answered next, as those to a summary are.
            return Handled(before_the_yes(situation.session), (), None)
        actions = plan_effects(
            record.decision, incoming=incoming, before=situation.session, policy=policy
        )
        return Handled(_next_session(situation, record, actions), actions, record)

    def pass_over(self, incoming: IncomingMessage, session: Session) -> Handled:
        """Consume a message that is deleted, or whose later form is heard in its place."""
        return Handled(session.reaching(incoming.message_id), (), None)

    def fallback(self, incoming: IncomingMessage, session: Session) -> Handled:
        """Hand a message over that cannot be handled; nothing outside is read for it.

        Nothing is said to anybody but a client, nor where people already lead the chat: they
        see the message themselves.
        """
        author = incoming.message.author
        if author is Author.MANAGER:
            session = self.gate.taken_by_manager(session)
        session = _knowing_of_order(session, incoming.message)
        situation = Situation(message=incoming.message, session=session)
        record = self.give_up(situation)
        led_by_people = session.mode == "manual" or session.deal_id is not None
        if author is not Author.CLIENT or led_by_people:
            return Handled(session, (), record)
        actions = plan_effects(
            record.decision,
            incoming=incoming,
            before=session,
            policy=self.portals.policy(incoming.member_id),
        )
        return Handled(_next_session(situation, record, actions), actions, record)


def _next_session(
    situation: Situation, record: DecisionRecord, actions: tuple[Action, ...]
) -> Session:
    decision, before, message = record.decision, situation.session, situation.message
    reopened = decision.wait_reason is None and (
        situation.manager_quiet or situation.number_by_manager
    )
    moves = (a for a in actions if isinstance(a, LeadUpdate | DealConvert))
    written = next((move.status_id for move in moves if move.status_id), None)
    number_written = next((a.part_number for a in actions if isinstance(a, LeadUpdate)), None)
    heard = () if message.happening != "none" else (Turn(message.author.value, message.text),)
    spoken = (Turn("bot", decision.reply),) if decision.reply else ()
    rows = next((a.rows for a in actions if isinstance(a, ProductRowsSet)), before.rows_written)
    placed = (decision.order_number,) if decision.order_number else ()
    return replace(
        before,
        stage=decision.stage,
        mode="auto" if reopened else before.mode,
        offers=decision.offers,
        more_offers=decision.more_offers,
        chosen_offer_ids=decision.chosen_offer_ids,
        pieces_wanted=_pieces_wanted(record, before),
        contact=decision.contact,
        address=decision.address,
        pending_clarification=decision.pending_clarification,
        status_written=written or before.status_written,
        part_number_written=number_written or before.part_number_written,
        last_reply=decision.reply or before.last_reply,
        rows_written=rows,
        misunderstood=_misunderstood(decision, before),
        handed_over=_handed_over(decision, before, actions),
        order_numbers=tuple(dict.fromkeys((*before.order_numbers, *placed))),
        order_unclear=_knowing_of_order(before, message).order_unclear,
    ).remembering(*heard, *spoken)


def _pieces_wanted(record: DecisionRecord, before: Session) -> int:
    """Return the pieces wanted of a part that is still to be found: offers know theirs."""
    if record.decision.offers or record.decision.order_number:
        return 0
    facts = record.facts
    needed = facts.get("wants_part") or facts.get("pieces_needed")
    wanted = record.decision.quantity if needed else None
    return wanted or before.pieces_wanted


def _knowing_of_order(session: Session, message: Message) -> Session:
    """Return the session that remembers an order as long as nobody knows its fate.

    There is one at most: while it is there the dialog orders nothing else.
    """
    match message.happening:
        case "order_unclear":
            return replace(session, order_unclear=True)
        case "order_placed" | "order_partial" | "order_failed":
            return replace(session, order_unclear=False)
        case _:
            return session


def _misunderstood(decision: Decision, before: Session) -> int:
    if decision.wait_reason is not None:
        return before.misunderstood
    return before.misunderstood + 1 if decision.intent == "UNKNOWN" else 0


def _handed_over(decision: Decision, before: Session, actions: tuple[Action, ...]) -> bool:
    """Say whether people have the chat, and nothing was understood since that the bot answers."""
    if any(isinstance(action, ChatHandover) for action in actions):
        return True
    answered = decision.wait_reason is None and decision.intent != "UNKNOWN"
    return before.handed_over and not answered
