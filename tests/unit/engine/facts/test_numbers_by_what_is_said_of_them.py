"""Numbers whose meaning the client tells: refused ones, papers, engines, phones that are parts."""

import re

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "мне не нужен этот номер 06A115561B, нужен 1K0129620D",
        "не нужен 06A115561B, а нужен 1K0129620D",
        "не надо 06A115561B. 1K0129620D есть?",
        "06A115561B не нужен 1K0129620D нужен",
        "06A115561B не нужен, 1K0129620D нужен",
        "нужен 1K0129620D, не нужен 06A115561B",
    ],
)
def test_a_number_beside_a_refusal_is_not_looked_up(text: str) -> None:
    assert read(text).findings.part_numbers == ("1K0129620D",)


def test_a_single_number_after_a_refusal_is_still_named() -> None:
    assert read("не нужен 06A115561B").findings.part_numbers == ("06A115561B",)


@pytest.mark.parametrize(
    "text",
    [
        "89031234567 это деталь",
        "89031234567 - это артикул",
        "это деталь 89031234567",
        "89031234567 это не телефон, а деталь",
    ],
)
def test_what_looks_like_a_phone_is_a_part_when_the_client_says_so(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.phones) == (("89031234567",), ())


def test_a_phone_beside_a_part_that_is_spoken_of_stays_a_phone() -> None:
    findings = read("нужна деталь, 89031234567 это мой телефон").findings

    assert (findings.part_numbers, findings.phones) == ((), ("+79031234567",))


@pytest.mark.parametrize(
    "text",
    [
        "договор №123456/22 от 01.02.2026",
        "по договору 1234567",
        "снилс 123-456-789 01",
        "полис осаго ттт 1234567890",
        "тел 2223344",
        "тел 222-33-44",
        "номер двигателя 1ZZ 1234567",
        "номер двигателя 1ZZ1234567",
        "двигатель 1ZZ1234567",
        "птс 77УА123456",
        "ПТС 77 УА 123456",
        "паспорт тс 77УА123456",
        "стс 99 ХК 123456",
        "номер кузова AE110 5012345",
        "кузов AE110 5012345",
    ],
)
def test_numbers_of_papers_engines_and_city_phones_are_nothing_to_ask_about(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.order_numbers, findings.bare_numbers) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "договор 12 от 01.02.2026, нужен 06A115561B": "06A115561B",
        "мотор 1714387 цена": "1714387",
        "двигатель 06A 115561 B есть?": "06A115561B",
        "номер детали кузова 1K0 129 620 D": "1K0129620D",
    }.items(),
)
def test_a_part_beside_such_words_is_still_found(text: str, number: str) -> None:
    assert read(text).findings.part_numbers == (number,)


def test_a_mobile_split_after_five_digits_is_no_city_phone() -> None:
    assert read("тел 8 903 123 45 67").findings.phones == ("+79031234567",)


@pytest.mark.parametrize(
    "text", ["здраствуйте есть фильтр 1к0 129 620 д", "1к0 129 620 д есть?", "1к0129620 д"]
)
def test_a_last_letter_typed_by_ear_in_russian_belongs_to_the_number(text: str) -> None:
    assert read(text).findings.part_numbers == ("1K0129620D",)


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "06А905115Д": "06A905115D",
        "06а905115д есть?": "06A905115D",
        "03Л131512": "03L131512",
        "1К0615301АБ": "1K0615301AB",
        "нужна 03Л 131 512": "03L131512",
        "03л-131-512": "03L131512",
        "03л 131512 цена": "03L131512",
        "1К0 131 512, 03Л 131 512": "1K0131512 03L131512",
    }.items(),
)
def test_a_number_typed_in_russian_letters_is_read_by_looks_and_sound(
    text: str, number: str
) -> None:
    assert read(text).findings.part_numbers == tuple(number.split())


