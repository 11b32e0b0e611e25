"""Another part asked for beside the yes leaves the order of a caller that places it at once."""

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import OrderConfirmation, Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema


def read_after(
    text: str, *, stage: str = "FINAL", confirmation: OrderConfirmation = "not_required"
) -> Extraction:
    session = Session(stage=stage, offers=offers(), chosen_offer_ids=(1,))
    situation = Situation(Message(text), session, order_confirmation=confirmation)
    return extract(situation, knowledge(), schema())


@pytest.mark.parametrize(
    "text", ["да, и посчитайте еще 5Q0819653", "оформляйте и еще посмотрите 5Q0819653"]
)
def test_a_part_added_to_a_yes_is_told_of_and_not_searched(text: str) -> None:
    told = read_after(text)

    assert told.findings.part_numbers == ()
    assert told.findings.choice.ids == (1,)
    assert told.values["other_part_told"]


@pytest.mark.parametrize(
    "text",
    [
        "нужен 5Q0819653",
        "еще нужна 5Q0819653",
        "оформляйте 5Q0819653",
        "да, но еще лучше замените на 5Q0819653",
        "нет, еще 5Q0819653",
        "все верно? и еще 5Q0819653",
    ],
)
def test_a_part_that_is_not_added_to_a_yes_is_searched(text: str) -> None:
    assert read_after(text).findings.part_numbers == ("5Q0819653",)


def test_before_the_order_is_summed_up_a_part_is_searched() -> None:
    told = read_after("да, и посчитайте еще 5Q0819653", stage="CONTACT")

    assert told.findings.part_numbers == ("5Q0819653",)


def test_our_own_order_waits_while_the_part_is_searched() -> None:
    told = read_after("да, и посчитайте еще 5Q0819653", confirmation="required")

    assert told.findings.part_numbers == ("5Q0819653",)
    assert not told.values["other_part_told"]
