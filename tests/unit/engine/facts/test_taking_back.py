"""Who refused a sale and takes the refusal back goes on with what was chosen."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

ASKED = PendingClarification("change", "06A115561B")


def taken_back(
    text: str,
    *,
    stage: str = "LOST",
    chosen: tuple[int, ...] = (2,),
    asked: PendingClarification | None = None,
) -> bool:
    session = Session(
        stage=stage, offers=offers(), chosen_offer_ids=chosen, pending_clarification=asked
    )
    values = extract(Situation(Message(text), session), knowledge(), schema()).values
    return values["refusal_taken_back"] is True


@pytest.mark.parametrize(
    "text",
    [
        "хотя нет, давайте оформляйте", "ладно, всё-таки беру", "ой нет, надо всё же",
        "не отменяйте", "верните заказ", "погорячился я", "передумал обратно", "отмена отмены",
    ],
)  # fmt: skip
def test_words_of_taking_after_a_refusal_take_it_back(text: str) -> None:
    assert taken_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "спасибо", "ок", "давайте, до свидания", "давайте потом", "а если возьму завтра?",
        "верните деньги", "жаль", "всё нормально",
    ],
)  # fmt: skip
def test_other_words_leave_the_refusal(text: str) -> None:
    assert not taken_back(text)


def test_there_is_nothing_to_take_back_without_a_choice_or_a_refusal() -> None:
    assert not taken_back("ладно, беру", chosen=())
    assert not taken_back("ладно, беру", stage="FINAL")


def test_a_yes_takes_the_refusal_back_only_where_that_was_asked() -> None:
    assert taken_back("да", asked=ASKED)
    assert not taken_back("да")
    assert not taken_back("да", asked=PendingClarification("digit", "2"))


@pytest.mark.parametrize("text", ["нет", "да не надо", "ок", "спасибо", "да?"])
def test_anything_but_a_yes_leaves_the_refusal_that_was_asked_about(text: str) -> None:
    assert not taken_back(text, asked=ASKED)