@pytest.mark.parametrize(
    "text",
    [
        "12345678л",
        "20240512г",
        "06Ф905115В",
        "06Я905115",
        "дом12345д",
        "1234567д",
        "мира 13Б 130 кв",
        "мира 13б 620014",
        "03л-12345678",
    ],
)
def test_letters_that_count_something_or_sound_like_nothing_make_no_number(text: str) -> None:
    assert read(text).findings.part_numbers == ()


@pytest.mark.parametrize("text", ["1к0 129 620, д 5", "1к0 129 620 д 5", "1к0 129 620 д. 5"])
def test_a_house_after_a_number_is_no_letter_of_it(text: str) -> None:
    assert "1K0129620D" not in read(text).findings.part_numbers


@pytest.mark.parametrize(
    "text",
    [
        "64119382886 салонный нужен",
        "салонный 64119382886",
        "11427566327 масляный интересует",
        "34116794300 тормозные передние",
        "задний левый 33526781920",
        "64119382886 оригинал или китай",
        "64119382886 очень нужен",
        "закажу 64119382886",
        "привезете 64119382886?",
        "мне бы 64119382886",
        "64119382886 2шт",
        "64119382886 пару штук",
        "64119382886 подешевле",
        "64119382886 какой срок",
        "64119382886 доставка в казань",
        "на е39 64119382886",
        "64119382886 f10",
    ],
)
def test_words_of_a_part_or_of_a_purchase_make_a_makers_number_a_part(text: str) -> None:
    assert read(text).findings.part_numbers == tuple(re.findall(r"\d{11}", text))


@pytest.mark.parametrize(
    "text",
    [
        "64119382886",
        "вот 64119382886",
        "что по 64119382886",
        "купил у вас 64119382886 когда привезете",
        "64119382886 хочу вернуть, привезли не то",
        "102123458 нижний новгород",
        "1234567890 какой срок доставки",
        "102123458 мне бы",
    ],
)
def test_a_number_stays_in_doubt_when_nothing_says_what_it_is(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, len(findings.bare_numbers)) == ((), 1)


def test_a_city_phone_beside_a_purchase_is_no_part() -> None:
    assert read("беру, 4951234567").findings.part_numbers == ()


@pytest.mark.parametrize("text", ["76622-SEA-G01 щётка", "щётка 76622 SEA G01"])
def test_a_last_group_like_a_car_body_stays_in_its_number(text: str) -> None:
    assert read(text).findings.part_numbers == ("76622SEAG01",)


@pytest.mark.parametrize(
    "text",
    [
        "11427541827 тел 89031234567",
        "мой тел 89031234567, 11427541827",
        "89031234567\n11427541827",
        "11427541827 Иван 8 903 123-45-67",
    ],
)
def test_a_number_too_long_for_an_order_beside_a_phone_is_a_part(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.phones) == (("11427541827",), ("+79031234567",))


def test_beside_a_phone_that_was_asked_for_it_stays_open() -> None:
    findings = read("11427541827 тел 89031234567", stage="CONTACT").findings

    assert (findings.part_numbers, findings.bare_numbers) == ((), ("11427541827",))


def test_beside_a_phone_what_an_order_may_be_called_stays_open() -> None:
    findings = read("102123458 тел 89031234567").findings

    assert (findings.bare_numbers, findings.phones) == (("102123458",), ("+79031234567",))


@pytest.mark.parametrize("text", ["деталь 79161234567", "нужна запчасть 89161234567"])
def test_what_looks_like_a_phone_right_behind_the_word_for_a_part_is_open(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.phones) == ((), ())
    assert len(findings.bare_numbers) == 1


@pytest.mark.parametrize(
    ("text", "stage"), [("нужна деталь, 89161234567", "NEW"), ("деталь 89161234567", "CONTACT")]
)
def test_it_is_a_phone_behind_a_stop_or_where_one_was_asked_for(text: str, stage: str) -> None:
    assert read(text, stage=stage).findings.phones == ("+79161234567",)
