"""Who refuses one of several things taken, or has got it elsewhere, still buys the others."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.reading import knowledge, schema

FILTER, PADS = "06A115561B", "1K0698151E"
SHOWN = (
    Offer(1, FILTER, "VAG", Decimal(2100), delivery_days=1),
    Offer(2, FILTER, "VAG", Decimal(1900), delivery_days=5),
    Offer(3, "W71930", "MANN", Decimal(980), delivery_days=2, instead_of=FILTER),
    Offer(4, "0451103318", "BOSCH", Decimal(1150), delivery_days=1, instead_of=FILTER),
    Offer(5, PADS, "VAG", Decimal(8900), delivery_days=3),
    Offer(6, "P85075", "BREMBO", Decimal(5400), delivery_days=2, instead_of=PADS),
    Offer(7, "GDB1550", "TRW", Decimal(4200), delivery_days=3, instead_of=PADS),
)
CONTACT = Session(stage="CONTACT", offers=SHOWN)
OF_ONE_PART = replace(CONTACT, chosen_offer_ids=(3, 4))
OF_TWO_PARTS = replace(CONTACT, chosen_offer_ids=(4, 7))
OPEN = replace(CONTACT, stage="PRICING")


def heard(text: str, session: Session) -> Extraction:
    return extract(Situation(Message(text), session), knowledge(), schema())


def left(text: str, session: Session) -> tuple[int, ...]:
    choice = heard(text, session).findings.choice
    return choice.applied_to(session.chosen_offer_ids)


@pytest.mark.parametrize(
    "text",
    [
        "муж манн уже купил",
        "манн нашли в гараже, бош везите",
        "манн не надо, передумала",
        "третий не надо, передумали",
        "от манна откажусь",
        "по манну передумал",
        "манн дорого, не надо",
        "муж манн не хочет, уберите",
        "за 980 не надо",
        "второй не надо, только бош",
        "передумал, один бош",
        "манн потом закажу",
    ],
)
def test_what_is_refused_by_its_name_leaves_the_other(text: str) -> None:
    assert not heard(text, OF_ONE_PART).values["lost_phrase"]
    assert left(text, OF_ONE_PART) == (4,)


@pytest.mark.parametrize(
    "text",
    [
        "1K0698151E отменяйте",
        "1K0698151E уже не нужен",
        "1K0698151E купил в магазине",
        "трв не надо, передумал",
        "бош беру, от колодок откажусь",
        "сервис колодки сам купил, бош оставьте",
    ],
)
def test_a_part_refused_is_neither_ordered_nor_searched_again(text: str) -> None:
    assert heard(text, OF_TWO_PARTS).findings.part_numbers == ()
    assert left(text, OF_TWO_PARTS) == (4,)


@pytest.mark.parametrize(
    "text",
    [
        "фильтр отменяем",
        "от колодок отказываюсь",
        "колодки не надо, муж купил",
        "без колодок",
        "первую не надо",
        "вторую позицию уберите",
        "диски потом возьму",
        "пока только фильтр",
        "колодки сервис свои поставит",
        "бош мне сосед отдал",
    ],
)
def test_a_part_refused_by_its_kind_is_asked_about(text: str) -> None:
    values = heard(text, OF_TWO_PARTS).values

    assert values["left_unclear"]
    assert not values["lost_phrase"]


@pytest.mark.parametrize(
    "text",
    [
        "от манна не откажусь",
        "манн не надо ли вернуть",
        "если долго, манн не надо",
        "коробку к манну не надо",
        "манн, перезванивать не надо",
        "больше ничего не надо",
        "доставка не нужна, самовывоз",
        "манн муж сам поставит",
        "сосед манн хвалит",
        "да, только манн завтра проверьте",
    ],
)
def test_what_refuses_no_offer_leaves_the_order_as_it_was(text: str) -> None:
    assert left(text, OF_ONE_PART) == (3, 4)
    assert not heard(text, OF_ONE_PART).values["left_unclear"]


@pytest.mark.parametrize(
    "text", ["оба не надо", "оба отмените", "обе детали не надо", "ни фильтр ни колодки не надо"]
)
def test_who_refuses_both_that_were_taken_refuses_the_sale(text: str) -> None:
    assert heard(text, OF_TWO_PARTS).values["lost_phrase"]


@pytest.mark.parametrize("text", ["не надо", "передумал", "отменяйте заказ", "все отмените"])
def test_who_names_nothing_refuses_the_sale(text: str) -> None:
    assert heard(text, OF_ONE_PART).values["lost_phrase"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("один манн отмените", 1), ("от двух маннов откажусь", 0), ("манн 1 день долго, не надо", 0)],
)
def test_pieces_refused_of_one_are_taken_off(text: str, pieces: int) -> None:
    two = tuple(replace(offer, quantity=2) if offer.id == 3 else offer for offer in SHOWN)
    session = replace(OF_ONE_PART, offers=two)

    choice = heard(text, session).findings.choice

    assert set(choice.applied_to((3, 4))) == ({3, 4} if pieces else {4})
    assert choice.quantities.get(3, 0) == pieces


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("бош, а колодки не нужны уже", (4,)),
        ("фильтр уже купили, колодки трв", (7,)),
        ("по колодкам отказ, фильтр бош", (4,)),
    ],
)
def test_while_choosing_a_part_refused_leaves_the_choice_of_the_other(
    text: str, taken: tuple[int, ...]
) -> None:
    assert not heard(text, OPEN).values["lost_phrase"]
    assert left(text, OPEN) == taken


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("только колодки трв, фильтр не нужен", (7,)),
        ("трв, колодки задние не нужны", (4, 7)),
        ("трв, чек не нужен", (4, 7)),
    ],
)
def test_beside_an_order_its_part_may_be_refused_by_its_kind(
    text: str, stays: tuple[int, ...]
) -> None:
    beside = replace(OPEN, chosen_offer_ids=(4,))
    situation = Situation(Message(text), beside, order_confirmation="required")

    choice = extract(situation, knowledge(), schema()).findings.choice

    assert set(choice.applied_to((4,))) == set(stays)


def test_while_choosing_a_number_refused_is_not_searched_again() -> None:
    extraction = heard("1K0698151E не надо", OPEN)

    assert extraction.findings.part_numbers == ()
    assert extraction.findings.choice.dropped == (5, 6, 7)


def test_of_the_only_part_its_number_refused_is_the_sale() -> None:
    one = Session(stage="FINAL", offers=SHOWN[:4], chosen_offer_ids=(4,))

    assert heard("06A115561B не надо", one).values["lost_phrase"]
