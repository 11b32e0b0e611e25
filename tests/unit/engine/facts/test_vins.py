"""VINs whole, split, spoilt and beside part numbers."""

import pytest

from tests.unit.engine.facts.reading import read

MERCEDES = "WDB2110421A123456"


@pytest.mark.parametrize(
    ("text", "vin"),
    {
        MERCEDES: MERCEDES,
        MERCEDES.lower(): MERCEDES,
        "WDВ2110421А123456": MERCEDES,
        "вин WDB 211 042 1A 123456": MERCEDES,
        "VIN: WDB-2110421-A123456": MERCEDES,
        "вин код xta 21099 0y2766281": "XTA210990Y2766281",
        "ХТА210990Y2766281": "XTA210990Y2766281",
        "винкод WVWZZZ1KZ6W000001": "WVWZZZ1KZ6W000001",
        "JTNBE40K203123456 камри": "JTNBE40K203123456",
        "кузов NZE121-3001234 нужен бампер": "NZE121-3001234",
        "XTA211440 73626283 нужен генератор": "XTA21144073626283",
        "XTA 21144 073626283": "XTA21144073626283",
        "XTA 2114-4073626283 колодки": "XTA21144073626283",
        "Z94CB 41AAGR 323020": "Z94CB41AAGR323020",
        "кузов SXA110012345": "SXA110012345",
        "номер рамы GX1106012345": "GX1106012345",
        "шасси JCG11W0012345": "JCG11W0012345",
        "кузов AE110 5012345": "AE110-5012345",
        "SXA11 0012345 колодки": "SXA11-0012345",
    }.items(),
)
def test_a_vin_is_found_and_yields_no_part_number(text: str, vin: str) -> None:
    findings = read(text).findings

    assert findings.vins == (vin,)
    assert (findings.part_numbers, findings.bare_numbers) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "VIN WDB2110421A12345",
        "вин WDB2110421A1234567",
        "WDB211O421A123456",
        "Z4T5A000K0123456 вин",
        "Z4T5A000K0123456 это вин",
        "XTA21099Y2766281 стартер",
        "XTA210999Y02766281",
    ],
)
def test_a_spoilt_vin_is_reported_and_never_searched_as_a_part(text: str) -> None:
    extraction = read(text)

    assert extraction.values["vin_incomplete"] is True
    assert (extraction.findings.vins, extraction.findings.part_numbers) == ((), ())


@pytest.mark.parametrize("text", ["12345678901234567", "uncharacteristics", "нужен вин код"])
def test_seventeen_characters_without_letters_and_digits_are_no_vin(text: str) -> None:
    assert read(text).findings.vins == ()


@pytest.mark.parametrize(
    "text",
    [f"вин {MERCEDES}, номер A221421201207", f"A221421201207 {MERCEDES}"],
)
def test_a_part_number_beside_a_vin_outweighs_it(text: str) -> None:
    extraction = read(text)

    assert extraction.values["number_kind"] == "part"
    assert extraction.findings.vins == (MERCEDES,)


def test_a_vin_promised_for_later_is_no_vin_request() -> None:
    assert read("вин позже, нужен 06A906032N").values["vin_words"] is False


def test_a_vin_of_no_country_is_doubtful_but_kept() -> None:
    extraction = read("00A2110421A123456")

    assert extraction.findings.vins == ("00A2110421A123456",)
    assert extraction.values["vin_doubtful"] is True


def test_a_known_country_raises_no_doubt() -> None:
    assert read(MERCEDES).values["vin_doubtful"] is False


@pytest.mark.parametrize(
    "text",
    [
        "06A115561B 1K0615",  # as long as a VIN, of no maker
        "WDB2110421 ABCDEFG",  # ends in no serial number
        "WDB2110421  A123456",  # not side by side
        "WDB2110421\nA123456",
    ],
)
def test_codes_side_by_side_are_no_vin_unless_a_maker_numbers_cars_so(text: str) -> None:
    assert read(text).findings.vins == ()


@pytest.mark.parametrize(
    ("text", "part"),
    {
        "SXA110012345 колодки": "SXA110012345",
        "кузов 5N0853666 решетка": "5N0853666",
        "кузов W211 A2118800140": "A2118800140",
        "нужен SXA11 1714387": "1714387",
    }.items(),
)
def test_what_no_word_calls_a_frame_is_a_part(text: str, part: str) -> None:
    findings = read(text).findings

    assert (findings.part_numbers, findings.vins) == ((part,), ())


@pytest.mark.parametrize("text", ["A21688537379999", "5N0071680B041GRU", "ABC45678901234DE"])
def test_a_long_number_that_begins_and_ends_like_no_vin_is_a_part(text: str) -> None:
    extraction = read(text)

    assert extraction.values["vin_incomplete"] is False
    assert extraction.findings.part_numbers == (text,)


def test_a_frame_that_is_named_twice_is_no_part_the_second_time() -> None:
    findings = read("кузов SXA110012345: SXA110012345").findings

    assert (findings.vins, findings.part_numbers) == (("SXA110012345",), ())
