"""Part numbers as clients type them, and what surrounds them."""

import pytest

from tests.unit.engine.facts.reading import read

BY_THEMSELVES = {
    "нужен 06A115561B": ("06A115561B",),
    "нужен 06h905110g": ("06H905110G",),
    "06A 906 032 N есть?": ("06A906032N",),
    "06a 906 032 n": ("06A906032N",),
    "06A906032 N": ("06A906032N",),
    "06A-906-032-N цена": ("06A906032N",),
    "06A.115.561.B": ("06A115561B",),
    "5QM 411 105 R": ("5QM411105R",),
    "добрый день 5QM411105R сможет привезти?": ("5QM411105R",),
    "1K0 615 301 AA 2 шт": ("1K0615301AA",),
    "пришлю вин позже, номер 5N0071680B041": ("5N0071680B041",),
    "n 908 132 02": ("N90813202",),
    "WHT 005 437 A": ("WHT005437A",),
    "11 42 7 566 327": ("11427566327",),
    "11-42-7-566-327 есть?": ("11427566327",),
    "61 21 7726563": ("61217726563",),
    "A 271 094 02 04": ("A2710940204",),
    "A216 885 37 37": ("A2168853737",),
    "A-271-094-02-04": ("A2710940204",),
    "271 094 02 04": ("2710940204",),
    "добрый день, нужен A2742001507": ("A2742001507",),
    "A9602820106": ("A9602820106",),
    "A221421201207": ("A221421201207",),
    "04465-33450": ("0446533450",),
    "90915-YZZD2": ("90915YZZD2",),
    "90915 yzzd2": ("90915YZZD2",),
    "90919-01247": ("9091901247",),
    "52119-33450-A0": ("5211933450A0",),
    "26300-2Y500": ("263002Y500",),
    "фара 81110 2l500": ("811102L500",),
    "971334L000": ("971334L000",),
    "41060-1AA0A": ("410601AA0A",),
    "15208-65f0e": ("1520865F0E",),
    "PE01-14-302A": ("PE0114302A",),
    "fd0152211d": ("FD0152211D",),
    "15400-RTA-003": ("15400RTA003",),
    "AV6Q-6714-BA": ("AV6Q6714BA",),
    "f1dz2001a": ("F1DZ2001A",),
    "152089599R": ("152089599R",),
    "1109.CK": ("1109CK",),
    "MR968274": ("MR968274",),
    "15208-AA170": ("15208AA170",),
    "958.106.035.00": ("95810603500",),
    "LR011279": ("LR011279",),
    "2101-1012005": ("21011012005",),
    "0 451 103 079": ("0451103079",),
    "343 885 00 25": ("3438850025",),
    "06A906032N.A 271 094 02 04": ("06A906032N", "A2710940204"),
    "gdb1550": ("GDB1550",),
    "vkba 3525": ("VKBA3525",),
    "V600020": ("V600020",),
    "2.0 tdi 06A 906 032 N": ("06A906032N",),
    "06A906032N x2": ("06A906032N",),
    "06A906032N - 2 шт": ("06A906032N",),
    "A 216 885 37 37 20 шт": ("A2168853737",),
    "06A 906 032 пару штук": ("06A906032",),
    "A 271 094 02 04 в наличии есть?": ("A2710940204",),
    "A 271 094 02 04 к мерседесу": ("A2710940204",),
    "5qm411105r за 3500 отдадите": ("5QM411105R",),
    "[b]06A906032N[/b]": ("06A906032N",),
    "photo 06A906032N": ("06A906032N",),
    "Идентификатор 2AE93039AD3-E318-..., номер 06L105243AP": ("06L105243AP",),
    "чек на 5 000,00 р и 06A906032N": ("06A906032N",),
    "бюджет до 15 тысяч, нужен 06a906032n": ("06A906032N",),
    "видеорегистратор A2048700000": ("A2048700000",),
    "фото не нужно, отправьте 06A906032N": ("06A906032N",),
}


