"""Phones in every usual spelling, and part numbers that look like phones."""

import pytest

from tests.unit.engine.facts.reading import read

MOBILE = "+79031234567"


@pytest.mark.parametrize(
    ("text", "phone"),
    {
        "79031234567": MOBILE,
        "89031234567": MOBILE,
        "+79031234567": MOBILE,
        "+7 903 123-45-67": MOBILE,
        "8 (903) 123-45-67": MOBILE,
        "8(903)1234567": MOBILE,
        "8-903-123-45-67": MOBILE,
        "8.903.123.45.67": MOBILE,
        "8 903 123 45 67": MOBILE,
        "8903 123 45 67": MOBILE,
        "8 9031234567": MOBILE,
        "903 123-45-67": MOBILE,
        "(903) 123-45-67": MOBILE,
        "903 1234567": MOBILE,
        "8 903 123 45 67 2 шт": MOBILE,
        "8 (988) 994-57-91": "+79889945791",
        "тел 9031234567": MOBILE,
        "телефон для связи 9031234567": MOBILE,
        "перезвоните на 9031234567": MOBILE,
        "9031234567 это мой телефон": MOBILE,
        "вацап 9031234567": MOBILE,
        "тел 9990001122": "+79990001122",
        "мой номер 89031234567, иван": MOBILE,
        "Соколова Марина Олеговна 8 912 000-00-00": "+79120000000",
        "8 (495) 123-45-67": "+74951234567",
        "8(495)1234567": "+74951234567",
        "495 123-45-67": "+74951234567",
        "тел 84951234567": "+74951234567",
        "8-800-555-35-35": "+78005553535",
        "8 (34312) 5-67-89": "+73431256789",
        "+380501234567": "+380501234567",
        "+375 29 123-45-67": "+375291234567",
        "звоните 8 903 123-45-67 после 18:00": MOBILE,
    }.items(),
)
def test_a_phone_is_read_as_e164(text: str, phone: str) -> None:
    findings = read(text).findings

    assert findings.phones == (phone,)
    assert (findings.part_numbers, findings.bare_numbers) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "83212365950",
        "артикул 83212365950",
        "61217726563",
        "78123456789",
        "1234567890",
        "A9602820106",
        "90919-01247",
        "89465-33020 1 шт",
        "11 42 7 566 327",
        "83 21 2 365 950",
        "A 960 282 01 06",
        "0 451 103 079",
        "+71234567890",
        "вариант 8, потом 903",
    ],
)
def test_a_number_of_a_part_is_never_a_phone(text: str) -> None:
    assert read(text).findings.phones == ()


def test_a_bare_ten_digit_number_is_ambiguous_before_contacts_are_asked() -> None:
    extraction = read("9031234567", stage="PRICING")

    assert extraction.findings.bare_numbers == ("9031234567",)
    assert extraction.values["number_kind"] == "ambiguous"


@pytest.mark.parametrize("text", ["9031234567", "иванов иван 9031234567", "84951234567"])
def test_the_same_number_is_a_phone_where_the_bot_waits_for_one(text: str) -> None:
    assert read(text, stage="CONTACT").values["number_kind"] == "phone"


def test_a_part_word_outweighs_the_stage() -> None:
    findings = read("еще деталь 9091901247", stage="CONTACT").findings

    assert (findings.part_numbers, findings.phones) == (("9091901247",), ())


def test_a_phone_and_a_part_in_one_message_are_told_apart() -> None:
    findings = read("нужна 83212365950, тел 89031234567").findings

    assert (findings.part_numbers, findings.phones) == (("83212365950",), (MOBILE,))


def test_a_phone_repeated_in_another_spelling_counts_once() -> None:
    assert read("89031234567 или +7 (903) 123-45-67").findings.phones == (MOBILE,)


BROKEN = ["8916123456", "тел 8916123456", "916123456", "891612345678", "Петров Олег 8916123456"]
NOT_BROKEN = [
    "89161234567", "9161234567", "102123458", "61217726563", "89161234",
    "артикул 8916123456", "номер детали 8916123456", "номер заказа 8916123456",
    "8916123456 и 89161234567",
]  # fmt: skip


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
@pytest.mark.parametrize("text", BROKEN)
def test_a_phone_with_a_wrong_count_of_digits_is_nothing_else(text: str, stage: str) -> None:
    values = read(text, stage=stage).values

    assert values["phone_broken"]
    assert (values["bare_numbers_count"], values["phones_count"]) == (0, 0)


@pytest.mark.parametrize("text", NOT_BROKEN)
def test_other_numbers_are_no_broken_phones(text: str) -> None:
    assert not read(text, stage="CONTACT").values["phone_broken"]


def test_where_no_phone_is_awaited_such_a_number_is_asked_about() -> None:
    values = read("8916123456", stage="PRICING").values

    assert (values["phone_broken"], values["bare_numbers_count"]) == (False, 1)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("не 89161234567, а 89031234567", (MOBILE,)),
        ("89031234567, а не 89161234567", (MOBILE,)),
        ("вместо 89161234567 - 8 903 123 45 67", (MOBILE,)),
        ("не +7 916 123-45-67 а +7 903 123-45-67", (MOBILE,)),
        ("не звоните на 89031234567", (MOBILE,)),
        ("телефон не 89161234567", ()),
    ],
)
@pytest.mark.parametrize("stage", ["CONTACT", "FINAL"])
def test_a_phone_that_is_taken_back_is_not_told(
    text: str, phones: tuple[str, ...], stage: str
) -> None:
    assert read(text, stage=stage).findings.phones == phones
