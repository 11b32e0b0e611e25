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
        "манн почем",
        "второй есть?",
        "а доставка сколько",
        "а масло есть?",
        "еще варианты есть?",
    ],
)
@pytest.mark.parametrize(
    "text", ["нет, не надо", "дорого, не надо", "ну не нужно тогда", "нет спасибо", "ой не надо"]
)
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
        ("понятно", "не надо"),
        ("а манн почем?", "не надо ничего"),
        ("а манн почем?", "больше не надо"),
        ("а манн почем?", "вообще не надо"),
        ("а манн почем?", "не буду заказывать"),
        ("а манн почем?", "нет, спасибо, уже купил"),
        ("доставка Псков, Мира 5", "не надо"),
        ("а доставка когда будет?", "долго, не надо"),
        ("этот фильтр оригинал?", "не надо"),
        ("а манн почем?", "не надо, отменяйте заказ"),
        ("сколько стоит", "дорого, не надо"),
        ("а манн почем?", "не надо, в магазине купил"),
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


@pytest.mark.parametrize(
    ("text", "taken"), [("не надо, 4", 4), ("не надо, второй", 2), ("не надо, самый дешевый", 2)]
)
def test_an_offer_told_in_another_way_behind_the_no_is_taken(text: str, taken: int) -> None:
    assert behind("доставка есть", text, OPEN).findings.choice.ids == (taken,)


@pytest.mark.parametrize("text", ["не надо, дешевле нашел", "не надо, 2 дня жду", "не надо"])
def test_a_no_to_all_that_is_offered_stands(text: str) -> None:
    assert behind("доставка есть", text, OPEN).values["lost_phrase"]


@pytest.mark.parametrize(
    "text", ["не надо, пусть остается", "не надо, все верно", "не надо, этот", "не надо, бош"]
)
@pytest.mark.parametrize("question", ["а манн есть?", "скидка будет?", "сегодня есть?"])
def test_words_of_keeping_behind_the_no_keep_the_order(question: str, text: str) -> None:
    heard = behind(question, text, CHOSEN)

    assert not heard.values["lost_phrase"]
    assert heard.findings.choice.ids == (4,)


def test_pieces_behind_the_no_are_heard() -> None:
    choice = behind("а манн есть?", "не надо, бош 2", CHOSEN).findings.choice

    assert choice.pieces_named == 2


def test_a_nod_between_the_question_and_the_no_changes_nothing() -> None:
    history = (Turn("client", "а манн есть?"), Turn("bot", "…"), Turn("client", "понятно"))

    heard = extract(
        Situation(Message("не надо"), replace(CHOSEN, history=history)), knowledge(), schema()
    )

    assert not heard.values["lost_phrase"]


@pytest.mark.parametrize(
    "text",
    ["манн точно не надо", "манн брать не буду", "манн не буду брать, бош", "второй мне не нужен"],
)
def test_an_offer_that_is_not_chosen_is_refused_alone(text: str) -> None:
    heard = behind("понятно", text, CHOSEN)

    assert heard.findings.asked.question == "none"
    assert heard.findings.choice.ids == (4,)


@pytest.mark.parametrize("text", ["бош не надо, манн", "манн и бош не надо", "не надо"])
def test_the_chosen_is_not_kept_where_it_is_refused(text: str) -> None:
    assert behind("понятно", text, CHOSEN).findings.choice.ids != (4,)


@pytest.mark.parametrize("text", ["ну нафиг", "не нравится", "китай не нужен", "не беру китай"])
def test_what_the_bot_asked_about_is_refused_in_any_words(text: str) -> None:
    pending = PendingClarification("offer", "", ("3",))

    heard = behind("а манн китай?", text, replace(CHOSEN, pending_clarification=pending))

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


@pytest.mark.parametrize(
    ("text", "pickup"), [("никуда не надо", "unclear"), ("не надо никуда, сам", "chosen")]
)
def test_nowhere_is_an_answer_where_to_deliver(text: str, pickup: str) -> None:
    heard = behind("понятно", text, replace(CHOSEN, stage="ADDRESS", address=None))

    assert not heard.values["lost_phrase"]
    assert heard.findings.address.pickup == pickup


def test_nowhere_is_a_refusal_where_nothing_is_asked_of_delivery() -> None:
    assert behind("понятно", "никуда не надо", CHOSEN).values["lost_phrase"]
