"""What was said is read from words that stand for themselves before slips are thought of."""

import pytest

from engine.facts.normalise import normalise
from engine.facts.said import read_said
from tests.unit.engine.facts.reading import knowledge


@pytest.mark.parametrize("text", ["фильтрон не надо", "фильтрона один", "мне фильтрон"])
def test_a_maker_is_no_slip_of_another_word(text: str) -> None:
    said = read_said(normalise(text), knowledge())

    assert not said.says("part_words")
    assert [name.key for name in said.names.brands] == ["Filtron"]


@pytest.mark.parametrize("text", ["фильтер не надо", "фильтр фильтрон", "колодкки фильтрон"])
def test_a_slip_beside_a_maker_is_heard(text: str) -> None:
    assert read_said(normalise(text), knowledge()).says("part_words")
