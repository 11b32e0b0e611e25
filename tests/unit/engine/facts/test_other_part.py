"""Another part asked for by its name beside the offers taken."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("третий и болты к нему", True),
        ("беру второй и ещё свечи", True),
        ("давайте первый плюс масло 4 литра", True),
        ("беру второй и тормозной шланг", True),
        ("беру масляный фильтр манн", False),
        ("второй и третий фильтр", False),
        ("давайте второй и аналог", False),
        ("и болты", False),
        ("второй", False),
        ("", False),
    ],
)
def test_a_part_added_to_a_choice_is_heard_by_its_name(text: str, *, told: bool) -> None:
    session = Session(stage="PRICING", offers=offers())

    values = extract(Situation(Message(text), session), knowledge(), schema()).values

    assert values["other_part_told"] is told
