"""A bare yes to a reply that proposed one offer takes that offer."""

from dataclasses import replace

import pytest

from engine.facts.agreement import Agreement
from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, PendingClarification, Session, Turn
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

PROPOSED = "Самый недорогой вариант: MANN. Если подходит, напишите «беру 2»."


def choice_after(
    text: str,
    reply: str | None = PROPOSED,
    *,
    chosen: tuple[int, ...] = (),
    stage: str = "PRICING",
    shown: tuple[Offer, ...] | None = None,
) -> Choice:
    pending = PendingClarification("offer", "06A115561B")
    session = Session(
        stage=stage,
        offers=shown or offers(),
        chosen_offer_ids=chosen,
        last_reply=reply,
        pending_clarification=pending if chosen else None,
    )
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    "text",
    ["беру", "да", "да, давайте", "его", "беру его", "ну давайте тогда", "оформляйте", "подходит"],
)
def test_who_agrees_takes_the_offer_proposed(text: str) -> None:
    assert choice_after(text).ids == (2,)


def test_pieces_told_with_the_yes_are_of_the_offer_proposed() -> None:
    choice = choice_after("давайте его 3 шт")

    assert (choice.ids, choice.quantity) == ((2,), 3)


@pytest.mark.parametrize(
    "text",
    [
        "ок",
        "понятно",
        "спасибо",
        "нет",
        "да?",
        "беру или нет",
        "не беру",
        "подумаю",
        "давайте скидку",
        "",
    ],
)
def test_who_has_only_read_it_takes_nothing(text: str) -> None:
    assert choice_after(text).ids == ()


def test_an_offer_named_beside_the_yes_is_the_one_taken() -> None:
    assert choice_after("да, давайте третий").ids == (3,)


@pytest.mark.parametrize(
    "reply",
    [None, "Какой вариант оформляем?", "Напишите «беру 7»", "Напишите «беру 1» или «беру 2»"],
)
def test_where_no_single_offer_was_proposed_a_bare_yes_takes_none(reply: str | None) -> None:
    assert choice_after("беру", reply).ids == ()


def test_once_something_is_chosen_only_the_word_that_the_reply_named_takes_another() -> None:
    assert choice_after("да", chosen=(1,)).ids == ()
    assert choice_after("оформляйте", chosen=(1,)).ids == ()
    assert choice_after("беру", chosen=(1,)).ids == (2,)


@pytest.mark.parametrize("text", ["беру", "да", "давайте его"])
def test_the_offer_proposed_is_taken_in_as_many_pieces_as_the_one_chosen(text: str) -> None:
    two = (replace(offers()[0], quantity=2), *offers()[1:])

    assert choice_after(text, chosen=(1,), shown=two, stage="CONTACT").carried == 2
    assert choice_after(text, chosen=(1, 3), shown=two, stage="CONTACT").carried == 0


def test_what_is_chosen_is_not_proposed_anew() -> None:
    assert choice_after("беру", chosen=(2,)).ids == ()


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize("text", ["да", "беру его", "да, давайте", "давайте его"])
def test_amid_an_order_a_bare_yes_takes_what_was_proposed_instead(text: str, stage: str) -> None:
    choice = choice_after(text, chosen=(1,), stage=stage)

    assert choice.applied_to((1,)) == (2,)


@pytest.mark.parametrize(
    "text", ["нет", "не надо", "оставить", "нет, оставьте", "оставьте как есть"]
)
def test_amid_an_order_who_declines_the_proposal_keeps_the_choice(text: str) -> None:
    assert choice_after(text, chosen=(1,), stage="FINAL").applied_to((1,)) == (1,)


@pytest.mark.parametrize(
    "text",
    ["ладно, беру", "ну ладно, берем", "ладно, беру так", "ладно, оставляем этот", "ладно, этот"],
)
def test_who_gives_in_keeps_what_was_chosen_before_the_proposal(text: str) -> None:
    assert choice_after(text, chosen=(1,), stage="CONTACT").applied_to((1,)) == (1,)


def test_pieces_told_while_giving_in_are_of_what_was_chosen() -> None:
    choice = choice_after("ладно, беру 3 шт", chosen=(1,), stage="CONTACT")

    assert (choice.ids, choice.quantity) == ((1,), 3)