@pytest.mark.parametrize(("text", "numbers"), BY_THEMSELVES.items())
def test_a_number_of_known_form_is_a_part_by_itself(text: str, numbers: tuple[str, ...]) -> None:
    extraction = read(text)

    assert extraction.findings.part_numbers == numbers
    assert extraction.values["number_kind"] == "part"


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "нужен OEM 61217726563": "61217726563",
        "оем 61217726563": "61217726563",
        "нужна запчасть 61217726563, сможете привезти?": "61217726563",
        "артикул 83212365950": "83212365950",
        "арт. 61217726563": "61217726563",
        "каталожный номер 2710940204": "2710940204",
        "номер детали: 9091901247": "9091901247",
        "61217726563 это деталь": "61217726563",
        "фильтр 61217726563": "61217726563",
        "фильтра масляного 11427566327": "11427566327",
        "колодки 0446533450": "0446533450",
        "радиатор 8200768913 есть": "8200768913",
        "бмв 61217726563": "61217726563",
        "BMW 83212365950": "83212365950",
        "на тойоту 9091901247": "9091901247",
        "мерс 2710940204": "2710940204",
        "opel 93185674": "93185674",
        "форд 1714387": "1714387",
        "пежо 9809532380": "9809532380",
        "сколько стоит 61217726563": "61217726563",
        "61217726563 есть в наличии": "61217726563",
        "почем 11427566327": "11427566327",
        "цена 1714387": "1714387",
        "хочу заказать 61217726563": "61217726563",
        "артикул 01089": "01089",
        "артикул: W71275": "W71275",
        "5960A2 пежо": "5960A2",
        "масло 550051529": "550051529",
        "WDD2211221A123456 2710940204": "2710940204",
    }.items(),
)
def test_words_around_make_a_number_a_part(text: str, number: str) -> None:
    extraction = read(text)

    assert extraction.findings.part_numbers == (number,)
    assert extraction.findings.bare_numbers == ()


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "febi 01089": "01089",
        "феби 01089": "01089",
        "kyb 333305": "333305",
        "каяба 333305": "333305",
        "LuK 602000600": "602000600",
        "MANN W712/75": "W71275",
        "mann-W712/75": "W71275",
        "манн hu 816 x": "HU816X",
        "mann c 30 005": "C30005",
        "W712/75 mann 2шт": "W71275",
        "ngk bkr6e": "BKR6E",
        "свечи ngk bkr6e 4 шт": "BKR6E",
        "SKF VKBA 3525": "VKBA3525",
        "gates 5495xs": "5495XS",
        "5495XS gates": "5495XS",
        "bosch 0 986 452 041": "0986452041",
        "brembo P 85 020": "P85020",
        "P 85 020 brembo задние": "P85020",
        "p 85 020 фирмы брембо": "P85020",
        "624 3182 09 luk": "624318209",
        "35451 01 lemforder": "3545101",
        "ate 13.0460-2815.2": "13046028152",
        "лукойл 3148675": "3148675",
        "hepu P999": "P999",
        "sct SM105": "SM105",
    }.items(),
)
def test_a_brand_beside_it_makes_even_a_short_token_a_part_number(text: str, number: str) -> None:
    assert read(text).findings.part_numbers == (number,)


@pytest.mark.parametrize(
    "text", ["w211 манн", "e39 mann фильтр", "2 100 luk", "P 85 020\nbrembo", "x5 e70 mann"]
)
def test_a_car_or_a_count_before_a_brand_is_no_part_number(text: str) -> None:
    assert read(text).findings.part_numbers == ()


@pytest.mark.parametrize("text", ["W211 x 5", "e39 дорест", "с5 хвосты", "5960 белый", "01089a"])
def test_a_short_token_alone_is_no_part_number(text: str) -> None:
    assert read(text).findings.part_numbers == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    {
        "06A906032N\n5QM411105R": ("06A906032N", "5QM411105R"),
        "06A906032N 5QM411105R": ("06A906032N", "5QM411105R"),
        "06A906032N/5QM411105R": ("06A906032N", "5QM411105R"),
        "06A906032N-5QM411105R": ("06A906032N", "5QM411105R"),
        "06A906032N, 5QM411105R": ("06A906032N", "5QM411105R"),
        "06A 906 032 N 5QM 411 105 R": ("06A906032N", "5QM411105R"),
        "A271 094 02 04 и 06A 906 032 N": ("A2710940204", "06A906032N"),
        "запчасти:\n61217726563\n34116777772": ("61217726563", "34116777772"),
        "1. 06A906032N - 2 шт\n2. 5QM411105R - 1 шт": ("06A906032N", "5QM411105R"),
        "артикулы: 01089, 01090 и 01091": ("01089", "01090", "01091"),
        "06A906032N и еще раз 06a 906 032 n": ("06A906032N",),
    }.items(),
)
def test_neighbouring_numbers_stay_apart_and_repeats_count_once(
    text: str, numbers: tuple[str, ...]
) -> None:
    assert read(text).findings.part_numbers == numbers


