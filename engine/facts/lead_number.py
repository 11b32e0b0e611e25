"""Read the part number that stands in a field of the lead, as people type it there."""

from engine.facts.knowledge import Knowledge
from engine.facts.normalise import LOOK_ALIKES, normalise
from engine.facts.number_context import NumberContext
from engine.facts.numbers import read_numbers
from engine.facts.said import read_said

_STAGE_OF_PARTS = "PRICING"


def read_lead_number(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the cleaned part numbers of the field, which holds nothing else.

    So a number of bare digits is a part number here, even one that looks like a phone.
    """
    said = read_said(normalise(text), knowledge)
    context = NumberContext(said)
    found = read_numbers(said, knowledge.part_numbers, context, stage=_STAGE_OF_PARTS)
    alone = one_spelling(text)
    whole = (alone,) if alone.isascii() and any(map(str.isdecimal, alone)) else ()
    return (*found.part_numbers, *found.bare) or whole


def one_spelling(text: str) -> str:
    """Return letters and digits alone, in capitals, so that spellings of a number are equal."""
    return "".join(filter(str.isalnum, normalise(text))).translate(LOOK_ALIKES).upper()
