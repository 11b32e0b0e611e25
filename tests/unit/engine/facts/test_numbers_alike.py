"""Two numbers of one kind, halves of one number, and prices beside makers."""

import pytest

from engine.facts.extract import extract
from engine.facts.numbers_alike import are_neighbours
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, read, schema


@pytest.mark.parametrize(
    ("codes", "alike"),
    [
        (("31110", "31111"), True),
        (("01090", "01089"), True),
        (("26300", "35531"), False),
        (("31110", "3111A"), False),
        (("3111", "3112"), False),
        (("31110",), False),
    ],
)
def test_neighbours_of_a_catalogue_are_alike(codes: tuple[str, ...], *, alike: bool) -> None:
    assert are_neighbours(codes) is alike


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("нужны 31110 31111", ("31110", "31111")),
        ("нужны 31110 31111 31112", ("31110", "31111", "31112")),
        ("нужна деталь 31110-31111", ("3111031111",)),
        ("киа 31110 31111", ("3111031111",)),
        ("нужен 26300 35531", ("2630035531",)),
    ],
)
def test_numbers_alike_are_two(text: str, numbers: tuple[str, ...]) -> None:
    assert read(text).findings.part_numbers == numbers


def test_numbers_alike_that_nothing_is_said_of_are_asked_about() -> None:
    assert read("31110 31111").findings.bare_numbers == ("31110", "31111")


@pytest.mark.parametrize("text", ["бош 1150 есть?", "есть бош 1150", "1150 бош есть?"])
def test_digits_that_a_maker_never_writes_are_asked_about(text: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.bare_numbers) == ((), ("1150",))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ngk 4644 есть?", "4644"),
        ("бош 0451103318 есть?", "0451103318"),
        ("sachs 3000 951 210", "3000951210"),
    ],
)
def test_a_number_as_the_maker_writes_it_is_one(text: str, number: str) -> None:
    assert read(text).findings.part_numbers == (number,)


def test_once_offers_are_shown_a_number_is_told_by_their_prices() -> None:
    session = Session(stage="PRICING", offers=offers((("Bosch", 1150, 1),)))
    told = extract(Situation(Message("bosch 4711 есть?"), session), knowledge(), schema())

    assert told.findings.part_numbers == ("4711",)
