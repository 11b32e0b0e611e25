"""Numbers of the shop that a number nobody knows may be a slip of (`search/tips`)."""

from collections.abc import Iterable
from itertools import islice

from rapidfuzz.distance import OSA

from engine.ports.parts import SimilarNumber
from integrations.abcp.answers import Row
from integrations.abcp.numbers import same_number
from integrations.abcp.offers import plain_text, row_number

SIMILAR_KEPT = 3
_SHORTEST = 5
"""Characters: the beginning of a shorter number belongs to everything."""
_END_IN_DOUBT = 3
_LONG_NUMBER = 8
_DESCRIPTION_LIMIT = 80
# Letters and digits that are mistaken for each other cost nothing.
_ALIKE = str.maketrans("OIBSZ", "01852")


def known_part_of(number: str) -> str | None:
    """Return the beginning to ask the shop for, None for a number too short to say anything."""
    return (
        number[: max(_SHORTEST, len(number) - _END_IN_DOUBT)] if len(number) >= _SHORTEST else None
    )


def similar_to(number: str, rows: Iterable[Row]) -> tuple[SimilarNumber, ...]:
    """Return the rows at most a slip or a forgotten ending away, the nearest first."""
    found = {
        (plain_text(row.get("brand")), row_number(row)): (_distance(number, row_number(row)), row)
        for row in rows
        if row_number(row) and not same_number(row_number(row), number)
    }
    near = sorted(
        ((distance, key, row) for key, (distance, row) in found.items() if distance is not None),
        key=lambda item: (item[0], item[1]),
    )
    return tuple(
        SimilarNumber(brand, other, plain_text(row.get("description"))[:_DESCRIPTION_LIMIT])
        for _, (brand, other), row in islice(near, SIMILAR_KEPT)
    )


def _distance(number: str, other: str) -> int | None:
    one, two = number.translate(_ALIKE), other.translate(_ALIKE)
    slips = OSA.distance(one, two)
    if slips <= (2 if len(number) >= _LONG_NUMBER else 1):
        return slips
    return _LONG_NUMBER if two.startswith(one) else None
