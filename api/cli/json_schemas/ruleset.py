"""The form of a ruleset file: its rules may name only facts and words that exist."""

from collections.abc import Callable

from api.cli.json_schemas.example import example_schema
from api.cli.json_schemas.shapes import (
    FLAG,
    TEXT,
    WHOLE,
    Schema,
    described,
    document,
    list_of,
    mapping,
    named,
    one_of,
    one_or_more,
)
from engine.decisions import Vocabulary
from engine.facts.declared import declared_facts
from engine.facts.lexicon import Lexicon
from engine.facts.schema import PHASES, FactSpec, Phase
from engine.rulesets.conditions import OPERATORS
from engine.rulesets.outputs import Language, OutputSpec, outputs_of
from engine.rulesets.parser import PRIORITY_LIMIT, STRATEGIES

_LEXICON_FACT = "A fact of the lexicon."


def ruleset_schema(vocabulary: Vocabulary) -> Schema:
    """Return the schema of rulesets of every phase."""
    language = Language(declared_facts(Lexicon(()), vocabulary), vocabulary)
    keys = {
        "ruleset": described(TEXT, "The name of the file."),
        "phase": one_of(PHASES),
        "groups": named(one_of(STRATEGIES)),
        "rules": list_of(_rule()),
    }
    by_phase = [_then_of(phase, language) for phase in PHASES]
    shared = {
        "conditions": list_of(_condition(language), at_least=1),
        "examples": list_of(example_schema(vocabulary, _facts(language, _value))),
    }
    form = {**mapping(keys, {"partition_by": TEXT}), "allOf": by_phase, "$defs": shared}
    return document("Ruleset", form)


def _condition(language: Language) -> Schema:
    return {**_facts(language, _comparison), "minProperties": 1, "maxProperties": 1}


def _rule() -> Schema:
    conditions, examples = {"$ref": "#/$defs/conditions"}, {"$ref": "#/$defs/examples"}
    when = mapping({}, {"all": conditions, "any": conditions})
    return mapping(
        {
            "id": {**TEXT, "pattern": "^[a-z0-9._-]+$"},
            "priority": {**WHOLE, "minimum": 0, "maximum": PRIORITY_LIMIT},
            "group": TEXT,
            "why": described(TEXT, "One sentence that the client would agree with."),
            "when": {"anyOf": [{"const": "always"}, {**when, "minProperties": 1}]},
            "then": {"type": "object", "minProperties": 1},
        },
        {
            "unless": conditions,
            "examples": mapping({}, {"match": examples, "no_match": examples}),
        },
    )


def _facts(language: Language, form: Callable[[FactSpec], Schema]) -> Schema:
    declared = {
        name: described(form(spec), spec.meaning) for name, spec in language.schema.specs.items()
    }
    phrase = FactSpec("", "bool", default=False, meaning=_LEXICON_FACT)
    return {
        "type": "object",
        "properties": declared,
        "additionalProperties": described(form(phrase), phrase.meaning),
    }


def _value(spec: FactSpec) -> Schema:
    return {"bool": FLAG, "int": WHOLE, "enum": one_of(spec.values)}[spec.type]


def _comparison(spec: FactSpec) -> Schema:
    value = _value(spec)
    compared = {
        operator: list_of(value, at_least=1) if operator == "in" else value
        for operator in OPERATORS[spec.type]
    }
    return {"anyOf": [value, {**mapping({}, compared), "minProperties": 1, "maxProperties": 1}]}


def _then_of(phase: Phase, language: Language) -> Schema:
    said = {key: _output(spec) for key, spec in outputs_of(phase, language).items()}
    rule = {"properties": {"then": mapping({}, said)}}
    return {
        "if": {"properties": {"phase": {"const": phase}}},
        "then": {"properties": {"rules": {"items": rule}}},
    }


def _output(spec: OutputSpec) -> Schema:
    forms: dict[str, Schema] = {
        "flag": FLAG,
        "fraction": {"type": "number", "minimum": 0, "maximum": 1},
        "reply": described(TEXT, "The id of a text in replies.ru.yaml."),
        "word": one_of(spec.words),
        "words": one_or_more(one_of(spec.words)),
    }
    return forms[spec.type]
