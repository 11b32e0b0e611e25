"""Who has one offer already and wishes for another does not give the purchase up."""

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema


def read_after(text: str, *, chosen: tuple[int, ...] = (3,)) -> Extraction:
    stage = "CONTACT" if chosen else "PRICING"
    session = Session(stage=stage, offers=offers(), chosen_offer_ids=chosen)
    return extract(Situation(Message(text), session), knowledge(), schema())


@pytest.mark.parametrize("chosen", [(3,), (2, 3), ()])
@pytest.mark.parametrize(
    "text",
    [
        "такой у меня уже есть, мне манн",
        "феби уже есть, только манн",
        "уже есть дома, нужен манн",
        "третий уже купил, мне бы манн",
    ],
)
def test_the_offer_wished_for_is_taken(text: str, chosen: tuple[int, ...]) -> None:
    told = read_after(text, chosen=chosen)

    assert told.findings.choice.applied_to(chosen) == (2,)
    assert not told.values["lost_phrase"]


@pytest.mark.parametrize("text", ["уже есть, не надо", "уже есть такой", "уже купил, спасибо"])
def test_where_no_offer_is_wished_for_the_sale_is_lost(text: str) -> None:
    assert read_after(text).values["lost_phrase"]


@pytest.mark.parametrize("text", ["такой уже есть, не надо манн", "манн уже есть, мне нужен?"])
def test_what_is_refused_or_asked_behind_is_not_taken(text: str) -> None:
    assert read_after(text).findings.choice.applied_to((3,)) == (3,)
