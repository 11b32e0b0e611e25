"""Figures and part numbers as shops write them."""

import re
from decimal import Decimal

# Thousands are set apart by plain, no-break or narrow spaces.
_SPACES = re.compile(r"\s+")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,10})?")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")
_MERCEDES = re.compile(r"A(?=[0-9]{10}(?:[0-9]{2}|[0-9]{4})?\Z)")


def decimal_of(value: object) -> Decimal | None:
    """Read `578.87`, `"578.87"` or `"2 040,74"`; None for anything that is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = _SPACES.sub("", str(value))
    if not _DECIMAL.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def whole_of(value: object) -> int | None:
    """Read a whole number written as a number or as text."""
    number = decimal_of(value)
    return int(number) if number is not None and number == number.to_integral_value() else None


def cleaned(number: object) -> str:
    """Return letters and digits only; ABCP's own numberFix sometimes keeps a slash."""
    return _NOT_ALPHANUMERIC.sub("", str(number).upper()) if isinstance(number, str | int) else ""


def same_number(one: str, other: str) -> bool:
    """Compare cleaned numbers; Mercedes numbers are written with and without their A."""
    return without_mark(one) == without_mark(other)


def without_mark(number: str) -> str:
    """Return a cleaned number as it is when nobody writes the A of Mercedes."""
    return _MERCEDES.sub("", number)
