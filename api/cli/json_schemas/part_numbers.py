"""The form of part_numbers.yaml."""

from api.cli.json_schemas.shapes import (
    FLAG,
    TEXT,
    Schema,
    described,
    document,
    list_of,
    mapping,
    one_or_more,
)

_PATTERN = described(TEXT, "A regular expression: bounded repeats, no capturing groups.")
_PATTERNS = one_or_more(_PATTERN)
_ALIASES = described(list_of(TEXT), "Phrases as in the lexicon.")
_EXAMPLES = described(list_of(TEXT), "Every pattern matches one of them, every one a pattern.")


def part_numbers_schema() -> Schema:
    """Return the schema of makes, brands and shapes of numbers."""
    make = mapping(
        {
            "name": TEXT,
            "aliases": _ALIASES,
            "shapes": _PATTERNS,
            "examples": _EXAMPLES,
        },
        {
            "written": described(_PATTERNS, "How people split the number."),
            "models": described(_ALIASES, "Cars whose names read as so many pieces: `x5`."),
        },
    )
    brand = mapping(
        {"name": TEXT, "aliases": _ALIASES}, {"written": _PATTERNS, "examples": _EXAMPLES}
    )
    series = mapping(
        {"name": TEXT, "shapes": _PATTERNS, "examples": _EXAMPLES},
        {"like_cars": described(FLAG, "Numbers only right beside the name of a part.")},
    )
    not_part = mapping({"name": TEXT, "pattern": _PATTERNS, "examples": _EXAMPLES}, {"why": TEXT})
    sections = {
        "makes": list_of(make),
        "brands": list_of(brand),
        "plausible": mapping({"shapes": _PATTERNS, "examples": _EXAMPLES}),
        "not_parts": list_of(not_part),
    }
    return document("Part numbers", mapping(sections, {"series": list_of(series)}))
