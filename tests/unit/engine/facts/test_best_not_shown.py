"""The best of a part is not taken while a better one of it has not been shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.reading import knowledge, schema

FILTER, DISC = "06A115561B", "1K0698151E"
SHOWN = (
    Offer(1, FILTER, "VAG", Decimal(2100), delivery_days=1),
    Offer(2, "W71930", "MANN", Decimal(980), delivery_days=2, kind="analog", instead_of=FILTER),
    Offer(3, DISC, "VAG", Decimal(8900), delivery_days=3),
)
LEFT = (
    Offer(4, "OP5262", "FILTRON", Decimal(760), delivery_days=4, kind="analog", instead_of=FILTER),
    Offer(5, "GDB1550", "TRW", Decimal(9200), delivery_days=3, kind="analog", instead_of=DISC),
)


def read(text: str, *, left: tuple[Offer, ...] = LEFT) -> Extraction:
    session = Session(stage="PRICING", offers=SHOWN, more_offers=left)
    return extract(Situation(Message(text), session), knowledge(), schema())


@pytest.mark.parametrize("text", ["самые дешевые", "самый дешевый", "подешевле", "дешевый аналог"])
def test_what_is_left_is_asked_for_where_it_is_better(text: str) -> None:
    heard = read(text)

    assert (heard.findings.choice.ids, heard.values["more_words"]) == ((), True)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("самый быстрый", (1,)),
        ("манн", (2,)),
        ("самый дешевый манн", (2,)),
        ("самый дешевый оригинал", (1,)),
        ("второй", (2,)),
    ],
)
def test_what_is_the_best_all_the_same_is_taken(text: str, ids: tuple[int, ...]) -> None:
    heard = read(text)

    assert (heard.findings.choice.ids, heard.values["more_words"]) == (ids, False)


def test_nothing_left_or_only_dearer_ones_leave_the_choice() -> None:
    dearer = tuple(replace(offer, price=Decimal(20_000)) for offer in LEFT)

    assert read("самый дешевый", left=()).findings.choice.ids == (2,)
    assert read("самый дешевый", left=dearer).findings.choice.ids == (2,)
