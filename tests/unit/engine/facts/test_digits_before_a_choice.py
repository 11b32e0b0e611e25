"""A digit alone before a choice is asked about where it may count pieces."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema

CHOOSING = Session(stage="PRICING", offers=offers(FIVE))
IN_DOUBT = replace(CHOOSING, pending_clarification=PendingClarification("digit", "2"))
BEHIND_BOSCH = replace(CHOOSING, pending_clarification=PendingClarification("digit", "2", ("4",)))


def heard(text: str, session: Session = CHOOSING) -> Choice:
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize("text", ["нужно 2", "надо 2", "2 надо бы", "мне нужно 2", "надо два"])
def test_a_digit_that_is_needed_is_in_doubt(text: str) -> None:
    assert heard(text) == Choice("unclear", digit=2)


@pytest.mark.parametrize("text", ["нужен 2", "2", "беру 2", "надо 2 вариант", "надо второй"])
def test_a_digit_said_of_an_offer_is_taken(text: str) -> None:
    assert heard(text).ids == (2,)


PROPOSED = replace(CHOOSING, last_reply="Самый недорогой вариант:\n\n2. MANN — 3 900 ₽")


@pytest.mark.parametrize("text", ["возьму за 4100", "тогда за 4100", "давайте 4100"])
def test_an_exact_price_behind_a_proposal_names_the_offer(text: str) -> None:
    assert heard(text, PROPOSED).ids == (4,)


def test_a_digit_is_no_price_where_offers_go_by_other_numbers() -> None:
    listed = tuple(replace(offer, id=offer.id + 200) for offer in offers(FIVE))
    assert heard("4", replace(CHOOSING, offers=listed)).ids == (204,)


def test_beside_a_pronoun_a_digit_counts_pieces_of_the_offer_spoken_of() -> None:
    told = heard("давайте его 4", replace(CHOOSING, last_reply="Наличие:\n\n2. MANN — 20 шт."))
    assert (told.ids, told.quantity) == ((2,), 4)
    assert heard("давайте его 4") == Choice("unclear", quantity=4)


def test_a_round_price_behind_a_proposal_may_be_a_bid() -> None:
    offered = replace(PROPOSED, offers=offers((("VAG", 4500, 5), ("MANN", 3970, 7))))
    assert heard("давайте за 4000", offered) == Choice("unclear")


def test_two_digits_are_two_offers() -> None:
    assert heard("надо 4 и 3").ids == (4, 3)


def test_more_than_are_shown_count_pieces_of_one_to_be_named() -> None:
    assert heard("надо 8") == Choice("unclear", quantity=8)
    assert heard("беру 8").kind == "unknown"


def test_asked_which_offer_the_digit_says_it() -> None:
    asked = replace(CHOOSING, pending_clarification=PendingClarification("offer", "06A"))
    assert heard("надо 2", asked).ids == (2,)


def test_a_single_offer_leaves_no_doubt() -> None:
    single = Session(stage="PRICING", offers=offers(FIVE[:1]))
    assert heard("надо 2", single).digit == 0


@pytest.mark.parametrize("text", ["штук", "2 шт", "2 штуки", "это количество"])
def test_that_it_counted_is_of_the_offer_spoken_of(text: str) -> None:
    told = heard(text, BEHIND_BOSCH)
    assert (told.ids, told.quantity) == ((4,), 2)
    assert heard(text, IN_DOUBT) == Choice("unclear", quantity=2)


@pytest.mark.parametrize("text", ["вариант", "вариант 2", "второй"])
def test_that_it_was_an_offer_takes_that_one(text: str) -> None:
    assert heard(text, BEHIND_BOSCH).ids == heard(text, IN_DOUBT).ids == (2,)
