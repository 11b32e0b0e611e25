"""Weigh what a message refuses: the whole sale, one of several things, or what was asked beside."""

from typing import NamedTuple

from engine.facts.giving_up import hear_giving_up
from engine.facts.knowledge import Knowledge
from engine.facts.numbers import Numbers
from engine.facts.one_of_several_refused import Refused, refused_of_several
from engine.facts.order_in_doubt import NoHeard, hear_no, with_order_weighed
from engine.facts.refused_for_another import without_refused_for_another
from engine.facts.said import Said
from engine.facts.situation import Situation
from engine.facts.whole_sale import whole_sale_at
from engine.session import Session


class Weighed(NamedTuple):
    """What is left to be heard of a message, and what it refuses."""

    said: Said
    no: NoHeard
    """Said to what was asked beside the order."""
    one: Refused | None
    """Of several things taken."""


def weigh_refusals(
    said: Said, numbers: Numbers, shown: Session, situation: Situation, knowledge: Knowledge
) -> Weighed:
    """Say what is refused; `shown` is the session as the client saw it when writing."""
    session = situation.session
    one = refused_of_several(said, shown, numbers)
    said = one.without_refusals(said) if one else said
    numbered = bool(numbers.places)
    no = NoHeard(said) if one else hear_no(said, shown, knowledge, numbered=numbered)
    given_up = hear_giving_up(
        without_refused_for_another(no.rest, shown, numbers=numbers.places),
        numbers=numbers.places,
        the_part=_the_part(numbers, situation) | whole_sale_at(no.rest, shown),
        sought=numbers.places if numbers.part_numbers and not shown.offers else frozenset(),
        ordered=bool(session.order_numbers),
        stage=session.stage if session.chosen_offer_ids else "",
        choosing=bool(shown.offers) and not session.chosen_offer_ids,
    )
    weighed, no = with_order_weighed(no, given_up, shown, knowledge)
    return Weighed(weighed, no, one)


def _the_part(numbers: Numbers, situation: Situation) -> frozenset[int]:
    """Return where the message names the only part that the sale is about.

    A part that was searched for is wanted: what the search found says nothing of that.
    """
    sought = {*numbers.part_numbers, *(o.asked_number for o in situation.session.offers)}
    alone = len(numbers.part_numbers) == len(sought) == 1 and situation.lookup == "none"
    return numbers.places if alone and not numbers.phones else frozenset()
