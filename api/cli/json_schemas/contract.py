"""The form of contract.yaml, which itself defines the words of all other files."""

from api.cli.json_schemas.shapes import (
    TEXT,
    WHOLE,
    Schema,
    described,
    document,
    list_of,
    mapping,
    named,
)

_WORDS = {**list_of(TEXT), "uniqueItems": True}


def contract_schema() -> Schema:
    """Return the schema of the contract."""
    stage = mapping(
        {
            "status_id": described(TEXT, "The portal's code of the lead's status."),
            "next": described(_WORDS, "Where a sale may go from here; staying is allowed."),
        }
    )
    keys = {
        "version": WHOLE,
        "intents": _WORDS,
        "stages": named(stage),
        "stage_aliases": named(described(TEXT, "The stage that another word means.")),
        "actions": _WORDS,
        "effects": _WORDS,
        "ambiguity_reasons": _WORDS,
        "topics": _WORDS,
        "fallback": mapping({"action": TEXT, "reply": TEXT}),
    }
    return document("Contract", mapping(keys))
