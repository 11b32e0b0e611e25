"""Of which of several parts shown an offer is, its name does not tell us: that is asked."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, PendingClarification, Session
from tests.unit.engine.facts.offers_shown import choice_in, offers
from tests.unit.engine.facts.reading import knowledge, schema

FILTER, DISC = "06A115561B", "1K0698151E"
SHOWN = (
    Offer(1, FILTER, "VAG", Decimal(2100), delivery_days=1),
    Offer(2, "W71930", "MANN", Decimal(980), delivery_days=2, instead_of=FILTER),
    Offer(3, "0451103318", "Bosch", Decimal(1150), delivery_days=1, instead_of=FILTER),
    Offer(4, DISC, "VAG", Decimal(8900), delivery_days=3),
    Offer(5, "GDB1550", "TRW", Decimal(4200), delivery_days=3, instead_of=DISC),
)


def heard(text: str, *, chosen: tuple[int, ...] = ()) -> Choice:
    stage = "CONTACT" if chosen else "PRICING"
    return choice_in(text, stage=stage, chosen=chosen, shown=SHOWN)


@pytest.mark.parametrize(
    "text",
    [
        "салонный первый",
        "бош и тормозной второй",
        "масляный первый, диск второй",
        "самые дешевые колодки",
        "бош и самые дешевые диски",
        "самый дешевый фильтр",
        "бош и первый 1K0698151E",
    ],
)
def test_an_offer_told_by_its_part_is_asked_about(text: str) -> None:
    assert (heard(text).kind, heard(text).ids) == ("unclear", ())


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("второй и пятый", (2, 5)),
        ("третий и диск пятый", (3, 5)),
        ("самые дешевые", (2, 5)),
        ("первый 1K0698151E", (4,)),
        ("диск 1K0698151E первый", (4,)),
        ("бош и трв", (3, 5)),
        ("первый и трв", (1, 5)),
        ("первую деталь самую дешевую", (2,)),
    ],
)
def test_what_can_be_one_offer_only_is_taken(text: str, taken: tuple[int, ...]) -> None:
    assert heard(text).ids == taken


def test_where_one_part_is_shown_its_name_leaves_no_doubt() -> None:
    assert choice_in("самый дешевый фильтр").ids == (2,)
    assert choice_in("бош и тормозной второй").ids == (2,)


@pytest.mark.parametrize(
    "text", ["фильтр не надо", "диски пока не нужны", "оставьте только колодки", "фильтр уберите"]
)
def test_a_part_refused_of_several_chosen_is_asked_about(text: str) -> None:
    assert heard(text, chosen=(3, 5)).kind == "unclear"


@pytest.mark.parametrize("text", ["доставка не нужна", "фильтр не надо?", "фильтр когда будет"])
def test_what_refuses_no_part_leaves_the_order_alone(text: str) -> None:
    assert heard(text, chosen=(3, 5)) == Choice()


def test_of_one_part_chosen_another_is_refused_to_no_effect() -> None:
    assert heard("фильтр не надо", chosen=(5,)) == Choice()
    alike = tuple(replace(offer, part_number=FILTER) for offer in offers())
    assert choice_in("фильтр не надо", stage="CONTACT", chosen=(1, 2), shown=alike) == Choice()


@pytest.mark.parametrize(
    ("text", "listed", "left"),
    [
        ("5", (1, 2, 3, 4, 5), (5,)),
        ("трв", (1, 2, 3, 4, 5), (5,)),
        ("2", (1, 2, 3, 4, 5), (5, 2)),
        ("5", (2,), (3, 5)),
    ],
)
def test_what_answers_which_is_ordered_stays_alone(
    text: str, listed: tuple[int, ...], left: tuple[int, ...]
) -> None:
    session = Session(
        stage="CONTACT",
        offers=SHOWN,
        chosen_offer_ids=(3, 5),
        pending_clarification=PendingClarification("offer", FILTER),
        last_reply="\n".join(f"{number}. VAG" for number in listed),
    )
    told = extract(Situation(Message(text), session), knowledge(), schema()).findings.choice
    assert set(told.applied_to((3, 5))) == set(left)
