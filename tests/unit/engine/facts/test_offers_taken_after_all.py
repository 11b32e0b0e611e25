"""Who asks about an offer and then only takes it has taken that one."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("febi, она завтра же будет? беру", (3,)),
        ("а febi, он завтра приедет? его и беру", (3,)),
        ("mann, он завтра приедет? беру", ()),
        ("febi, он завтра будет? тогда беру", ()),
        ("febi, а он подойдет на солярис? беру", ()),
        ("febi или mann, что лучше? беру", ()),
    ],
)
def test_an_offer_asked_about_is_taken_by_a_verb_behind(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken
