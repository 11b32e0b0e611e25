"""So many pieces as were asked about right before are taken by who then takes without a count."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.pieces_asked_before import asked_about
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema

FOUR_OF_ALL = PendingClarification("pieces", "4")
FOUR_OF_BOSCH = PendingClarification("pieces", "4", ("4",))
CHOOSING = Session(stage="PRICING", offers=offers(FIVE), pending_clarification=FOUR_OF_BOSCH)
CHOSEN = replace(CHOOSING, stage="FINAL", chosen_offer_ids=(4,), pending_clarification=FOUR_OF_ALL)


def heard(text: str, session: Session) -> Choice:
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize("text", ["да", "беру", "давайте", "хорошо, оформляйте", "давайте 4"])
def test_who_agrees_takes_so_many(text: str) -> None:
    assert heard(text, CHOSEN).pieces_named == 4
    choice = heard(text, CHOOSING)
    assert (choice.ids, choice.quantity) == ((4,), 4)


@pytest.mark.parametrize("text", ["беру бош", "бош давайте", "давайте четвертый"])
def test_the_offer_named_is_taken_so_many_times(text: str) -> None:
    of_all = replace(CHOOSING, pending_clarification=FOUR_OF_ALL)
    choice = heard(text, of_all)
    assert (choice.ids, choice.quantity) == ((4,), 4)


@pytest.mark.parametrize("text", ["ок", "спасибо", "все верно", "беру?", "не надо", "подумаю"])
def test_who_does_not_agree_takes_none_of_them(text: str) -> None:
    assert heard(text, CHOSEN).pieces_named is None
    assert not heard(text, CHOOSING).ids


@pytest.mark.parametrize(
    ("reply", "count"),
    [
        ("Bosch — 1 шт. × 4 100 ₽, срок до 4 дней. Если всё верно, ответьте «да».", None),
        ("Bosch — 14 шт. × 4 100 ₽. Всё верно? Ответьте «да», и оформим.", None),
        ("Bosch — 4 шт. × 4 100 ₽ = 16 400 ₽. Если всё верно, ответьте «да».", 4),
        ("Bosch — 4 шт. × 4 100 ₽ = 16 400 ₽. Если берёте, напишите, сколько штук.", 4),
        ("Наличие: 20 шт. Заказ: Bosch — 1 шт. Всё верно? Напишите «да, оформляйте».", 4),
        ("Самовывоз есть, адрес пришлём с номером заказа.", 4),
    ],
)
def test_a_yes_is_said_to_the_pieces_summed_up_since(reply: str, count: int | None) -> None:
    assert heard("да", replace(CHOSEN, last_reply=reply)).pieces_named == count


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [("беру бош 2 шт", 4, 2), ("бош один", 4, 1), ("возьму манн", 2, 0)],
)
def test_other_pieces_and_another_offer_stand_as_told(text: str, number: int, count: int) -> None:
    choice = heard(text, CHOOSING)
    assert (choice.ids, choice.quantity) == ((number,), count)


def test_which_of_several_is_meant_is_asked_with_the_pieces_kept() -> None:
    of_all = replace(CHOOSING, pending_clarification=FOUR_OF_ALL)
    assert heard("беру", of_all) == Choice("unclear", quantity=4)
    assert heard("беру 4", of_all) == Choice("unclear", digit=4)


def test_another_offer_asked_about_after_a_choice_is_not_taken_unasked() -> None:
    of_mann = replace(CHOSEN, pending_clarification=PendingClarification("pieces", "2", ("3",)))
    assert heard("беру", of_mann) == Choice("unclear")


def test_offers_that_differ_in_pieces_leave_nothing_to_remember() -> None:
    assert asked_about(Choice(asked=2, asked_of={4: 2, 3: 1}), CHOSEN) == FOUR_OF_ALL
    assert asked_about(Choice(asked=2, asked_of={4: 2}), CHOSEN) == PendingClarification(
        "pieces", "2", ("4",)
    )
    assert asked_about(Choice(in_stock=3), CHOSEN) == PendingClarification("pieces", "3")
