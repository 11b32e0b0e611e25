"""Whatever an author puts in place of a key or a value, a version loads or its faults are told."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract import load_contract
from engine.errors import Fault, FilesInvalid
from engine.rulesets.loader import load_version
from engine.rulesets.manifest import MANIFEST, seal

RULES = Path(__file__).parents[4] / "rules"
SHIPPED = RULES / "2026.11.2"
VOCABULARY = load_contract(RULES / "contract.yaml").vocabulary
FILES = tuple(sorted(path.name for path in SHIPPED.glob("*.yaml") if path.name != MANIFEST))

AMISS = (
    *("x", "''", "null", "true", "0", "-1", "1.5", ".inf", ".nan", "1:30.5", "2026-11-26"),
    *("[]", "{}", "[null]", "[x, x]", "{a: {b: 1}}", "all", "'*'", "'а б'", "'-'", "9" * 5000),
    *("'('", "'a{1,99999999999}'", "'[^'", "'{'", "'{0}'", "'{a.b}'", "'{part'", "a" * 3000),
    *(r"'\u'", r'"\0"', r'"\uD800"', "'<<'", "'№'", "'../x'"),
)
"""What a part of a file is replaced with: of another type, without end, or no name of anything."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(SHIPPED, tmp_path_factory.mktemp("rules") / SHIPPED.name)


def places_in(node: yaml.Node) -> Iterator[tuple[int, int]]:
    """Yield where keys and values stand that may be replaced on their line."""
    inline = not isinstance(node, yaml.CollectionNode) or node.flow_style
    if inline and node.start_mark.line == node.end_mark.line:
        yield node.start_mark.index, node.end_mark.index
    for inner in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from places_in(part)


@cache
def replaceable(name: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    document = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert document is not None
    return text, tuple(places_in(document))


def faults_of(folder: Path, name: str, text: str) -> list[Fault]:
    """Return what is wrong with the shipped version when one file reads like this."""
    (folder / name).write_text(text, encoding="utf-8")
    try:
        seal(folder)
        load_version(folder, VOCABULARY)
    except FilesInvalid as invalid:
        return list(invalid.faults)
    finally:
        shutil.copyfile(SHIPPED / name, folder / name)
    return []


@settings(max_examples=30)
@given(st.sampled_from(FILES), st.sampled_from(AMISS), st.data())
def test_a_part_of_a_file_replaced_by_anything_ends_in_a_version_or_in_faults(
    folder: Path, name: str, amiss: str, data: st.DataObject
) -> None:
    text, places = replaceable(name)
    start, end = data.draw(st.sampled_from(places))

    for fault in faults_of(folder, name, text[:start] + amiss + text[end:]):
        assert fault.line >= 1
        assert fault.column >= 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("quote.yaml", "contact: {last_name:", "contact: {lastname:", "UNKNOWN_KEY"),
        ("part_numbers.yaml", "plausible:\n  shapes:", "plausible:\n  shape:", "MISSING_KEY"),
        ("part_numbers.yaml", "\\S{0,2048}", "\\S{0,99999999999}", "BAD_REGEX"),
        ("qualify.yaml", "confidence: 0.98", "confidence: .inf", "TYPE_MISMATCH"),
    ],
)
def test_these_once_ended_the_loading_without_saying_what_is_wrong(
    folder: Path, name: str, old: str, new: str, code: str
) -> None:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    assert old in text

    assert code in [fault.code for fault in faults_of(folder, name, text.replace(old, new, 1))]
