"""An offer is left by refusing the verb of taking it, whatever governs the verb."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    "text",
    [
        "не буду брать второй",
        "не хочу брать второй",
        "не стану брать второй вариант",
        "не буду больше заказывать у вас второй",
        "не собираюсь брать второй",
        "не нужно брать второй",
        "не рискну брать 2",
        "не вариант брать второй",
        "нет смысла брать второй",
        "раздумал брать второй",
        "отказываюсь брать второй",
        "боюсь брать второй",
        "не брать второй",
        "не берите второй",
        "не оформляйте 2",
        "второй не берите",
        "второй не стану заказывать",
        "второй оформлять не надо",
        "2 не оформляйте",
        "не стану второй заказывать",
        "знаете не хочу второй покупать",
        "раздумал второй брать",
        "не стану больше второй вариант покупать",
    ],
)
def test_a_refused_verb_of_taking_leaves_the_offer(text: str) -> None:
    choice = choice_in(text)

    assert (choice.ids, choice.dropped) == ((), (2,))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("передумал брать первый, беру второй", (2,)),
        ("второй не оформляйте, первый оформите", (1,)),
        ("не буду брать второй возьму третий", (3,)),
        ("второй не стану брать давайте третий", (3,)),
        ("первый не буду брать второй", (2,)),
        ("беру второй не берите первый", (2,)),
        ("не берите первый, оформляйте второй", (2,)),
        ("не стану второй заказывать, оформите первый", (1,)),
        ("не буду первый брать второй давайте", (2,)),
    ],
)
def test_a_refusal_serves_one_offer_only(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    "text",
    [
        "буду брать второй",
        "хочу взять второй",
        "не забудьте взять второй",
        "не передумал брать второй",
        "не буду тянуть, беру второй",
        "не хочу ждать беру второй",
        "не надо ждать, оформляйте второй",
        "не уверен но возьму второй",
        "не сомневайтесь, беру второй",
        "передумал беру второй",
        "боюсь ошибиться, беру второй",
        "берите второй",
        "хочу второй взять",
        "не забудьте второй заказать",
    ],
)
def test_refusing_something_else_still_takes_the_offer(text: str) -> None:
    assert choice_in(text).ids == (2,)


@pytest.mark.parametrize(
    "text",
    ["не уверен что второй подойдет", "не уверен, что второй подойдет", "вряд ли второй подойдет"],
)
def test_a_doubted_offer_is_not_taken(text: str) -> None:
    assert choice_in(text).ids == ()


@pytest.mark.parametrize(
    ("text", "chosen", "left"),
    [
        ("не надо оформлять второй, оформите третий", (2,), (3,)),
        ("не буду брать второй", (1, 2), (1,)),
        ("второй не берите", (1, 2), (1,)),
        ("мира 2, беру", (1, 2), (1, 2)),
    ],
)
def test_refusals_are_heard_where_data_are_awaited(
    text: str, chosen: tuple[int, ...], left: tuple[int, ...]
) -> None:
    assert choice_in(text, stage="ADDRESS", chosen=chosen).applied_to(chosen) == left
