"""Numbers that are something else: never a part, never worth a question."""

import pytest

from tests.unit.engine.facts.reading import read

NOTHING = [
    "А4 2014 год нужен радиатор",
    "ауди а6 2012-2015",
    "2014",
    "пассат б6 2008 г.в.",
    "12.05.2024",
    "приду 05.11 в 10:30",
    "2024-05-12 оплатил",
    "бюджет 20000",
    "бюджет до 20 000 рублей",
    "до 20000 руб",
    "до 20000",
    "20 т.р.",
    "15 тыс максимум",
    "не дороже 12000",
    "за 3500 отдадите?",
    "цена 5500",
    "скинете до 5к?",
    "300$",
    "1 500,50 рублей",
    "мне надо 20000",
    "12000",
    "пробег 120000",
    "пробег около 250 000",
    "120 тыс км",
    "120000 км",
    "проехал 98000",
    "620014, Екатеринбург, Мира, 5",
    "620014 екатеринбург мира 5",
    "индекс 620014",
    "420000 Казань, ул. Баумана 7",
    "614000, Пермская обл, Пермь",
    "д. 15 кв 12001",
    "офис 30512",
    "пвз 12345",
    "ИНН 7707083893",
    "инн 770708389312",
    "р/с 40702810900000012345",
    "40702810900000012345",
    "карта 4276 1234 5678 9010",
    "4276 1234 5678 9010",
    "4276123456789010",
    "паспорт 4510 123456",
    "4607123456789",
    "https://exist.ru/price/06A906032N",
    "www.avito.ru/item_2384756123",
    "t.me/parts24/06A906032N",
    "utm_source=farpost06A906032N",
    "UTM SOURCE CHAT123456",
    "DIALOG12 SOURCE20240101",
    "ivanov06A906032N@mail.ru",
    "2ae93039-ad3e-e318-a1b2-0123456789ab",
    "d41d8cd98f00b204e9800998ecf8427e",
    "IMG_20240101_123456",
    "06A906032N.jpg",
    "Screenshot_20240101-123456.png",
    "iphone13pro",
    "samsung galaxy 12345678",
    "А123ВС77",
    "а 123 вс 777",
    "K123HC77",
    "205/55 R16",
    "225 45 R17",
    "масло 5w30 4 литра",
    "2.0 tdi 140 лс",
    "1800 кубов",
    "100x50x20",
    "2 шт",
    "x2",
    "1000 штук",
    "ВАЗ 21099 нужен радиатор",
    "ваз2110",
    "мне на 2110 генератор",
    "камаз 65115 радиатор",
    "golf2012",
    "bmw520d",
    "om642 мотор",
    "OM 642.920",
    "акпп 722.6",
    "пароль: 55512345",
    "999 999",
    "колодки 15000",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.bare_numbers) == ((), ())


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("frame", ["{}, нужен 06A906032N", "5QM411105R\n{}"])
def test_a_part_number_beside_it_is_still_found_alone(text: str, frame: str) -> None:
    findings = read(frame.format(text)).findings

    assert findings.part_numbers in {("06A906032N",), ("5QM411105R",)}
    assert findings.bare_numbers == ()


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
def test_a_postcode_alone_is_expected_where_an_address_is(stage: str) -> None:
    assert read("620014", stage=stage).findings.bare_numbers == ()


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "номер заказа 102123458": "102123458",
        "заказ №3592": "3592",
        "Подскажите, где заказ №3592?": "3592",
        "где заказ 5642365": "5642365",
        "заказ 102123458 где": "102123458",
        "по заказу 75892367 есть новости?": "75892367",
        "заказ от 12.05.2024 номер 102123458": "102123458",
        "статус 5642365": "5642365",
        "order 94233131": "94233131",
        "102123458. где мой заказ?": "102123458",
        "заказ TS-123456": "TS123456",
    }.items(),
)
def test_a_number_after_order_words_is_an_order_number(text: str, number: str) -> None:
    extraction = read(text)

    assert extraction.findings.order_numbers == (number,)
    assert extraction.values["number_kind"] == "order"


def test_a_number_too_long_for_an_order_stays_ambiguous_after_the_word() -> None:
    extraction = read("заказ 61217726563")

    assert extraction.findings.order_numbers == ()
    assert extraction.values["number_kind"] == "ambiguous"


@pytest.mark.parametrize(
    ("text", "orders", "parts"),
    [
        ("заказ 5642365, нужен еще A2710940204", ("5642365",), ("A2710940204",)),
        ("заказ A2710940204", (), ("A2710940204",)),
        ("хочу сделать заказ 61217726563", (), ("61217726563",)),
        ("можно заказать 06A906032N", (), ("06A906032N",)),
        ("как оформить заказ?", (), ()),
    ],
)
def test_ordering_a_part_is_no_question_about_an_order(
    text: str, orders: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    findings = read(text).findings

    assert (findings.order_numbers, findings.part_numbers) == (orders, parts)