@pytest.mark.parametrize("text", ["тогда беру", "беру этот", "тогда этот", "ладно, беру его"])
def test_a_yes_that_may_be_of_either_offer_is_asked_about(text: str) -> None:
    choice = choice_after(text, chosen=(1,), stage="CONTACT")

    assert (choice.kind, choice.ids) == ("unclear", ())


def test_a_yes_to_a_reply_that_asks_which_one_takes_the_one_it_asks_about() -> None:
    reply = "Вы о другом варианте? Напишите «беру 2» или «оставить»."

    assert choice_after("ладно, беру", reply, chosen=(1,), stage="CONTACT").ids == (2,)
    assert choice_after("тогда беру", reply, chosen=(1,), stage="CONTACT").ids == (2,)
    assert choice_after("ладно, оставляем", reply, chosen=(1,), stage="CONTACT").ids == (1,)


def test_where_nothing_is_chosen_who_gives_in_takes_the_offer_proposed() -> None:
    assert choice_after("ладно, беру").ids == (2,)
    assert choice_after("тогда беру").ids == (2,)


def test_where_the_reply_waits_for_another_yes_the_offer_is_taken_by_name() -> None:
    reply = f"{PROPOSED} Заказ ждёт ответа: напишите «да, оформляйте»."

    assert choice_after("да, оформляйте", reply, chosen=(1,), stage="FINAL").ids == ()
    assert choice_after("да", reply, chosen=(1,), stage="FINAL").ids == ()
    assert choice_after("давайте его", reply, chosen=(1,), stage="FINAL").ids == (2,)
    assert choice_after("да, оформляйте", reply, stage="FINAL").ids == ()


SHOWN_ALONE = "Наличие сейчас:\n\n2. MANN — 20 шт.\n\nПеред оформлением проверим."


def after_answer(
    text: str, reply: str = SHOWN_ALONE, *, asked: str = "манн есть?", chosen: tuple[int, ...] = ()
) -> Choice:
    session = Session(
        stage="CONTACT" if chosen else "PRICING",
        offers=offers(),
        chosen_offer_ids=chosen,
        last_reply=reply,
        history=(Turn("client", asked), Turn("bot", reply)),
    )
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    "text", ["отлично, беру", "ок, оформляйте", "его и давайте", "возьму", "да, тогда беру"]
)
def test_an_offer_that_the_reply_spoke_of_alone_is_taken(text: str) -> None:
    assert after_answer(text).ids == (2,)


def test_pieces_alone_are_of_the_offer_that_the_reply_spoke_of() -> None:
    choice = after_answer("тогда 2 штуки")

    assert (choice.ids, choice.quantity) == ((2,), 2)


@pytest.mark.parametrize("text", ["да", "ок", "спасибо", "беру?", "не беру", "подумаю"])
def test_who_has_read_an_answer_about_one_offer_takes_nothing(text: str) -> None:
    assert after_answer(text).ids == ()


def test_a_question_that_counted_pieces_leaves_open_how_many_are_taken() -> None:
    assert after_answer("да, беру", asked="есть 3 штуки манна?").ids == ()
    assert after_answer("да, беру 3 шт", asked="есть 3 штуки манна?").ids == (2,)
    assert after_answer("да, беру", asked="вариант 2 в наличии?").ids == (2,)


def test_an_answer_about_several_offers_or_beside_a_choice_proposes_none() -> None:
    assert after_answer("беру", SHOWN_ALONE.replace("Перед", "3. Febi — 20 шт.\nПеред")).ids == ()
    assert after_answer("беру", SHOWN_ALONE.replace("2. ", "7. ")).ids == ()
    assert after_answer("беру", chosen=(1,)).ids == ()


def test_of_several_offers_in_one_proposal_a_bare_yes_takes_none() -> None:
    assert choice_after("да", "Напишите «беру 1 или 2»", chosen=(3,), stage="FINAL").ids == ()


def test_a_lexicon_without_the_words_proposes_nothing() -> None:
    assert Agreement().proposed_in(PROPOSED) is None
