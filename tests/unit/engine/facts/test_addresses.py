"""Addresses with and without commas, and coming for the parts asked about, chosen, declined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.facts.reading import STAGES, read

WHOLE = [
    "Казань Чистопольская 20",
    "казань чистопольская 20",
    "620014, Екатеринбург, Мира, 5",
    "г пермь ул мира 4 кв 7",
    "Пермь, ул. Мира, 4",
    "Казань ул Баумана 7",
    "Казань, ул. Баумана, д. 7, кв. 15",
    "Москва, Тверская 12",
    "Тверская 12 Москва",
    "самара, мяги 17-45",
    "Ростов-на-Дону, пр. Стачки 12а",
    "нижний новгород, белинского 32",
    "мск варшавское ш 125 к 1",
    "спб невский 100",
    "Набережные Челны, проспект Мира 5, кв. 12",
    "Московская область, г. Химки, ул. Победы, 3",
    "Краснодарский край, станица Динская, ул. Красная 10",
    "г. Владимир, ул. Горького 5",
    "Юлиуса Фучика 4 казань",
    "Москва Красной Армии 5",
    "краснодар красная 5/1",
    "уфа пр октября 12 кв 4 подъезд 2 этаж 3",
    "Тюмень,Республики 45",
    "омск 10 лет октября 43",
    "8 марта 20 екатеринбург",
    "Ярославль 2-я Портовая 5",
    "Вологда, 1-й микрорайон, 12",
    "Баумана 7 Казань",
    "Казань, Сакко и Ванцетти 3",
    "алматы абая 5",
    "Тверь, ленина д5 кв7",
    "тверь ленина д5кв7",
    "г.Тверь,ул.Ленина,д.5,кв.7",
    "Тверь, ул. Ленина, 5 корп. 2",
    "СПб, пр-т Просвещения, д. 33, к. 1, кв. 5",
    "197022 спб каменноостровский проспект 40",
    "Россия, 170000, Тверская область, г Тверь, ул Ленина, д 5",
    "тольятти ул 40 лет победы 5",
    "республика Башкортостан, г. Уфа, ул. Ленина, 5",
    "мкр Солнечный 5-12 Красноярск",
    "Уфа, Цюрупы 5",
    "Уфа, ул. Мастеров 5",
    "новотыльск мира 5",
]
AWAITED = [
    "СДЭК пвз MSK123",
    "сдэк пвз TVR12345",
    "сдэк на ленина 5 тверь",
    "пункт выдачи boxberry на Кирова 12",
    "почтой 443001 самара ново-садовая 5",
    "почта россии 620014",
    "сдэком в Казань",
    "деревня Гадюкино дом 5",
    "с. Ивановка ул. Садовая 3",
    "пос. Мирный 5",
    "ул. Карла Маркса 5",
    "ул 8 марта 20",
    "Лянтор, ул. Ленина 5",
]
BESIDE = {
    "Соколова Марина Олеговна 8 912 000-00-00 Пермь, ул. Мира, 4": "Пермь, ул. Мира, 4",
    "Иванов Иван Иванович\n89031234567\nг. Пермь, ул. Мира, д. 4": "г. Пермь, ул. Мира, д. 4",
    "иванов иван казань чистопольская 20 89031234567": "казань чистопольская 20",
    "89031234567 Петров С.В. Омск, Мира 5": "Омск, Мира 5",
    "сергей петров 8 903 123 45 67 сдэк казань баумана 7": "сдэк казань баумана 7",
    "Пермь тел 89031234567 ул Мира 4": "Пермь, ул Мира 4",
    "Пермь\nул. Мира 4\nкв 5": "Пермь, ул. Мира 4, кв 5",
    "адрес: Казань, ул. Баумана, д. 7": "Казань, ул. Баумана, д. 7",
    "адрес другой: Казань, Мира 5": "Казань, Мира 5",
    "мой адрес ижевск удмуртская 255": "ижевск удмуртская 255",
    "Доставка по адресу г. Москва, ул. Ленина 5": "г. Москва, ул. Ленина 5",
    "привезите на Баумана 7 Казань": "Баумана 7 Казань",
    "Доставьте, пожалуйста, в Уфу на проспект Октября 12": "Уфу на проспект Октября 12",
    "отправляйте сдэком, тверь, ленина 5": "сдэком, тверь, ленина 5",
    "Тверь, бульвар Радищева 5, спасибо": "Тверь, бульвар Радищева 5",
    "беру 2, Пермь ул Мира 4": "Пермь ул Мира 4",
    "беру 2 Пермь ул Мира 4": "Пермь ул Мира 4",
    "беру 1 и 3, ул Мира 4 Пермь": "ул Мира 4 Пермь",
    "06A115561B 2 шт, Пермь ул Мира 4": "Пермь ул Мира 4",
    "пермь мира 5 а": "пермь мира 5 а",
    "Смирнов Андрей Викторович паспорт 4510 123456 Тверь ленина 5": "Тверь ленина 5",
    "Доставка на Петрова Сергея, Казань Чистопольская 20": "Казань Чистопольская 20",
    "лучше в Тверь, Ленина 5": "Тверь, Ленина 5",
    "Уфа Ленина 5, это офис": "Уфа Ленина 5",
}
AT_ADDRESS_ONLY = ["Ленина 5", "мира 4", "Иж, Удмуртская 255", "лянтор ленина 3"]
NOWHERE = [
    "перевозка, упаковка, 3 дня",
    "5QM411105R, 06A906032N, сколько",
    "а где вы находитесь?",
    "какой у вас адрес",
    "доставка до Казани сколько стоит",
    "сколько доставка в Казань",
    "сдэком в Тверь отправляете?",
    "Казань",
    "г. Казань",
    "пушкино московская область",
    "Kia Rio 2015 Самара",
    "ауди а4 2014 год казань",
    "Казань, беру 2 вариант",
    "казань передние 2 шт",
    "казань бензин 1.6",
    "2 фильтра в Казань",
    "беру 2",
    "вариант 2",
    "второй 2 шт",
    "нужно 2 колодки",
    "давайте 5 число",
    "жду до 15 мая",
    "камри 40",
    "2014 год",
    "5000 руб",
    "XTA210930Y2766281",
    "сдэк",
    "ivan1980@mail.ru",
    "почта ivan@mail.ru",
    "Иванов Иван Иванович",
    "89031234567",
    "да, подтверждаю",
]
CHOSEN = [
    "заберет жена",
    "забирать будет муж",
    "адрес не нужен, самовывоз",
    "самовывоз",
    "Самовывоз.",
    "самавывоз",
    "заберу сам",
    "сама заберу",
    "сам приеду",
    "заеду",
    "заеду после работы",
    "буду забирать сам",
    "могу сам забрать",
    "муж заберет",
    "не нужна доставка, самовывоз",
    "доставка не нужна",
    "давайте самовывозом",
    "самовывоз, сколько ждать?",
    "хочу забрать сам",
    "буду забирать",
    "сегодня заеду",
    "заберу не раньше пятницы",
]
ASKED = [
    "самовывоз или доставка",
    "сдэком или самовывозом",
    "самовывоз или доставка, что дешевле",
    "самовывоз возможен?",
    "самовывоз есть?",
    "есть самовывоз",
    "можно самовывозом?",
    "а забрать можно?",
    "откуда забирать",
    "где можно забрать",
    "адрес самовывоза",
    "когда приехать",
    "а самовывоз?",
    "есть пункт самовывоза?",
    "как забрать?",
    "можно я сам заберу?",
]
DECLINED = [
    "самовывоз дорого",
    "самовывоз невыгодно",
    "отмените самовывоз",
    "не самовывоз",
    "самовывоз не подходит",
    "не смогу забрать",
    "не могу приехать",
    "забрать не смогу",
    "без самовывоза",
    "вместо самовывоза доставка",
    "передумал насчет самовывоза",
    "самовывоз неудобен",
    "самовывозом не получится",
]

SOMETHING_ELSE = [
    "Пермь, ул. Мира, 4",
    "06A115561B",
    "доставка нужна",
    "когда приеду домой напишу",
    "машину заберу в пятницу",
    "когда курьер приедет",
]


@pytest.mark.parametrize("stage", ["NEW", "CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_address_is_kept_as_written_at_any_stage(text: str, stage: str) -> None:
    assert read(text, stage=stage).findings.address.text == text


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS"])
@pytest.mark.parametrize("text", AWAITED)
def test_carriers_and_villages_are_addresses_when_asked_for(text: str, stage: str) -> None:
    assert read(text, stage=stage).findings.address.text == text


@pytest.mark.parametrize("text", AT_ADDRESS_ONLY)
def test_a_street_without_a_town_answers_only_the_question_where_to_deliver(text: str) -> None:
    assert read(text, stage="ADDRESS").findings.address.text == text
    assert read(text, stage="NEW").findings.address.text is None


@pytest.mark.parametrize(("text", "address"), BESIDE.items())
def test_the_address_leaves_out_what_stands_beside_it(text: str, address: str) -> None:
    assert read(text, stage="CONTACT").findings.address.text == address


@pytest.mark.parametrize("stage", ["NEW", "CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize("text", NOWHERE)
def test_other_words_and_numbers_are_no_address(text: str, stage: str) -> None:
    assert read(text, stage=stage).findings.address.text is None


def test_a_question_about_delivery_is_no_address_before_one_is_asked_for() -> None:
    text = "когда привезете в Пермь, ул. Мира 4?"

    assert read(text, stage="NEW").findings.address.text is None
    assert read(text, stage="ADDRESS").findings.address.text == "Пермь, ул. Мира 4"


@pytest.mark.parametrize("stage", ["NEW", "PRICING", "CONTACT", "ADDRESS"])
@pytest.mark.parametrize(
    ("text", "pickup"),
    [
        *((text, "chosen") for text in CHOSEN),
        *((text, "asked") for text in ASKED),
        *((text, "declined") for text in DECLINED),
        *((text, "none") for text in SOMETHING_ELSE),
    ],
)
def test_pickup_is_chosen_asked_or_declined(text: str, pickup: str, stage: str) -> None:
    assert read(text, stage=stage).values["pickup"] == pickup


@pytest.mark.parametrize("text", ["можно самовывозом", "можно заберу сам"])
def test_asking_leave_is_a_choice_once_delivery_is_spoken_of(text: str) -> None:
    assert read(text, stage="ADDRESS").values["pickup"] == "chosen"
    assert read(text, stage="NEW").values["pickup"] == "asked"


def test_coming_to_a_carrier_is_delivery() -> None:
    address = read("заберу сам из пвз сдэк Казань Баумана 7", stage="ADDRESS").findings.address

    assert (address.text, address.pickup) == ("пвз сдэк Казань Баумана 7", "none")


PARTS_OF_ADDRESSES = st.sampled_from(
    ["г", "Казань", "ул.", "д", "5", "5а", "620014", ",", "\n", "и", "с", "Ленина", "сдэк",
     "MSK123", "самовывоз", "Иванов Иван", "89031234567", "06A115561B", "?", "спасибо", "-", "кв"]
)  # fmt: skip


@given(
    st.text(max_size=80) | st.lists(PARTS_OF_ADDRESSES, max_size=9).map(" ".join),
    st.sampled_from(STAGES),
)
def test_any_text_is_read_and_every_line_of_an_address_was_typed(text: str, stage: str) -> None:
    address = read(text, stage=stage).findings.address.text

    assert address is None or (address == address.strip() and "\n" not in address)


@given(
    st.sampled_from(["Казань", "пермь", "Нижний Новгород", "г. Тверь"]),
    st.sampled_from(["Чистопольская", "мира", "ул. Ленина", "проспект Победы"]),
    st.integers(1, 250),
    st.sampled_from([" ", ", "]),
)
def test_town_street_and_house_are_an_address_however_joined(
    town: str, street: str, house: int, joint: str
) -> None:
    text = joint.join((town, street, str(house)))

    assert read(text).findings.address.text == text


@pytest.mark.parametrize("stage", ["ADDRESS", "FINAL"])
@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("адрес не ленина 1 а ленина 11", "ленина 11"),
        ("не Ленина 1, а Ленина 11", "Ленина 11"),
        ("не мира, а ленина 11", "ленина 11"),
        ("не Ленина 1, Ленина 11", "Ленина 11"),
        ("Казань, Розы Люксембург 5", "Казань, Розы Люксембург 5"),
        ("Тверь, Советская 5 и 2 шт", "Тверь, Советская 5"),
        ("Тверь, Советская 5 а", "Тверь, Советская 5 а"),
        ("не надо в Казань, везите в Тверь, Советская 5", "Тверь, Советская 5"),
        ("Тверь, Советская 5, не Казань", "Тверь, Советская 5"),
        ("домофон не работает, Тверь, Советская 5 кв 3", "Тверь, Советская 5 кв 3"),
        ("вместо мира 4 надо ленина 11", "ленина 11"),
        ("не Пермь а Москва, ленина 5", "Москва, ленина 5"),
        ("адрес неверный, Пермь Ленина 11", "Пермь Ленина 11"),
    ],
)
def test_an_address_taken_back_is_left_out(text: str, address: str, stage: str) -> None:
    assert read(text, stage=stage).findings.address.text == address


def test_a_street_alone_puts_right_the_address_of_a_summary_only_when_said_so() -> None:
    assert read("адрес ленина 11", stage="FINAL").findings.address.text == "ленина 11"
    assert read("ленина 11", stage="FINAL").findings.address.text is None


@pytest.mark.parametrize("behind", ["срок 2 дня", "оплата картой", "доставка завтра", "2 шт"])
def test_a_house_before_another_subject_belongs_to_the_address(behind: str) -> None:
    assert read(f"Пермь Мира 4 {behind}", stage="ADDRESS").findings.address.text == "Пермь Мира 4"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("бош два, Великие Луки, Гагарина 12", "Великие Луки, Гагарина 12"),
        ("бош один, манн две, Казань, Баумана 7", "Казань, Баумана 7"),
        ("Псков, Мира 5, 2 боша", "Псков, Мира 5"),
        ("Псков, ул Мира, 5 бош", "Псков, ул Мира, 5"),
        ("Казань, улица Двух Декабристов 3", "Казань, улица Двух Декабристов 3"),
    ],
)
def test_a_count_is_no_part_of_an_address(text: str, address: str) -> None:
    assert read(text, stage="ADDRESS").findings.address.text == address
