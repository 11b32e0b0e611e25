"""What is known of the sale once a message is read."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema


@pytest.mark.parametrize(
    ("chosen", "best"), [((2,), "price"), ((3,), "term"), ((1,), "none"), ((2, 3), "none")]
)
def test_the_only_offer_chosen_is_the_cheapest_or_the_soonest(
    chosen: tuple[int, ...], best: str
) -> None:
    session = Session(stage="FINAL", offers=offers(FIVE), chosen_offer_ids=chosen)

    facts = extract(Situation(Message("долго"), session), knowledge(), schema()).values

    assert facts["chosen_is_best"] == best


def test_a_single_offer_is_the_best_in_both() -> None:
    session = Session(stage="FINAL", offers=offers(FIVE[:1]), chosen_offer_ids=(1,))

    facts = extract(Situation(Message("долго"), session), knowledge(), schema()).values

    assert facts["chosen_is_best"] == "both"


def test_delivery_is_named_also_where_only_a_refusal_is_left() -> None:
    session = Session(stage="FINAL", offers=offers(), chosen_offer_ids=(1,))
    text = "передумал, доставка дорогая"

    facts = extract(Situation(Message(text), session), knowledge(), schema()).values

    assert facts["lost_phrase"]
    assert facts["delivery_named"]


@pytest.mark.parametrize(
    ("address", "text", "lacks"),
    [
        (None, "сдэк Тула", "point"),
        ("сдэк Тула", "да", "point"),
        ("Казань", "да", "street"),
        (None, "ул мира 15", "town"),
    ],
)
def test_an_address_that_lacks_something_is_not_known(
    address: str | None, text: str, lacks: str
) -> None:
    session = Session(stage="ADDRESS", offers=offers(), chosen_offer_ids=(1,), address=address)

    facts = extract(Situation(Message(text), session), knowledge(), schema()).values

    assert (facts["address_known"], facts["address_lacks"]) == (False, lacks)


@pytest.mark.parametrize(
    ("address", "text"),
    [("сдэк Тула", "Металлургов 43"), (None, "самовывоз"), ("Пермь, ул. Мира, 4", "да")],
)
def test_a_whole_address_or_pickup_is_known(address: str | None, text: str) -> None:
    session = Session(stage="ADDRESS", offers=offers(), chosen_offer_ids=(1,), address=address)

    facts = extract(Situation(Message(text), session), knowledge(), schema()).values

    assert (facts["address_known"], facts["address_lacks"]) == (True, "none")
