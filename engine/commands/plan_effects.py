"""What a decision does to the world, as data; nothing is sent here."""

from engine.commands.decision_log import decision_log
from engine.commands.plan_crm import converts, crm_effects
from engine.commands.plan_order import plan_order, plan_wait
from engine.decisions import Decision
from engine.effects import Action, ChatHandover, ChatReply, LeadUpdate
from engine.facts.lead_number import one_spelling
from engine.messages import IncomingMessage
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Session

PLANNED_ACTIONS = frozenset(
    {
        "reply",
        "handover_operator",
        "service_notice",
        "create_order_abcp",
        "convert_lead",
        "none",
    }
)
"""Actions of the contract that become effects here; a lookup is run by RunCortexFlow."""

_REFUSED = "LOST"
"""The stage of a refusal: the number named beside it is what nobody wants any more."""

_SOLD = "DEAL"


def plan_effects(
    decision: Decision,
    *,
    incoming: IncomingMessage,
    before: Session,
    policy: PortalPolicy,
) -> tuple[Action, ...]:
    """List the actions of a decision in the order they must happen.

    The reply goes first, because a lead moved to a manual status or handed to an operator may
    close the chat to the bot; the hand-over comes behind it for the same reason. What is only
    noted in the CRM comes last: no client waits for it. What came of an order is told later, by a
    message of its own.
    """
    handover = _handover(decision, incoming)
    order = plan_order(decision, incoming=incoming, before=before)
    planned = (
        _reply(decision, incoming),
        _lead_update(decision, incoming=incoming, before=before, policy=policy),
        order,
        plan_wait(decision, incoming=incoming) if order else None,
        handover,
    )
    noted = crm_effects(
        decision,
        incoming=incoming,
        before=before,
        policy=policy,
        handed_over=handover is not None,
    )
    return (*(action for action in planned if action is not None), *noted)


def _reply(decision: Decision, incoming: IncomingMessage) -> Action | None:
    if not decision.reply:
        return None
    return ChatReply(
        member_id=incoming.member_id,
        dialog_id=incoming.dialog_id,
        chat_id=incoming.chat_id,
        text=decision.reply,
        after_message_id=incoming.message_id,
        buttons=decision.buttons,
    )


def _lead_update(
    decision: Decision, *, incoming: IncomingMessage, before: Session, policy: PortalPolicy
) -> Action | None:
    lead = before.lead
    if lead is None or decision.wait_reason is not None:
        return None
    status = _status_to_write(decision, before, lead, policy)
    number = _number_to_write(decision, before)
    kept = policy.kept_on_lead
    update = LeadUpdate(
        member_id=incoming.member_id,
        lead_id=lead.id,
        status_id=status,
        part_number=number,
        seen_part_number="" if number is None else lead.part_number,
        seen_status_id=None if status is None else lead.status_id,
        address=_address_to_write(decision, before) if "address" in kept else None,
        seen_address=before.address or "",
        order_number=decision.order_number if "order_number" in kept else None,
        decision_log=decision_log(decision) if "decision_log" in kept else None,
    )
    written = (
        *(update.status_id, update.part_number, update.address),
        *(update.order_number, update.decision_log),
    )
    return None if written == (None,) * len(written) else update


def _status_to_write(
    decision: Decision, before: Session, lead: Lead, policy: PortalPolicy
) -> str | None:
    if decision.stage == before.stage or converts(decision):
        # A conversion moves the lead itself, when all the rest of it is done.
        return None
    # One more part may be refused, and the lead in which another one was ordered is no junk.
    kept = decision.stage == _REFUSED and before.order_numbers and before.rows_written
    status = policy.status_ids.get(_SOLD if kept else decision.stage)
    return None if status == lead.status_id else status


def _address_to_write(decision: Decision, before: Session) -> str | None:
    return decision.address if decision.address != before.address else None


def _number_to_write(decision: Decision, before: Session) -> str | None:
    """Return the one number the sale is about; what a person wrote in the lead stays theirs."""
    written = before.lead.part_number if before.lead else ""
    chosen = {offer.part_number for offer in decision.chosen_offers}
    numbers = decision.part_numbers or tuple(chosen)
    if len(numbers) != 1 or decision.stage == _REFUSED or numbers[0] == one_spelling(written):
        return None
    return numbers[0] if written in {"", before.part_number_written} else None


def _handover(decision: Decision, incoming: IncomingMessage) -> Action | None:
    if "handover_operator" not in decision.actions:
        return None
    return ChatHandover(member_id=incoming.member_id, chat_id=incoming.chat_id)
