"""What a version must show before it serves: its examples hold and its replies can be said."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from engine.errors import Fault
from engine.evaluation.decide import Asked, Policy, decide
from engine.evaluation.examples import failed_examples
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.ports.order_states import OrderState
from engine.ports.parts import SimilarNumber
from engine.rulesets.model import Example, Rule
from engine.rulesets.source import Place
from engine.rulesets.undisturbed import undisturbed
from engine.session import Offer

SAMPLE_BRANDS = ("Febi", "SWAG")
"""Stand for what the shop would answer, where an example only says that it answered."""

_SPOKEN = frozenset({"reply", "also", "meanwhile"})

SAMPLE_ORDER = OrderState("102123458", "В работе")


@undisturbed()
def self_test(policy: Policy) -> tuple[Fault, ...]:
    """Return every example that fails, else every reply that its rule cannot fill in."""
    failed = failed_examples(policy.evaluator, lambda s: policy.facts_of(s).values)
    return failed or tuple(_unspeakable(policy))


def sampled(situation: Situation, part_numbers: tuple[str, ...]) -> tuple[Situation, Quotation]:
    """Add what the shop may have said to a situation that only says that it answered."""
    if situation.order_lookup == "found":
        return situation._replace(orders=(SAMPLE_ORDER,)), Quotation()
    if situation.lookup == "none":
        return situation, Quotation()
    number = part_numbers[0] if part_numbers else ""
    quotation = Quotation(situation.lookup, part_numbers)
    if situation.lookup == "several_brands":
        quotation = quotation._replace(brands=SAMPLE_BRANDS, ambiguous_number=number)
    if situation.similar_numbers:
        quotation = quotation._replace(similar=(SimilarNumber(SAMPLE_BRANDS[0], number),))
    if situation.lookup != "found" or situation.session.offers:
        return situation, quotation
    offer = Offer(1, number, SAMPLE_BRANDS[0], Decimal(1000), delivery_days=2)
    return situation._replace(session=replace(situation.session, offers=(offer,))), quotation


def _unspeakable(policy: Policy) -> Iterator[Fault]:
    for rule in policy.release.rules.phases["act"].rules:
        matching = [example for example in rule.examples if example.matches]
        by_id = policy.release.replies.by_id
        reply = next((name for name in _replies_of(rule) if by_id[name].variables), None)
        if reply is None:
            continue
        if not matching:
            message = f"`{rule.id}` says `{reply}`, which has variables: give a matching example"
            yield _fault(rule.place, "EXAMPLE_MISSING", message)
        for example in matching:
            if not _is_said(policy, rule, example):
                message = f"`{reply}` uses a variable that has no value when `{rule.id}` fires so"
                yield _fault(example.place, "EMPTY_VARIABLE", message)


def _replies_of(rule: Rule) -> tuple[str, ...]:
    said = (output.value for output in rule.outputs if output.name in _SPOKEN)
    return tuple(reply for reply in said if isinstance(reply, str))


def _is_said(policy: Policy, rule: Rule, example: Example) -> bool:
    numbers = policy.facts_of(example.situation).findings.part_numbers
    situation, quotation = sampled(example.situation, numbers)
    record = decide(policy, Asked("self_test", situation, quotation))
    if rule.id not in record.fired:
        return True
    waits = any(output.name == "meanwhile" for output in rule.outputs)
    decision = record.decision
    return decision.reply is not None and not (waits and decision.meanwhile is None)


def _fault(place: Place, code: str, message: str) -> Fault:
    return Fault(place.file, place.line, place.column, code, message)
