"""The few forms that rule files are made of, in the words of JSON Schema."""

from collections.abc import Iterable, Mapping
from typing import Any

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}


def described(schema: Schema, description: str) -> Schema:
    """Add the words that an editor shows beside a value."""
    return {**schema, "description": description}


def one_of(words: Iterable[str]) -> Schema:
    """Return a choice among words."""
    return {"type": "string", "enum": list(words)}


def list_of(schema: Schema, *, at_least: int = 0) -> Schema:
    """Return a list whose items are all of one form."""
    listed: dict[str, Any] = {"type": "array", "items": schema}
    return {**listed, "minItems": at_least} if at_least else listed


def mapping(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return a mapping with known keys only."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def named(schema: Schema) -> Schema:
    """Return a mapping whose keys are names that the author chooses."""
    return {"type": "object", "additionalProperties": schema}


def document(title: str, schema: Schema) -> Schema:
    """Return a schema that stands in a file of its own."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def one_or_more(schema: Schema) -> Schema:
    """Return a form that stands alone or in a list."""
    return {"anyOf": [schema, list_of(schema)]}
