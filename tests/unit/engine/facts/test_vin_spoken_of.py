"""Words about a VIN beside offers are a question about it; without offers they want a part."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

OPEN = Session(stage="PRICING", offers=offers())
STAGES = ("CONTACT", "ADDRESS", "FINAL")


def heard(text: str, session: Session) -> Extraction:
    return extract(Situation(Message(text), session), knowledge(), schema())


@pytest.mark.parametrize(
    "text",
    [
        "вин нужен?",
        "вин надо",
        "вин код прислать?",
        "могу вин скинуть",
        "вин в документах",
        "вы по вин проверяли?",
        "мастер по вин подобрал",
        "по вин подходит?",
    ],
)
@pytest.mark.parametrize("stage", ["PRICING", *STAGES])
def test_beside_offers_a_vin_is_spoken_of(text: str, stage: str) -> None:
    chosen = () if stage == "PRICING" else (2,)

    values = heard(text, replace(OPEN, stage=stage, chosen_offer_ids=chosen)).values

    assert values["offer_question"] == "vin"
    assert not values["vin_words"]
    assert not values["other_business"]


@pytest.mark.parametrize("text", ["проверьте по вин коду", "подберите по вин"])
def test_who_asks_to_look_by_it_wants_a_part_until_something_is_chosen(text: str) -> None:
    chosen = replace(OPEN, stage="CONTACT", chosen_offer_ids=(2,))

    assert heard(text, OPEN).values["vin_words"]
    assert heard(text, OPEN).values["offer_question"] == "none"
    assert heard(text, chosen).values["offer_question"] == "vin"


@pytest.mark.parametrize("text", ["вин нужен?", "подберите по вин коду"])
def test_without_offers_a_part_is_wanted_by_it(text: str) -> None:
    values = heard(text, Session()).values

    assert values["vin_words"]
    assert values["offer_question"] == "none"


@pytest.mark.parametrize("stage", ["LOST", "HARD_PICK"])
def test_where_no_offer_is_being_chosen_a_part_is_wanted_by_it(stage: str) -> None:
    assert heard("подберите по вин коду", replace(OPEN, stage=stage)).values["vin_words"]


@pytest.mark.parametrize(
    "text",
    [
        "вин не знаю, беру второй",
        "вин не знаю, Сорокина Елена 89035556677",
        "WVWZZZ1KZ6W612305 это вин",
        "второй когда приедет? вин в документах",
    ],
)
def test_what_else_is_told_comes_first(text: str) -> None:
    assert heard(text, OPEN).values["offer_question"] != "vin"


@pytest.mark.parametrize("stage", STAGES)
def test_data_beside_it_are_taken(stage: str) -> None:
    session = replace(OPEN, stage=stage, chosen_offer_ids=(2,))

    extraction = heard("вин не знаю, Сорокина Елена 89035556677", session)

    assert extraction.findings.contact.last_name == "Сорокина"
    assert not extraction.values["vin_words"]
