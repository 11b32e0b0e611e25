"""Whether the order is kept is asked once, where a no may be of something else."""

from dataclasses import replace

import pytest

from engine.facts.extraction import Extraction
from engine.facts.order_in_doubt import is_asked_once
from engine.session import PendingClarification
from tests.unit.engine.facts.test_asked_then_declined import CHOSEN, OPEN, behind

ASKED = replace(CHOSEN, pending_clarification=PendingClarification("keeping", ""))


def answered(text: str) -> Extraction:
    return behind("не надо", text, ASKED)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("скидка будет?", "не надо тогда"),
        ("сколько с меня?", "дорого, не надо"),
        ("предоплата нужна?", "тогда не буду"),
        ("доставки в деревню нет?", "тогда не надо"),
        ("сегодня есть", "не надо"),
        ("салонный есть?", "не надо"),
        ("бош или манн лучше?", "нет, не надо"),
        ("а вернуть можно?", "не надо"),
        ("а манн есть?", "не буду брать"),
        ("а манн есть?", "уже не надо"),
        ("понятно", "да, ничего не надо"),
        ("понятно", "да, не надо"),
    ],
)
def test_a_no_that_may_be_of_the_order_is_asked_about(question: str, text: str) -> None:
    heard = behind(question, text, CHOSEN)

    assert heard.findings.asked.question == "keeping"
    assert not heard.values["lost_phrase"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("скидка будет?", "тогда отменяйте"),
        ("скидка будет?", "нет, тогда в экзисте закажу"),
        ("сколько с меня?", "дорого, больше не надо"),
        ("сколько с меня?", "не буду заказывать"),
        ("понятно", "да, отменяйте"),
        ("самовывоз", "не надо"),
    ],
)
def test_a_plain_refusal_is_not_asked_about(question: str, text: str) -> None:
    assert behind(question, text, CHOSEN).values["lost_phrase"]


def test_it_is_not_asked_again() -> None:
    assert behind("скидка будет?", "не надо, жена против", ASKED).values["lost_phrase"]
    assert not behind("скидка будет?", "не надо, жена против", CHOSEN).values["lost_phrase"]


def test_a_cheaper_offer_proposed_for_a_discount_may_not_be_what_is_refused() -> None:
    proposed = replace(CHOSEN, pending_clarification=PendingClarification("offer", "", ("2",)))

    assert behind("скидка будет?", "не надо", proposed).findings.asked.question == "keeping"


def test_nothing_is_asked_before_anything_is_chosen() -> None:
    assert behind("скидка будет?", "не надо", OPEN).values["lost_phrase"]


@pytest.mark.parametrize(
    "text", ["нет", "не надо", "нет, спасибо", "не оставляем", "да не надо", "отменяйте"]
)
def test_a_no_to_the_question_ends_the_sale(text: str) -> None:
    assert answered(text).values["lost_phrase"]


@pytest.mark.parametrize("text", ["да", "оставляем", "да, оставляем", "оставьте", "да конечно"])
def test_a_yes_to_the_question_keeps_the_order(text: str) -> None:
    heard = answered(text)

    assert not heard.values["lost_phrase"]
    assert heard.findings.choice.ids == (4,)
    assert not heard.values["yes_awaited"] or heard.findings.choice.kind == "one"


@pytest.mark.parametrize("text", ["а доставка сколько?", "оставляем?", "Псков, Мира 5"])
def test_other_words_answer_nothing(text: str) -> None:
    heard = answered(text)

    assert not heard.values["lost_phrase"]
    assert heard.findings.choice.ids != (4,)


def test_the_question_is_open_for_one_message() -> None:
    assert is_asked_once(ASKED)
    assert not is_asked_once(CHOSEN)
