"""The form of part_numbers.yaml."""

from api.cli.json_schemas.shapes import (
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
        {"written": described(_PATTERNS, "How people split the number.")},
    )
    brand = mapping(
        {"name": TEXT, "aliases": _ALIASES}, {"written": _PATTERNS, "examples": _EXAMPLES}
    )
    not_part = mapping({"name": TEXT, "pattern": _PATTERNS, "examples": _EXAMPLES}, {"why": TEXT})
    sections = {
        "makes": list_of(make),
        "brands": list_of(brand),
        "plausible": mapping({"shapes": _PATTERNS, "examples": _EXAMPLES}),
        "not_parts": list_of(not_part),
    }
    return document("Part numbers", mapping(sections))