@pytest.mark.parametrize("text", ["06A 906\n032 N", "A 271\n094 02 04", "04465\n-33450"])
def test_a_number_is_never_joined_over_a_line_break(text: str) -> None:
    assert read(text).findings.part_numbers == ()


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "А2168853737": "A2168853737",
        "А 216 885 37 37": "A2168853737",
        "06А906032N": "06A906032N",
        "5QМ411105R": "5QM411105R",
        "а0004201220 колодки": "A0004201220",
        "06а 906 032": "06A906032",
    }.items(),
)
def test_cyrillic_look_alikes_are_folded_inside_numbers(text: str, number: str) -> None:
    assert read(text).findings.part_numbers == (number,)


def test_words_behind_the_end_of_a_clause_name_the_next_number_only() -> None:
    assert read("01089a, артикул 61217726563").findings.part_numbers == ("61217726563",)


def test_a_token_with_other_cyrillic_letters_is_not_folded() -> None:
    assert read("деталь 06Ж906032Я").findings.part_numbers == ()


@pytest.mark.parametrize("text", ["06A906032Nх2", "06A906032Nx2", "06a906032nX10"])
def test_a_quantity_glued_to_a_number_is_not_a_part_of_it(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A906032N",)


def test_a_long_glued_token_is_dropped_and_not_cut_to_size() -> None:
    assert read("артикул 06A906032N5QM411105R123").findings.part_numbers == ()


@pytest.mark.parametrize(
    "text", ["61217726563", "83212365950", "проверьте пожалуйста 61217726563", "12345", "1234"]
)
def test_a_bare_number_says_nothing_by_itself(text: str) -> None:
    extraction = read(text)

    assert extraction.findings.part_numbers == ()
    assert extraction.values["number_kind"] == "ambiguous"


def test_a_message_may_hold_no_more_findings_than_the_limit() -> None:
    text = "\n".join(f"06A{number:06}N" for number in range(100))

    assert len(read(text).findings.part_numbers) == 50


@pytest.mark.parametrize(
    "text",
    ["06А 115 561 В", "06A 115 561 В", "06A115561 В", "06А-115-561-В", "06А 115 561 В цена?",
     "06а 115 561 В, есть?", "есть 06А 115 561 В?"],
)  # fmt: skip
def test_a_cyrillic_last_letter_is_not_cut_off(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561B",)


@pytest.mark.parametrize("text", ["1К0 615 301 АА", "1к0 615 301 аа"])
def test_two_cyrillic_last_letters_are_not_cut_off(text: str) -> None:
    assert read(text).findings.part_numbers == ("1K0615301AA",)


@pytest.mark.parametrize(
    "text",
    ["номер 06A115561 в казань", "06A115561 с доставкой", "деталь 06A115561 В наличии",
     "06A115561 к", "нужен 06A115561 а также фильтр", "06A115561 на завтра"],
)  # fmt: skip
def test_a_russian_word_after_a_number_is_no_part_of_it(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561",)


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "583О1-1НА00": "583011HA00",
        "O6A905115D": "06A905115D",
        "0 986 4O1 123": "0986401123",
        "06к 109 158 аd": "06K109158AD",
        "OC 90": "OC90",
        "OP 526/7 filtron": "OP5267",
    }.items(),
)
def test_a_letter_o_between_digits_is_a_nought(text: str, number: str) -> None:
    assert read(text).findings.part_numbers == (number,)


@pytest.mark.parametrize("text", ["2x06A905115D", "2х06А905115D", "06A905115Dx2", "4х06A905115D"])
def test_a_count_glued_to_either_end_of_a_number_is_none_of_it(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A905115D",)
