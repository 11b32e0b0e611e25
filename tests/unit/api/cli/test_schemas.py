"""The JSON Schemas are those of the program, accept what is shipped and refuse what it refuses."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from api.cli import main
from api.cli.exit_codes import ExitCode
from api.cli.json_schemas import json_schemas
from engine.contract import _KEYS as CONTRACT_KEYS
from engine.contract import load_contract
from engine.rulesets import example_file
from engine.rulesets.part_numbers_file import _MORE_SECTIONS, _SECTIONS
from engine.rulesets.rule_format import FILE_KEYS, RULE_KEYS
from engine.rulesets.source import Faults, YamlNode, read_yaml

RULES = Path("rules")
VOCABULARY = load_contract(RULES / "contract.yaml").vocabulary
SCHEMAS = json_schemas(VOCABULARY)
NAMED_FILES = {
    "contract.yaml": "contract",
    "lexicon.ru.yaml": "lexicon",
    "part_numbers.yaml": "part-numbers",
    "replies.ru.yaml": "replies",
}
SHIPPED = [path for path in sorted(RULES.rglob("*.yaml")) if path.name != "manifest.yaml"]


def schema_of(path: Path) -> Mapping[str, Any]:
    return SCHEMAS[f"{NAMED_FILES.get(path.name, 'ruleset')}.schema.json"]


def plain(node: YamlNode) -> Any:
    """The values as the program reads them: dates are text, `no` is a word."""
    if node.is_mapping:
        return {key: plain(value) for key, value in node.entries(Faults()).items()}
    if node.is_list:
        return [plain(item) for item in node.items(Faults())]
    return node.scalar


def mistakes(schema: Mapping[str, Any], text: str) -> list[str]:
    node = read_yaml(text, file="", faults=Faults())
    assert node is not None
    return [error.json_path for error in Draft202012Validator(schema).iter_errors(plain(node))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_of_the_project_are_what_the_program_says(name: str) -> None:
    written = orjson.loads(Path("schemas", name).read_bytes())

    assert written == orjson.loads(orjson.dumps(SCHEMAS[name]))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_shipped_is_accepted(path: Path) -> None:
    assert mistakes(schema_of(path), path.read_text(encoding="utf-8")) == []


RULESET = """ruleset: test
phase: act
groups: {main: first}
rules:
  - id: test.a
    priority: 1
    group: main
    why: Because.
    when: {all: [{author: client}, {part_numbers_count: {gte: 1}}, {some_phrase: true}]}
    unless: [{stage: {in: [NEW, LOST]}}]
    then: {stage: PRICING, take: [choice], need_operator: true}
    examples: {match: ["да", {text: "да", session: {stage: NEW}, facts: {intent: LOST}}]}
"""


def test_a_good_ruleset_is_accepted() -> None:
    assert mistakes(SCHEMAS["ruleset.schema.json"], RULESET) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("phase: act", "phase: acts"),
        ("phase: act", "phase: classify"),
        ("main: first", "main: last"),
        ("priority: 1", "priority: high"),
        ("priority: 1", "priority: 70000"),
        ("    why: Because.\n", ""),
        ("why:", "because:"),
        ("test.a", "Test.A"),
        ("author: client", "author: cleint"),
        ("author: client", "author: client, stage: NEW"),
        ("{gte: 1}", "{gte: one}"),
        ("{gte: 1}", "{gte: 1, lte: 2}"),
        ("{gte: 1}", "{over: 1}"),
        ("some_phrase: true", "some_phrase: 3"),
        ("in: [NEW, LOST]", "in: [NEW, LAST]"),
        ("in: [NEW, LOST]", "in: []"),
        ("stage: PRICING, ", "stage: PRICNG, "),
        ("need_operator: true", "veto: reply"),
        ("take: [choice]", "take: [choices]"),
        ("session: {stage: NEW}", "session: {stge: NEW}"),
        ("intent: LOST", "intent: WON"),
        ("match:", "matches:"),
    ],
)
def test_a_mistake_in_a_ruleset_is_refused(good: str, bad: str) -> None:
    assert good in RULESET

    assert mistakes(SCHEMAS["ruleset.schema.json"], RULESET.replace(good, bad, 1)) != []


@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        ("contract.yaml", "intents:", "intent:"),
        ("contract.yaml", "    status_id: NEW\n", ""),
        ("lexicon.ru.yaml", "    means:", "    mean:"),
        ("lexicon.ru.yaml", "  asks_price:", "  asks_prices:"),
        ("replies.ru.yaml", "{brand}", "{brend}"),
        ("replies.ru.yaml", "    again:", "    agian:"),
        ("part_numbers.yaml", "    shapes:", "    shape:"),
        ("part_numbers.yaml", "not_parts:", "no_parts:"),
    ],
)
def test_a_mistake_in_another_file_is_refused(file: str, good: str, bad: str) -> None:
    path = max(RULES.rglob(file))
    text = path.read_text(encoding="utf-8")
    assert good in text

    assert mistakes(schema_of(path), text.replace(good, bad, 1)) != []


def properties(schema: Mapping[str, Any], *path: str) -> set[str]:
    for key in path:
        schema = schema[key]
    return set(schema["properties"])


def test_the_keys_are_those_that_the_readers_know() -> None:
    ruleset = SCHEMAS["ruleset.schema.json"]
    situation = ruleset["$defs"]["examples"]["items"]["anyOf"][1]

    assert properties(ruleset) == set(FILE_KEYS)
    assert properties(ruleset, "properties", "rules", "items") == set(RULE_KEYS)
    assert properties(situation) == {*example_file._MESSAGE_KEYS, *example_file._AROUND_KEYS}
    assert properties(situation, "properties", "session") == set(example_file._SESSION_KEYS)
    assert properties(SCHEMAS["contract.schema.json"]) == set(CONTRACT_KEYS)
    assert properties(SCHEMAS["part-numbers.schema.json"]) == {*_SECTIONS, *_MORE_SECTIONS}


def test_braces_of_a_reply_are_variables_or_doubled() -> None:
    texts = SCHEMAS["replies.schema.json"]["properties"]["texts"]["additionalProperties"]
    pattern = re.compile(texts["properties"]["text"]["pattern"])

    accepted = ["Да", "Вот: {offers}\n\nи {{скобки}}", "{name}{phone}"]
    refused = ["{", "}", "{offer}", "{offers", "{}", "{offers!r}"]
    assert [text for text in accepted if not pattern.match(text)] == []
    assert [text for text in refused if pattern.match(text)] == []


def test_stale_files_are_named_and_written_only_when_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["schemas", "--write", "--to", str(tmp_path)])
    stale = tmp_path / "ruleset.schema.json"
    stale.write_text("{}", encoding="utf-8")
    capsys.readouterr()

    code = main(["schemas", "--to", str(tmp_path)])

    assert code == ExitCode.FAILED
    assert capsys.readouterr().out.startswith(f"{stale}: ")
    assert stale.read_text(encoding="utf-8") == "{}"
    assert main(["schemas", "--write", "--to", str(tmp_path)]) == ExitCode.OK
    assert main(["schemas", "--to", str(tmp_path)]) == ExitCode.OK
