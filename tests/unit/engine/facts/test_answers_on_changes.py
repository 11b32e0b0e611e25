"""A number alone after a choice: an offer, pieces, or either, by what the bot said last."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, PendingClarification, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

SUMMARY = "MANN 06A115561B — 1 шт. × 450 ₽. Всё верно? Ответьте «да»."
LISTED = "Самый недорогой:\n\n3. Febi — 520 ₽\n\nЧтобы взять его, напишите «беру 3»."


def heard(
    text: str,
    *,
    asked: str = "",
    number: str = "06A115561B",
    last_reply: str | None = SUMMARY,
    shown: tuple[Offer, ...] | None = None,
) -> Extraction:
    session = Session(
        stage="FINAL",
        offers=offers() if shown is None else shown,
        chosen_offer_ids=(2,),
        pending_clarification=PendingClarification(asked, number) if asked else None,
        last_reply=last_reply,
    )
    return extract(Situation(Message(text), session), knowledge(), schema())


def choice_of(text: str, *, asked: str = "", last_reply: str | None = SUMMARY) -> Choice:
    return heard(text, asked=asked, last_reply=last_reply).findings.choice


@pytest.mark.parametrize("text", ["беру 3", "закажу 3", "давайте 3", "3 давайте", "оформите 3"])
def test_a_digit_that_the_last_reply_does_not_list_may_be_of_either(text: str) -> None:
    assert choice_of(text) == Choice("unclear", digit=3)
    assert heard(text).values["digit_unclear"]


@pytest.mark.parametrize("last_reply", [LISTED, None])
def test_a_digit_that_may_have_been_listed_is_an_offer(last_reply: str | None) -> None:
    assert choice_of("беру 3", last_reply=last_reply).ids == (3,)


@pytest.mark.parametrize("text", ["вариант 3", "№3", "третий давайте", "беру третий"])
def test_a_number_that_is_called_an_offers_is_one(text: str) -> None:
    assert choice_of(text).ids == (3,)


@pytest.mark.parametrize("text", ["3 шт", "закажу три", "мне 3 штуки"])
def test_a_number_that_counts_is_of_pieces(text: str) -> None:
    assert choice_of(text).quantity == 3


@pytest.mark.parametrize("text", ["3", "лучше 3", "давайте 3, пожалуйста"])
def test_asked_what_to_change_a_digit_alone_may_be_of_either(text: str) -> None:
    assert choice_of(text, asked="change", last_reply=None).digit == 3


def test_asked_what_to_change_a_digit_of_no_offer_counts() -> None:
    assert choice_of("9", asked="change") == Choice(quantity=9)


def test_where_one_offer_was_shown_a_digit_counts() -> None:
    one = heard("2", asked="change", shown=offers()[1:2])

    assert one.findings.choice.quantity == 2


@pytest.mark.parametrize(("text", "count"), [("4", 4), ("давайте две", 2), ("мне три", 3)])
def test_asked_how_many_a_number_alone_counts(text: str, count: int) -> None:
    assert choice_of(text, asked="quantity").quantity == count


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("вариант", Choice("one", (3,))),
        ("это номер варианта", Choice("one", (3,))),
        ("штук", Choice(quantity=3)),
        ("количество", Choice(quantity=3)),
        ("да", Choice()),
        ("вариант или штуки не знаю", Choice()),
    ],
)
def test_one_word_says_what_the_digit_was(text: str, choice: Choice) -> None:
    assert heard(text, asked="digit", number="3").findings.choice == choice


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("вариант", "option"), ("кол-во", "quantity"), ("имя", "person"), ("телефон", "phone"),
        ("адрес поменяйте", "address"), ("вариант и адрес", "none"), ("вариант 3", "none"),
        ("адрес Пермь, Мира 4", "none"), ("какой адрес?", "none"), ("ничего", "none"),
    ],
)  # fmt: skip
def test_what_is_to_be_changed_is_named_in_a_word(text: str, answer: str) -> None:
    assert heard(text, asked="change").values["answers_clarification"] == answer


def test_that_is_all_takes_no_offer() -> None:
    assert choice_of("всё", asked="change") == Choice()


LEFT = tuple(
    replace(offer, id=4 + place, part_number="1K0698151E") for place, offer in enumerate(offers())
)
ASKED_FOR = "Отлично, записали. По номеру 1K0698151E вариант не выбран. Напишите номер варианта."


def beside_the_number_left(text: str, reply: str = ASKED_FOR) -> Choice:
    session = Session(
        stage="CONTACT", offers=(*offers(), *LEFT), chosen_offer_ids=(2,), last_reply=reply
    )
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize("text", ["5", "давайте 5", "и 5"])
def test_a_digit_answers_what_was_asked_of_the_number_left(text: str) -> None:
    assert beside_the_number_left(text).applied_to((2,)) == (2, 5)


def test_a_digit_of_the_number_chosen_or_not_asked_for_is_in_doubt() -> None:
    assert beside_the_number_left("3").digit == 3
    assert beside_the_number_left("5", "Напишите имя и телефон.").digit == 5
