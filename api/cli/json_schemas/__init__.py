"""JSON Schemas of every file that people write, made from the program itself."""

from collections.abc import Mapping

from api.cli.json_schemas.contract import contract_schema
from api.cli.json_schemas.golden_case import golden_case_schema
from api.cli.json_schemas.lexicon import lexicon_schema
from api.cli.json_schemas.part_numbers import part_numbers_schema
from api.cli.json_schemas.replies import replies_schema
from api.cli.json_schemas.ruleset import ruleset_schema
from api.cli.json_schemas.shapes import Schema
from engine.decisions import Vocabulary


def json_schemas(vocabulary: Vocabulary) -> Mapping[str, Schema]:
    """Return each schema by the name of its file."""
    return {
        "contract.schema.json": contract_schema(),
        "golden-case.schema.json": golden_case_schema(vocabulary),
        "lexicon.schema.json": lexicon_schema(),
        "part-numbers.schema.json": part_numbers_schema(),
        "replies.schema.json": replies_schema(),
        "ruleset.schema.json": ruleset_schema(vocabulary),
    }
