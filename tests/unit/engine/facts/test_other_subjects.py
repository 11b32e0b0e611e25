"""Other goods, services and talk, told from parts, cars and the sale."""

import pytest

from tests.unit.engine.facts.reading import read

OTHER = [
    "ноутбук асус нужен, продаёте?", "кран на кухне потек, сантехник есть у вас",
    "предлагаем продвижение вашего сайта в топ, недорого", "кто вчера выиграл, трактор или динамо",
    "возьмете на работу грузчиком", "сниму квартиру", "есть кроссовки 43 размер?",
    "дождь сегодня будет?", "расскажи сказку", "какой телефон лучше купить?",
]  # fmt: skip
OURS = [
    "кран печки ваз 2110", "задний диван есть", "телевизор на приору", "датчик дождя",
    "обои салона", "сколько ждать, картошку на дачу везти", "беру второй, кошку кормить пора",
    "ремень на трактор", "бортовой компьютер на калину", "щетки bosch, собака сгрызла",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER)
def test_other_business_is_noticed_whatever_is_asked_about_it(text: str) -> None:
    assert read(text).values["other_business"] is True


@pytest.mark.parametrize("text", OURS)
def test_parts_cars_and_the_sale_win(text: str) -> None:
    assert read(text).values["other_business"] is False


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
def test_where_data_are_awaited_other_business_is_a_landmark(stage: str) -> None:
    assert read("гостиница урал, аптека", stage=stage).values["other_business"] is False
    assert read("гостиница урал, аптека").values["other_business"] is True


@pytest.mark.parametrize("text", ["погода плохая, дворники нужны", "ты бот? нужна помпа на рио"])
def test_a_part_outweighs_talk_and_who_answers(text: str) -> None:
    values = read(text).values
    assert (values["off_topic"], values["asks_if_bot"]) == (False, False)


def test_talk_and_who_answers_are_heard_alone() -> None:
    assert read("какая завтра погода").values["off_topic"] is True
    assert read("ты бот?", stage="FINAL").values["asks_if_bot"] is True


def test_one_foreign_word_beside_words_of_buyers_is_none() -> None:
    assert read("на рынке взял подделку").values["foreign_words_count"] == 0
    assert read("на рынке взял кактус на балконе").values["foreign_words_count"] == 2


def test_foreign_words_count_from_three_words_on() -> None:
    assert read("кактусы растут").values["foreign_words_count"] == 0
    assert read("как растут кактусы").values["foreign_words_count"] == 1
