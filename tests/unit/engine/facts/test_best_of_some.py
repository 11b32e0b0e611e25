"""The best of some offers is not the best of all, whether they are named now or were before."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, PendingClarification, Session, Turn
from tests.unit.engine.facts.reading import knowledge, schema

ROWS = (
    ("VAG", 2100, 1, "asked"),
    ("VAG", 1900, 5, "asked"),
    ("MANN", 980, 2, "analog"),
    ("BOSCH", 1150, 1, "analog"),
    ("FILTRON", 760, 4, "analog"),
)


def _offer(number: int, brand: str, price: int, days: int, kind: str) -> Offer:
    own = kind == "asked"
    return Offer(
        id=number,
        part_number="06A115561B" if own else f"{brand}1234",
        brand=brand,
        price=Decimal(price),
        delivery_days=days,
        kind="asked" if own else "analog",
        instead_of="" if own else "06A115561B",
    )


SHOWN = Session(
    stage="PRICING", offers=tuple(_offer(number, *row) for number, row in enumerate(ROWS, start=1))
)


def read(text: str, *, before: str = "", session: Session = SHOWN) -> Extraction:
    history = (Turn("client", before), Turn("bot", "…")) if before else ()
    told = replace(session, history=history)
    return extract(Situation(Message(text), told), knowledge(), schema())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("из оригиналов какой дешевле?", (2,)),
        ("оригинал какой дешевле?", (2,)),
        ("из оригиналов что быстрее?", (1,)),
        ("бош или манн, что дешевле?", (3,)),
        ("только не фильтрон, что подешевле есть?", (3,)),
        ("до 1000 и побыстрее?", (3,)),
        ("быстрее манна есть?", (1, 4)),
    ],
)
def test_a_question_is_answered_with_the_best_of_those_it_names(
    text: str, ids: tuple[int, ...]
) -> None:
    heard = read(text)

    assert (heard.findings.asked.question, heard.findings.asked.ids) == ("about", ids)
    assert not heard.values["objection_price"]


@pytest.mark.parametrize(
    ("before", "text", "ids"),
    [
        ("оригинал", "быстрее", (1,)),
        ("оригиналы какие?", "тот что дешевле", (2,)),
        ("оригинал есть?", "дешевый", (2,)),
        ("аналог хороший?", "который быстрее", (4,)),
        ("оригинал дорого", "подешевле", (5,)),
        ("бош оригинал?", "подешевле", (5,)),
        ("понятно", "подешевле", (5,)),
        ("это оригинал?", "самый дешевый", (5,)),
        ("а оригинал почем?", "ого. самый дешевый давайте", (5,)),
    ],
)
def test_a_kind_named_before_limits_the_choice(
    before: str, text: str, ids: tuple[int, ...]
) -> None:
    assert read(text, before=before).findings.choice.ids == ids


@pytest.mark.parametrize(
    ("before", "text", "ids"),
    [
        ("оригинал не надо", "самый дешевый", (5,)),
        ("без оригинала", "самый быстрый", (4,)),
        ("аналог не хочу", "что подешевле", (2,)),
        ("фильтрон не надо", "самый дешевый", (3,)),
        ("не бош", "самый быстрый", (1,)),
        ("5 не надо", "подешевле", (3,)),
        ("за 760 не надо", "самый дешевый", (3,)),
        ("бош не надо, лучше оригинал", "подешевле", (2,)),
        ("фильтрон не надо?", "самый дешевый", (5,)),
        ("доставка не нужна", "самый дешевый", (5,)),
    ],
)
def test_what_was_refused_before_is_not_the_best(
    before: str, text: str, ids: tuple[int, ...]
) -> None:
    assert read(text, before=before).findings.choice.ids == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("фильтрон не надо, самый дешевый из аналогов", (3,)),
        ("фильтрон не надо, что подешевле из остальных", (3,)),
        ("бош не хочу, самый быстрый из остальных", (1,)),
        ("самый дешевый фильтр", (5,)),
        ("бош не надо, самый дешевый", (5,)),
    ],
)
def test_nor_is_what_the_same_message_refuses(text: str, ids: tuple[int, ...]) -> None:
    assert read(text).findings.choice.ids == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [("самый дешевый аналог не надо", (5,)), ("не надо самый дешевый аналог", (5,))],
)
def test_the_best_of_a_kind_is_refused_itself(text: str, ids: tuple[int, ...]) -> None:
    assert read(text).findings.choice.dropped == ids


@pytest.mark.parametrize(
    "before", ["бош или манн?", "3 или 4?", "бош или манн", "4 и 3 что лучше?"]
)
def test_of_offers_compared_the_better_is_taken(before: str) -> None:
    assert read("который дешевле", before=before).findings.choice.ids == (3,)


def test_of_offers_asked_about_what_is_refused_is_left_out() -> None:
    asked = PendingClarification("offer", "06A115561B", ("1", "2"))
    session = replace(SHOWN, stage="CONTACT", chosen_offer_ids=(4,), pending_clarification=asked)

    taken = read("подешевле", before="оригинал не надо", session=session).findings.choice
    assert taken.ids == (5,)


def test_of_the_offers_asked_about_the_best_is_taken() -> None:
    asked = PendingClarification("offer", "06A115561B", ("1", "2"))
    session = replace(SHOWN, stage="CONTACT", chosen_offer_ids=(4,), pending_clarification=asked)

    assert read("подешевле", before="лучше оригинал", session=session).findings.choice.ids == (2,)


def test_pieces_or_both_told_before_are_asked_about() -> None:
    assert read("дешевый", before="2 оригинала").findings.choice.kind == "unclear"


@pytest.mark.parametrize(
    "text", ["завтра, но не оригинал", "беру завтрашний, только не оригинал", "1, но не оригинал"]
)
def test_no_offer_of_a_kind_denied_is_taken(text: str) -> None:
    assert 1 not in read(text).findings.choice.ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [("самый быстрый, но не оригинал", (4,)), ("не аналог, а оригинал за 1900", (2,))],
)
def test_a_kind_denied_leaves_the_other_to_be_taken(text: str, ids: tuple[int, ...]) -> None:
    assert read(text).findings.choice.ids == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("бош норм, но возьму манн", (3,)),
        ("4 норм, но возьму 3", (3,)),
        ("четвертый нормально, но беру третий", (3,)),
        ("бош годится, но закажу манн", (3,)),
        ("фильтрон норм, но лучше бош", (4,)),
        ("манн дорого, но бош норм", (4,)),
        ("бош норм", (4,)),
        ("бош и манн норм", (3, 4)),
        ("бош норм, но и манн возьму", (3, 4)),
    ],
)
def test_what_is_only_praised_gives_way_to_what_is_taken_against_it(
    text: str, ids: tuple[int, ...]
) -> None:
    assert sorted(read(text).findings.choice.ids) == list(ids)
