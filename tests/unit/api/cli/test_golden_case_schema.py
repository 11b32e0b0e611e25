"""The schema of golden cases accepts what the reader accepts, and knows no key it does not."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.cli.json_schemas.golden_case import golden_case_schema
from api.golden import case_file, given_file
from api.golden.case_file import read_cases
from api.golden.expectation_file import ExpectationReader
from api.golden.turn_file import TURN_KEYS
from engine.contract import load_contract
from engine.errors import FilesInvalid
from engine.rulesets.source import Faults, YamlNode, read_yaml

VOCABULARY = load_contract(Path("rules/contract.yaml")).vocabulary
SCHEMA = golden_case_schema(VOCABULARY)
VALIDATOR = Draft202012Validator(SCHEMA)
SHIPPED = sorted(Path("golden").glob("*/*.yaml"))


def plain(node: YamlNode) -> Any:
    if node.is_mapping:
        return {key: plain(value) for key, value in node.entries(Faults()).items()}
    if node.is_list:
        return [plain(item) for item in node.items(Faults())]
    return node.scalar


def accepted_by_schema(text: str) -> bool:
    node = read_yaml(text, file="", faults=Faults())
    return node is not None and VALIDATOR.is_valid(plain(node))


def accepted_by_reader(folder: Path, text: str) -> bool:
    file = folder / "some" / "cases.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    try:
        return bool(read_cases(folder, VOCABULARY))
    except FilesInvalid:
        return False


def a_file(case: str, head: str = "version: 1") -> str:
    return f"{head}\ncases:\n  - {{id: a.b, title: t, {case}}}\n"


def test_every_shipped_file_is_accepted() -> None:
    refused = [path for path in SHIPPED if not accepted_by_schema(path.read_text(encoding="utf-8"))]

    assert len(SHIPPED) > 5
    assert refused == []


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("case", {"id", *case_file._CASE_KEYS}),
        ("turn", {"shop", *TURN_KEYS}),
        ("given", set(given_file._KEYS)),
        ("expect", set(ExpectationReader(VOCABULARY)._readers)),
    ],
)
def test_the_keys_are_those_of_the_reader(form: str, keys: set[str]) -> None:
    assert set(SCHEMA["$defs"][form]["properties"]) == keys


@pytest.mark.parametrize(
    "case",
    [
        'say: "да", expect: {intent: "!LOST", topic: , quantity: 2}',
        'say: "", attachments: [image], expect: {pending: number_type}',
        'happening: order_placed, order_number: "1", expect: {vetoes: [reply]}',
        (
            'turns: [{say: "да", shop: {"*": nothing}, expect: {chosen: [1]}}, '
            "{redeliver: true, after: 2h, expect: {effects: [chat_reply]}}]"
        ),
        (
            "given: {offers: [{oem: 06A115561B, brand: VAG}], pending: {kind: brand, number: A1, "
            'options: [Febi]}, history: [привет, {role: bot, text: "да?"}]}, say: "1", '
            "expect: {contact: {phone: }, quantities: {1: 2}}"
        ),
        'shop: {"01089": {brands: [Febi], prices: [1]}}, say: "да", expect: {need_operator: true}',
    ],
)
def test_reader_and_schema_both_accept(tmp_path: Path, case: str) -> None:
    assert accepted_by_reader(tmp_path, a_file(case))
    assert accepted_by_schema(a_file(case))


@pytest.mark.parametrize(
    "case",
    [
        'say: "да"',
        'say: "да", expect: {}',
        'say: "да", expect: {intnt: LOST}',
        'say: "да", expect: {intent: LOSST}',
        'say: "да", happening: order_placed, expect: {intent: LOST}',
        'say: "да", after: soon, expect: {intent: LOST}',
        'say: "да", turns: [{say: "да", expect: {intent: LOST}}], expect: {intent: LOST}',
        "turns: []",
        "expect: {intent: LOST}",
        'given: {stage: OLD}, say: "да", expect: {intent: LOST}',
        'shop: {A1: everything}, say: "да", expect: {intent: LOST}',
        'say: "да", expect: {chosen: [first]}',
    ],
)
def test_reader_and_schema_both_refuse(tmp_path: Path, case: str) -> None:
    assert not accepted_by_reader(tmp_path, a_file(case))
    assert not accepted_by_schema(a_file(case))
