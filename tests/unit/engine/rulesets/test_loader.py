"""A version loads whole or not at all, and tells every mistake of every file."""

import shutil
from pathlib import Path

import pytest

from engine.errors import FilesInvalid
from engine.rulesets.loader import RulesetVersion, load_version
from engine.rulesets.manifest import seal
from tests.unit.engine.rule_builders import VOCABULARY

RELEASED = Path(__file__).parents[4] / "rules" / "2026.11.1"
LANGUAGE_FILES = ("lexicon.ru.yaml", "part_numbers.yaml", "replies.ru.yaml")
MANIFEST = """\
version: test.1
date: 2026-11-01
author: Anna
what_changed: A test.
min_engine: 0.1.0
files: {}
"""
RULES = {
    "gate.yaml": ("gate", "{all: [{author: system}]}", "{gate: silent, wait_reason: SYSTEM}"),
    "qualify.yaml": ("classify", "{all: [{number_kind: part}]}", "{intent: OEM_QUERY}"),
    "quote.yaml": ("act", "{all: [{intent: OEM_QUERY}]}", "{action: abcp_lookup}"),
    "hardening.yaml": ("harden", "{all: [{deal_bound: true}]}", "{veto: [reply, stage]}"),
}


def a_ruleset_file(name: str, *, phase: str, when: str, then: str) -> str:
    strategy = "all" if phase == "harden" else "first"
    return f"""\
ruleset: {name}
phase: {phase}
groups: {{{name}: {strategy}}}
rules:
  - id: {name}.only
    priority: 1
    group: {name}
    why: It is the only rule.
    when: {when}
    then: {then}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    version = tmp_path / "test.1"
    version.mkdir()
    for name in LANGUAGE_FILES:
        shutil.copy(RELEASED / name, version / name)
    for file, (phase, when, then) in RULES.items():
        text = a_ruleset_file(file.removesuffix(".yaml"), phase=phase, when=when, then=then)
        (version / file).write_text(text, encoding="utf-8")
    (version / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    seal(version)
    return version


def edit(folder: Path, name: str, old: str, new: str, *, sealed: bool = True) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if sealed:
        seal(folder)


def load(folder: Path) -> RulesetVersion:
    return load_version(folder, VOCABULARY)


def mistakes(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(FilesInvalid) as caught:
        load(folder)
    return {(Path(fault.file).name, fault.code) for fault in caught.value.faults}


def test_a_good_folder_loads_with_every_rule_in_its_phase(folder: Path) -> None:
    version = load(folder)

    loaded = {phase: [r.id for r in p.rules] for phase, p in version.rules.phases.items()}
    assert version.version == "test.1"
    assert loaded == {
        "gate": ["gate.only"],
        "classify": ["qualify.only"],
        "act": ["quote.only"],
        "harden": ["hardening.only"],
    }


def test_lexicon_phrases_are_facts_that_rules_may_read(folder: Path) -> None:
    edit(folder, "qualify.yaml", "number_kind: part", "lost_phrase: true")

    assert load(folder).rules.phases["classify"].rules[0].all[0].fact == "lost_phrase"


def test_a_mistake_names_file_line_and_column(folder: Path) -> None:
    edit(folder, "qualify.yaml", "number_kind", "number_knd")

    with pytest.raises(FilesInvalid) as caught:
        load(folder)

    fault = caught.value.faults[0]
    assert (fault.file, fault.line, fault.column) == (str(folder / "qualify.yaml"), 9, 19)
    assert (caught.value.code, "`number_kind`" in fault.message) == ("UNKNOWN_FACT", True)


def test_a_yes_that_no_reply_asks_for_is_a_mistake(folder: Path) -> None:
    edit(folder, "lexicon.ru.yaml", "facts:\n", "agreement: {asked: «да», signs: []}\nfacts:\n")

    assert mistakes(folder) == {("lexicon.ru.yaml", "YES_NEVER_ASKED")}

    edit(folder, "replies.ru.yaml", 'text: "', 'text: "Ответьте «да». ')
    assert load(folder).knowledge.lexicon.agreement.asked == "«да»"


def test_mistakes_of_all_files_are_told_together(folder: Path) -> None:
    edit(folder, "qualify.yaml", "number_kind", "number_knd")
    edit(folder, "quote.yaml", "abcp_lookup", "abcp_lookups", sealed=False)

    assert mistakes(folder) == {
        ("qualify.yaml", "UNKNOWN_FACT"),
        ("quote.yaml", "UNKNOWN_VALUE"),
        ("manifest.yaml", "MANIFEST_MISMATCH"),
    }


@pytest.mark.parametrize("name", ["manifest.yaml", "gate.yaml", "replies.ru.yaml"])
def test_a_required_file_must_be_there(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert "MISSING_FILE" in {code for _, code in mistakes(folder)}


def test_a_further_ruleset_file_joins_its_phase(folder: Path) -> None:
    text = a_ruleset_file("respond", phase="act", when="always", then="{action: reply}")
    text = text.replace("priority: 1", "priority: 2").replace("respond: first", "quote: first")
    text = text.replace("group: respond", "group: quote")
    (folder / "respond.yaml").write_text(text, encoding="utf-8")
    seal(folder)

    rules = load(folder).rules.phases["act"].rules

    assert [rule.id for rule in rules] == ["quote.only", "respond.only"]


def test_a_file_changed_after_sealing_is_refused(folder: Path) -> None:
    edit(folder, "gate.yaml", "It is the only rule.", "It is the one rule.", sealed=False)

    assert mistakes(folder) == {("manifest.yaml", "MANIFEST_MISMATCH")}


def test_broken_yaml_in_one_file_does_not_hide_mistakes_in_another(folder: Path) -> None:
    edit(folder, "gate.yaml", "rules:", "rules: [")
    edit(folder, "qualify.yaml", "OEM_QUERY", "OEM_QUERRY")

    assert mistakes(folder) == {("gate.yaml", "YAML_SYNTAX"), ("qualify.yaml", "UNKNOWN_INTENT")}


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "gate.yaml").write_bytes("почему".encode("cp1251"))
    seal(folder)

    assert ("gate.yaml", "NOT_UTF8") in mistakes(folder)


def test_a_ruleset_is_called_as_its_file(folder: Path) -> None:
    edit(folder, "gate.yaml", "ruleset: gate", "ruleset: gates")

    assert ("gate.yaml", "RULESET_NAME") in mistakes(folder)


def test_a_mistake_in_the_lexicon_is_not_blamed_on_the_rules(folder: Path) -> None:
    edit(folder, "lexicon.ru.yaml", "phrases:", "frases:")

    assert {name for name, _ in mistakes(folder)} == {"lexicon.ru.yaml"}


def test_a_folder_that_is_not_there_is_a_mistake_and_no_crash(tmp_path: Path) -> None:
    assert "FILE_UNREADABLE" in {code for _, code in mistakes(tmp_path / "none")}
