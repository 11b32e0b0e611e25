"""Numbers of replacement parts short enough to be taken for names of cars."""

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("W712/75 есть в наличии?", ("W71275",)),
        ("W 914/2 есть?", ("W9142",)),
        ("OC90 и OC264 по 2 шт", ("OC90", "OC264")),
        ("6PK1813 ремень", ("6PK1813",)),
        ("6 pk 1813 почем", ("6PK1813",)),
        ("нужны 4 свечи bkr6e", ("BKR6E",)),
        ("hu 7008 z", ("HU7008Z",)),
        ("lx 1006/1d", ("LX10061D",)),
        ("c 25 114/1", ("C251141",)),
        ("kl 756 фильтр", ("KL756",)),
        ("C-110 фильтр", ("C110",)),
        ("фильтр w610 есть?", ("W610",)),
        ("OC90", ("OC90",)),
        ("ос 90", ("OC90",)),
        ("масляный ос-264", ("OC264",)),
        ("кх 85 есть?", ("KX85",)),
        ("здравствуйте! OC90", ("OC90",)),
        ("OC 90 - 2шт, 6PK1813 - 1шт", ("OC90", "6PK1813")),
    ],
)
def test_a_number_of_a_known_series_is_a_part_where_parts_are_spoken_of(
    text: str, numbers: tuple[str, ...]
) -> None:
    assert read(text).findings.part_numbers == numbers


@pytest.mark.parametrize(
    "text",
    [
        *("x5", "а4", "е70", "w211", "5w40", "H7", "r16", "cx5", "G12", "4x4", "C110", "w610"),
        *("фильтр на x5", "есть фильтр на х5 е70?", "колодки audi a4 b8", "фильтр bmw 320"),
        *("свечи на w211 есть?", "w221 фильтр", "w124 фильтр", "есть колодки ваз 2107"),
        *("golf 5 1.6 tdi фильтр есть?", "масло 5w40 есть в наличии?", "лампа H7", "лампа p21w"),
        *("двигатель 2.0 фильтр", "шины 205/55 R16 есть?", "C180 фильтр", "C-200 фильтр"),
        *("lx570 фильтр есть?", "фильтр лексус lx 470", "фильтр салона cx-5 есть в наличии?"),
        *("двс m54b30 прокладка есть?", "K4M ремень грм есть?", "SR20DE прокладка есть?"),
        *("фильтр ленина 25/114", "ул ленина д 25/1 кв 114", "дом 12к3", "с 25 114 начали"),
        *("болт м8 есть?", "тормозуха dot4", "2 шт", "i30 фильтр салона", "фильтр на w610"),
    ],
)
def test_cars_sizes_and_addresses_of_that_form_are_no_parts(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.bare_numbers) == ((), ())


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS"])
def test_a_short_code_alone_is_no_part_where_data_of_the_client_are_awaited(stage: str) -> None:
    assert read("oc 90", stage=stage).findings.part_numbers == ()


@pytest.mark.parametrize("text", ["90915 YZZE 1", "90915yzze 1", "90915-YZZE 1 2 шт"])
def test_a_digit_split_from_the_end_of_a_number_belongs_to_it(text: str) -> None:
    assert read(text).findings.part_numbers == ("90915YZZE1",)
