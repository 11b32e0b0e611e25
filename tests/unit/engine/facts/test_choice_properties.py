"""What holds of a choice whatever was typed."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)
unhurried = settings(deadline=None)
WORDS = st.sampled_from(
    ["1", "2", "3", "9", "второй", "третью", "2-й", "вариант", "номер", "беру", "давайте", "не",
     "а", "и", "или", "кроме", "уберите", "замените", "на", "еще", "плюс", "все", "оба", "шт",
     "2шт", "по", "две", "пару", "за", "4500", "3", "дня", "febi", "манн", "самый", "дешевый",
     "подешевле", "тот", "что", "дорого", "сколько", "можно", "мне", "с", "первые", "последний",
     ",", ".", "?", "-", "06A115561B", "+", "№", "не надо", "x"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
STAGES = st.sampled_from(["NEW", "PRICING", "CONTACT", "ADDRESS", "FINAL"])
CHOSEN = st.sampled_from([(), (1,), (2, 3)])


@unhurried
@given(TEXTS, STAGES, CHOSEN)
def test_only_shown_offers_are_taken_or_left(
    text: str, stage: str, chosen: tuple[int, ...]
) -> None:
    choice = choice_in(text, stage=stage, chosen=chosen, shown=OFFERS)

    assert set(choice.ids) | set(choice.dropped) <= {1, 2, 3, 4, 5}
    assert not set(choice.ids) & set(choice.dropped)
    assert len(set(choice.ids)) == len(choice.ids)
    assert (choice.kind == "one") == (len(choice.ids) == 1)
    assert (choice.kind == "several") == (len(choice.ids) > 1)
    assert set(choice.quantities) <= {*choice.ids, *chosen}
    assert all(0 < count <= 999 for count in choice.quantities.values())
    assert 0 <= choice.quantity <= 999
    assert not choice.added or chosen


@unhurried
@given(TEXTS, STAGES)
def test_capitals_change_nothing(text: str, stage: str) -> None:
    assert choice_in(text.upper(), stage=stage, shown=OFFERS) == choice_in(
        text, stage=stage, shown=OFFERS
    )


@unhurried
@given(TEXTS)
@example("1 1")
@example("все")
def test_politeness_in_front_changes_no_choice(text: str) -> None:
    polite = choice_in(f"здравствуйте. {text}", shown=OFFERS)

    assert polite.ids == choice_in(text, shown=OFFERS).ids


@unhurried
@given(TEXTS, STAGES)
def test_without_offers_there_is_no_choice(text: str, stage: str) -> None:
    choice = choice_in(text, stage=stage, shown=())

    assert (choice.kind, choice.ids, choice.dropped) == ("none", (), ())
