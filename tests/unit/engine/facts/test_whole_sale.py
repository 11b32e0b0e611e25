"""Who refuses all that was offered, or the only part asked for, refuses the sale."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.offers_shown import THREE, offers
from tests.unit.engine.facts.reading import knowledge, schema

TWO = offers(THREE[:2])
ALL_OF_THEM = [
    "ни один вариант не возьму", "не возьму ни один вариант, спасибо",
    "никакой вариант мне не надо",
    "от всех трех вариантов отказываюсь", "отказываюсь от всех", "ваши варианты не нужны",
    "ни одного из ваших предложений не возьму",
]  # fmt: skip
BOTH = [
    "оба не нужны, спасибо",
    "оба варианта мне не надо",
    "от обоих отказываюсь",
    "не возьму обе позиции",
]
NEITHER = ["ни первый ни второй не возьму", "мне ни vag ни mann не надо"]
THEY_ALONE = ["оба не нужны", "обе не надо", "ни vag ни mann не надо", "никакой вариант не надо"]
SOME = [
    "варианты дорогие не возьму", "эти варианты не нужны, есть другие?", "от второго отказываюсь",
    "ни один вариант не возьму кроме первого", "оба не надо, давайте один второй",
    "все варианты дорогие", "ни первый не возьму", "мне ни карту ни чек не надо",
]  # fmt: skip
THE_PART = [
    "мне катушка не нужна", "по каско делают, катушку искать не надо", "не надо мне этот насос",
    "контакт отошел, менять катушку не буду", "по ошибке спросил, радиатор мне не нужен",
]  # fmt: skip
NOT_THE_PART = [
    "катушку не надо", "мне прокладка не нужна", "болты мне не нужны", "мне аналог не нужен",
    "датчик не надо, а насос", "мне не надо катушку, только наконечник",
    "новая катушка мне не нужна",
]  # fmt: skip


def is_lost(text: str, shown: tuple[Offer, ...] = TWO) -> bool:
    session = Session(stage="PRICING" if shown else "NEW", offers=shown)
    extraction = extract(Situation(Message(text), session), knowledge(), schema())
    return extraction.values["lost_phrase"] is True


@pytest.mark.parametrize("text", [*ALL_OF_THEM, *BOTH, *NEITHER])
def test_who_refuses_all_of_the_offers_refuses_the_sale(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize("text", THEY_ALONE)
def test_who_says_of_them_only_that_they_are_not_needed_may_want_others(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", [*BOTH, *NEITHER])
def test_two_of_three_offers_leave_one(text: str) -> None:
    assert not is_lost(text, offers())


@pytest.mark.parametrize("text", SOME)
def test_some_of_the_offers_are_not_the_sale(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", THE_PART)
def test_who_refuses_the_only_part_by_its_kind_refuses_the_sale(text: str) -> None:
    assert is_lost(text)
    assert is_lost(text, ())


@pytest.mark.parametrize("text", THE_PART)
def test_one_part_of_several_may_be_refused(text: str) -> None:
    several = (TWO[0], replace(TWO[1], part_number="1K0615301AA"))

    assert not is_lost(text, several)


@pytest.mark.parametrize("text", NOT_THE_PART)
def test_a_lesser_part_or_a_bare_answer_is_no_refusal_of_the_sale(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", ["фильтрон мне не нужен", "фильтрон точно не надо"])
def test_a_maker_that_sounds_like_a_part_is_one_of_several(text: str) -> None:
    several = (TWO[0], replace(TWO[1], brand="FILTRON"))

    assert not is_lost(text, several)
    assert is_lost("мне фильтр не нужен", several)
