"""A no behind a question of something else leaves the order as it was."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session, Turn
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema

CHOSEN = Session(stage="FINAL", offers=offers(FIVE), chosen_offer_ids=(4,), address="Самовывоз")
OPEN = Session(stage="PRICING", offers=offers(FIVE))


def behind(question: str, text: str, session: Session) -> Extraction:
    asked = replace(session, history=(Turn("client", question), Turn("bot", "…")))
    return extract(Situation(Message(text), asked), knowledge(), schema())


@pytest.mark.parametrize(
    "question",
    [
        "а манн почем?",
        "а доставка сколько?",
        "а за два сколько?",
        "скидка есть?",
        "а масло есть?",
        "чек нужен?",
    ],
)
@pytest.mark.parametrize("text", ["нет, не надо", "дорого, не надо", "ну не нужно тогда"])
def test_a_no_to_something_else_keeps_the_order(question: str, text: str) -> None:
    heard = behind(question, text, CHOSEN)

    assert not heard.values["lost_phrase"]
    assert heard.findings.choice.ids == (4,)


@pytest.mark.parametrize(
    "question", ["манн почем", "а доставка сколько", "а манн есть", "чек будет", "доставка есть"]
)
@pytest.mark.parametrize("text", ["не надо", "нет спасибо", "ой не надо", "2 дня долго, не надо"])
def test_many_a_question_has_no_mark_and_many_a_no_is_polite(question: str, text: str) -> None:
    assert not behind(question, text, CHOSEN).values["lost_phrase"]


@pytest.mark.parametrize("text", ["не надо, все верно", "не надо, пусть остается", "нет, не надо"])
def test_what_leaves_the_order_may_stand_behind_the_no(text: str) -> None:
    heard = behind("а манн есть?", text, CHOSEN)

    assert not heard.values["lost_phrase"]
    assert heard.findings.choice.ids == (4,)


@pytest.mark.parametrize("text", ["не надо, бош два", "не надо, бош 2 шт"])
def test_pieces_of_the_chosen_may_stand_behind_the_no(text: str) -> None:
    assert behind("а манн есть?", text, CHOSEN).findings.choice.pieces_named == 2


def test_a_no_to_an_offer_asked_about_by_its_place_keeps_the_order() -> None:
    told = replace(CHOSEN, last_reply="Наличие сейчас:\n\n3. Febi — 20 шт.")

    assert not behind("третий есть?", "долго, не надо", told).values["lost_phrase"]


@pytest.mark.parametrize("text", ["ну нафиг", "не подходит", "нафиг не нужен"])
def test_asked_whether_another_offer_is_meant_any_no_is_to_that(text: str) -> None:
    pending = PendingClarification("offer", "", ("3",))

    heard = behind("а феби когда?", text, replace(CHOSEN, pending_clarification=pending))

    assert heard.findings.choice.ids == (4,)


def test_a_no_to_another_offer_asked_about_keeps_the_order() -> None:
    pending = PendingClarification("offer", "", ("1",))

    heard = behind("а оригинал?", "не нужен", replace(CHOSEN, pending_clarification=pending))

    assert not heard.values["lost_phrase"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("а когда приедет?", "долго, не надо"),
        ("а бош точно есть?", "нет, не надо"),
        ("а вернуть можно?", "не надо"),
        ("понятно", "не надо"),
        ("а манн почем?", "не надо ничего"),
        ("а манн почем?", "больше не надо"),
        ("а манн почем?", "вообще не надо"),
        ("а манн почем?", "уже не надо"),
        ("а доставка когда будет?", "долго, не надо"),
        ("этот фильтр оригинал?", "не надо"),
        ("а манн почем?", "не надо, отменяйте заказ"),
        ("а манн почем?", "не буду заказывать"),
        ("а манн почем?", "не надо, в магазине купил"),
        ("сколько стоит", "дорого, не надо"),
        ("когда приедет", "нет спасибо"),
        ("доставка до дома", "не надо"),
    ],
)
def test_other_noes_give_the_order_up(question: str, text: str) -> None:
    assert behind(question, text, CHOSEN).values["lost_phrase"]


def test_an_offer_named_behind_the_no_is_taken() -> None:
    heard = behind("а манн есть?", "нет, не надо, бош", OPEN)

    assert not heard.values["lost_phrase"]
    assert heard.findings.choice.ids == (4,)


@pytest.mark.parametrize("text", ["нет, не надо, бош", "не надо"])
def test_no_offer_is_taken_behind_a_no_to_itself(text: str) -> None:
    assert not behind("бош есть?", text, OPEN).findings.choice.ids


@pytest.mark.parametrize("text", ["долго, оставляем", "дорого, пусть бош"])
def test_the_chosen_is_kept_where_another_is_complained_of(text: str) -> None:
    pending = PendingClarification("offer", "", ("3",))

    heard = behind("а манн когда?", text, replace(CHOSEN, pending_clarification=pending))

    assert not heard.values["objection_price"]
    assert not heard.values["objection_delivery"]
    assert heard.findings.choice.ids == (4,)


@pytest.mark.parametrize("text", ["долго, оставляем манн", "дорого", "бош дорого", "ну бош дорого"])
def test_other_complaints_keep_nothing(text: str) -> None:
    pending = PendingClarification("offer", "", ("3",))

    heard = behind("а манн когда?", text, replace(CHOSEN, pending_clarification=pending))

    assert heard.findings.choice.ids != (4,)
