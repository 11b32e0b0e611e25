"""What a message is taken to touch, when mutants are hunted."""

from api.golden.mutants.phrases_heard import PhrasesHeard
from tests.unit.engine.facts.reading import knowledge


def test_a_phrase_touches_its_fact_also_where_reading_leaves_that_false() -> None:
    heard = PhrasesHeard(knowledge()).names_in("брат мне купил")

    assert "for_us_words" in heard
    assert any(name.startswith("for_us_words: ") for name in heard)
    assert not any(name.startswith("greeting") for name in heard)
