"""Figures and part numbers as shops write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.abcp.numbers import cleaned, decimal_of, same_number, whole_of

SUMS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2 040,74", "2040.74"),
        ("18\u00a0450,50", "18450.50"),
        ("18\u202f450.50", "18450.50"),
        ("578.87", "578.87"),
        (578.87, "578.87"),
        (0.1, "0.1"),
        (890, "890"),
        ("-10", "-10"),
        (" 5 ", "5"),
    ],
)
def test_a_figure_is_read_exactly(written: object, read: str) -> None:
    assert decimal_of(written) == Decimal(read)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "по запросу",
        "1.2.3",
        "1,2,3",
        "NaN",
        "Infinity",
        "1e5",
        "--1",
        True,
        None,
        [],
        {},
        float("nan"),
    ],
)
def test_what_is_no_figure_is_nothing(written: object) -> None:
    assert decimal_of(written) is None


@given(SUMS, st.sampled_from([" ", "\u00a0", "\u202f", ""]), st.sampled_from(",."))
def test_every_way_to_write_a_sum_reads_as_that_sum(
    amount: Decimal, separator: str, comma: str
) -> None:
    written = f"{amount:,.2f}".translate({ord(","): separator, ord("."): comma})

    assert decimal_of(written) == amount


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans()))
def test_nothing_a_shop_writes_breaks_the_reading(value: object) -> None:
    figure = decimal_of(value)

    assert figure is None or figure.is_finite()


@pytest.mark.parametrize(("written", "read"), [("-10", -10), (5, 5), ("38", 38), (2.0, 2)])
def test_a_count_is_whole(written: object, read: int) -> None:
    assert whole_of(written) == read


@pytest.mark.parametrize("written", ["2,5", 0.5, "", ">10", True])
def test_part_of_a_piece_is_no_count(written: object) -> None:
    assert whole_of(written) is None


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("W712/75", "W71275"),
        ("hu 816 x", "HU816X"),
        ("90915-yzzd2", "90915YZZD2"),
        (1089, "1089"),
        (None, ""),
    ],
)
def test_a_number_is_letters_and_digits(written: object, clean: str) -> None:
    assert cleaned(written) == clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A2710940204", "2710940204"),
        ("A221421201207", "221421201207"),
        ("06A115561B", "06A115561B"),
    ],
)
def test_mercedes_numbers_are_the_same_with_and_without_their_a(one: str, other: str) -> None:
    assert same_number(one, other)
    assert same_number(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("A271", "271"), ("AB271094020", "B271094020"), ("01089", "1089")]
)
def test_other_numbers_are_other_numbers(one: str, other: str) -> None:
    assert not same_number(one, other)
