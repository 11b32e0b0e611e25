"""Where data of an order are awaited, a refusal with new data behind it only puts it right."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

SHOWN = offers((("NGK", 5400, 3), ("Bosch", 3150, 1), ("Febi", 2100, 5)))
KNOWN = Contact("Иванов", "Иван", phone="+79161234567")

DATA = [
    "передумал, доставка в Тверь, Советская 5", "передумал, Тверь Советская 5",
    "отмените, адрес: Тверь, Советская 5", "передумал, отправьте сдэком в Тверь",
    "отмена, получатель Петров Олег", "передумал, пусть получит Петров Олег",
    "отменяйте, запишите на Петрова Олега", "отмените заказ, переехал в Тверь, Советская 5",
]  # fmt: skip
WRONG = [
    "отмените, неправильный адрес", "отменяйте, адрес неверный", "отмените, имя неправильное",
    "отмените, доставка неправильная", "отмена, телефон не тот", "отмените, количество неверное",
    "отмените, ошибка в фамилии",
]  # fmt: skip
PIECES = [
    "отменяйте, закажу 2", "отмените, закажу две", "отменяйте, сделайте 2 штуки",
    "передумал, мне 3 штуки", "передумал, 2 шт", "отмените, нужно две",
    "отменяйте, хочу два",
]  # fmt: skip
OFFERS = [
    "передумал, второй не надо", "передумал, бош не надо", "бош слишком дорогой, не надо",
    "отменяйте, ngk не нужен", "передумал, ngk",
]  # fmt: skip
REFUSED = [
    "отменяйте, доставка в Тверь дорогая", "отменяйте заказ, на Советской 5 купил",
    "передумал, на Баумана 4 есть дешевле", "передумал, заказал на озоне, пвз Советская 5",
    "не надо, спасибо, Иван", "отмените пожалуйста, Иванов Иван", "отмените заказ на Иванова",
    "отменяйте, закажу в другом месте", "отменяйте, закажу 2 недели спустя",
    "отмена, заказал 2 в другом месте", "отменяйте, нашел за 2 тысячи", "отмените, дорого",
    "отмените, адрес больше не нужен", "передумал, не надо ничего", "отмените, неправильная деталь",
    "отмените, возьму одну у соседа", "отмените, 2 шт много", "отмените, не делайте 2 штуки",
]  # fmt: skip


def is_lost(text: str, *, stage: str = "FINAL") -> bool:
    session = Session(
        stage=stage, offers=SHOWN, chosen_offer_ids=(2,), contact=KNOWN, address="Казань, Баумана 4"
    )
    heard = extract(Situation(Message(text), session), knowledge(), schema()).values
    return heard["lost_phrase"] is True


@pytest.mark.parametrize("text", DATA)
def test_an_address_or_a_receiver_behind_a_refusal_puts_the_order_right(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_in_the_order_is_no_reason_to_lose_it(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", PIECES)
def test_another_number_of_pieces_behind_a_refusal_puts_the_order_right(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", OFFERS)
def test_an_offer_that_is_not_needed_is_refused_alone(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", REFUSED)
def test_reasons_addresses_of_others_and_signatures_leave_a_refusal_one(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize("text", ["передумал, Тверь Советская 5", "бош слишком дорогой, не надо"])
def test_where_no_data_are_awaited_nothing_is_put_right(text: str) -> None:
    assert is_lost(text, stage="HARD_PICK")
