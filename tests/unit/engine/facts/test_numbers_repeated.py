"""A number that is searched or shown already names an offer and starts no search of its own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.reading import knowledge, schema

ASKED = "06A115561B"
VAG = Offer(1, ASKED, "VAG", Decimal(900))
MANN = Offer(2, "W71930", "MANN", Decimal(450), kind="analog", instead_of=ASKED)
BOSCH = Offer(3, "0451103318", "BOSCH", Decimal(700), kind="analog", instead_of=ASKED)
CHOSEN = Session(stage="FINAL", offers=(VAG, MANN, BOSCH), chosen_offer_ids=(3,))
CHOOSING = replace(CHOSEN, stage="PRICING", chosen_offer_ids=())

KNOWN = [
    "все верно, 06A115561B", "это на 06A 115 561 B?", "номер 0451103318 у бош?",
    "да, 0451103318 оформляйте", "0451103318", "мне W71930 нужен был",
]  # fmt: skip
SEARCHED = [
    ("а 5Q0819653 есть?", ("5Q0819653",)),
    ("06A115561B и 5Q0819653 есть?", (ASKED, "5Q0819653")),
    ("нужен 06A115561B", (ASKED,)),
    ("06A115561B", (ASKED,)),
]


def findings(text: str, session: Session) -> Findings:
    return extract(Situation(Message(text), session), knowledge(), schema()).findings


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_chosen_is_not_searched_again(text: str) -> None:
    found = findings(text, CHOSEN)
    assert (found.part_numbers, found.bare_numbers) == ((), ())


@pytest.mark.parametrize(("text", "numbers"), SEARCHED)
def test_what_is_new_or_asked_anew_is_searched(text: str, numbers: tuple[str, ...]) -> None:
    assert findings(text, CHOSEN).part_numbers == numbers


def test_without_a_choice_the_number_searched_is_searched_again() -> None:
    assert findings("все верно, 06A115561B", CHOOSING).part_numbers == (ASKED,)


@pytest.mark.parametrize(
    ("text", "ids"),
    [("беру W71930", (2,)), ("W71930 2 шт, 0451103318 1 шт", (2, 3)), ("2. MANN W71930", (2,))],
)
def test_at_the_choice_a_number_is_its_offer(text: str, ids: tuple[int, ...]) -> None:
    assert findings(text, CHOOSING).choice.ids == ids


def test_a_number_of_two_offers_names_neither() -> None:
    twice = replace(CHOOSING, offers=(VAG, MANN, replace(MANN, id=4), BOSCH))
    assert findings("беру W71930", twice).choice.ids == ()


def test_the_number_of_another_offer_is_that_offer_once_one_is_chosen() -> None:
    assert findings("W71930 2 шт", CHOSEN).choice.ids == (2,)


def test_a_price_beside_the_number_of_an_offer_counts_no_pieces() -> None:
    choice = findings("у вас W71930 по 450", CHOSEN).choice
    assert (choice.quantity, dict(choice.quantities)) == (0, {})
