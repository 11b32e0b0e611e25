"""The page for rule authors says what the program does: its tables and samples are held to it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from engine.contract import load_contract
from engine.decisions import Vocabulary
from engine.facts.declared import declared_facts
from engine.facts.lexicon import USED_BY_EXTRACTION, Lexicon
from engine.facts.phrase_syntax import GAP_WORDS
from engine.facts.phrases import PhraseIndex
from engine.facts.schema import PHASES, FactSpec
from engine.facts.words import split_words
from engine.rulesets import example_file, limits, parser
from engine.rulesets.disjuncts import MAX_ALTERNATIVES
from engine.rulesets.lexicon_file import read_lexicon
from engine.rulesets.loader import REQUIRED
from engine.rulesets.manifest import read_manifest
from engine.rulesets.offer_differences import PRICE_VARIABLES, TERM_VARIABLES
from engine.rulesets.offer_words import (
    GROUP_VARIABLES,
    OFFER_VARIABLES,
    POSITION_VARIABLES,
    SIMILAR_VARIABLES,
    STOCK_VARIABLES,
)
from engine.rulesets.offer_words_file import REMARKS
from engine.rulesets.outputs import Language, OutputSpec, outputs_of
from engine.rulesets.parser import read_ruleset
from engine.rulesets.part_numbers_file import read_part_numbers
from engine.rulesets.replies import BUTTON_VARIABLES, VARIABLES
from engine.rulesets.replies_file import read_replies
from engine.rulesets.source import Faults, YamlNode, read_yaml
from engine.rulesets.template_file import TEXT_LIMIT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
VOCABULARY: Vocabulary = load_contract(ROOT / "rules" / "contract.yaml").vocabulary
SCHEMA = declared_facts(Lexicon(()), VOCABULARY)
LANGUAGE = Language(SCHEMA, VOCABULARY, frozenset())
FAULT_SOURCES = [*(ROOT / "engine").rglob("*.py"), *(ROOT / "integrations/ruleset_trial").iterdir()]
FAULT_MADE = re.compile(r"(?:faults|warnings)\.add\(|\bFault\(")
CODE = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"')


def table(title: str) -> list[str]:
    """The rows under a heading, without the head of the table."""
    section = PAGE.split(f"# {title}\n")[1].split("\n#")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def cells(title: str) -> list[tuple[str, ...]]:
    rows = [row.strip("|").split(" | ") for row in table(title)]
    return [tuple(cell.strip().replace("\\|", "|") for cell in row) for row in rows]


def words(values: Iterable[str]) -> str:
    """The values, a whole list of the contract by its name."""
    lists = {
        frozenset(VOCABULARY.intents): "*intents*",
        frozenset(VOCABULARY.stages): "*stages*",
        frozenset(VOCABULARY.actions) - {"none"}: "*actions*",
        frozenset(VOCABULARY.topics): "*topics*",
        frozenset(VOCABULARY.ambiguity_reasons): "*ambiguity_reasons*",
    }
    values = tuple(values)
    named = lists.get(frozenset(values) - {"none"})
    if named is None:
        return " ".join(f"`{value}`" for value in values)
    return f"`none` {named}" if "none" in values else named


def fact_row(spec: FactSpec) -> str:
    default = str(spec.default).lower() if spec.type == "bool" else spec.default
    by = "reading" if spec.set_by == "facts" else spec.set_by
    values = words(spec.values) or {"bool": "`true` `false`", "int": "0, 1, 2, ..."}[spec.type]
    return f"| `{spec.name}` | {spec.type} | {values} | `{default}` | {by} | {spec.meaning} |"


def output_row(phase: str, key: str, spec: OutputSpec) -> str:
    forms = {"flag": "`true` `false`", "fraction": "0 to 1", "reply": "id of a reply"}
    fact = f"`{spec.fact}`" if spec.fact else "-"
    return f"| `{phase}` | `{key}` | {forms.get(spec.type) or words(spec.words)} | {fact} | "


def fault_codes() -> Iterator[str]:
    for path in FAULT_SOURCES:
        text = path.read_text(encoding="utf-8") if path.suffix == ".py" else ""
        if FAULT_MADE.search(text) and path.name != "errors.py":
            yield from CODE.findall(text)


def sample(first_key: str, *, file: str = "docs/rules.md") -> tuple[YamlNode, Faults]:
    """The one YAML sample of the page that begins with a key."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    (found,) = [block for block in blocks if re.search(rf"^{first_key}:", block, re.MULTILINE)]
    faults = Faults()
    node = read_yaml(found, file=file, faults=faults)
    assert node is not None, faults.found
    return node, faults


def test_every_fact_has_the_row_the_program_declares() -> None:
    assert table("Facts") == [fact_row(spec) for spec in SCHEMA.specs.values()]


def test_every_key_of_then_has_the_row_the_program_declares() -> None:
    expected = [
        output_row(phase, key, spec)
        for phase in PHASES
        for key, spec in outputs_of(phase, LANGUAGE).items()
    ]

    rows = table("What a rule may say")
    assert len(rows) == len(expected)
    assert [row for row, start in zip(rows, expected, strict=True) if row.startswith(start)] == rows


def test_every_variable_of_replies_is_listed_where_it_may_stand() -> None:
    places = {
        "a text": VARIABLES,
        "`lines.offer`": OFFER_VARIABLES,
        "`buttons.offer`": BUTTON_VARIABLES,
        "`lines.position`": POSITION_VARIABLES,
        "`lines.more`": {"count"},
        "`lines.similar`": SIMILAR_VARIABLES,
        "`lines.in_stock`": STOCK_VARIABLES,
        "`lines.price_differs`": PRICE_VARIABLES,
        "`lines.term_differs`": TERM_VARIABLES,
        "other `lines`": GROUP_VARIABLES,
        "`delivery.within`": {"days"},
        **{f"`remarks.{name}`": known for name, known in REMARKS.items() if known},
    }
    expected = {(f"`{{{name}}}`", place) for place, names in places.items() for name in names}

    listed = [row[:2] for row in cells("Variables")]

    assert sorted(listed) == sorted(expected)


def test_every_fault_code_of_the_program_has_an_entry_and_no_other_has() -> None:
    listed = [code.strip("` ") for row in cells("Faults") for code in row[0].split(",")]

    assert {"TIE_IN_GROUP", "ENGINE_HUNG", "EXAMPLE_FAILED", "BAD_DATE"} <= set(listed)
    assert sorted(listed) == sorted(set(fault_codes()))


def test_the_limits_are_those_of_the_program() -> None:
    assert [row[1] for row in cells("Limits")] == [
        str(bound)
        for bound in (
            limits.MAX_RULES,
            limits.MAX_CONDITIONS_PER_RULE,
            MAX_ALTERNATIVES,
            limits.MAX_SAME_PATH,
            limits.MAX_SIBLINGS,
            limits.MAX_STACK,
            limits.MAX_FACTS,
            parser.PRIORITY_LIMIT,
            TEXT_LIMIT,
        )
    ]


@pytest.mark.parametrize(
    "name",
    [
        *REQUIRED,
        *USED_BY_EXTRACTION,
        *example_file._MESSAGE_KEYS,
        *example_file._AROUND_KEYS,
        *example_file._SESSION_KEYS,
    ],
)
def test_every_name_an_author_has_to_know_is_on_the_page(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_page_asks_for_the_facts_that_reading_needs_and_no_other() -> None:
    listed = PAGE.split("so a lexicon must have them")[1].split(".\n")[0]

    assert re.findall(r"`(\w+)`", listed) == list(USED_BY_EXTRACTION)


@pytest.mark.parametrize("row", cells("Phrases"), ids=lambda row: row[0])
def test_a_phrase_of_the_page_finds_what_it_says(row: tuple[str, ...]) -> None:
    phrase, found, not_found = (cell.strip("`") for cell in row[:3])
    index = PhraseIndex([("phrase", phrase)])

    assert [text for text in found.split("; ") if not index.find(split_words(text))] == []
    assert [text for text in not_found.split("; ") if index.find(split_words(text))] == []


def test_the_gap_is_as_wide_as_the_page_says() -> None:
    assert GAP_WORDS == 2
    assert "up to two words" in PAGE


def test_the_sample_ruleset_is_good_with_the_sample_lexicon_and_replies() -> None:
    lexicon, _ = sample("lexicon")
    replies, faults = sample("replies")
    schema = declared_facts(read_lexicon(lexicon, Faults()), VOCABULARY)
    language = Language(schema, VOCABULARY, frozenset(read_replies(replies, faults).by_id))

    read = read_ruleset(sample("ruleset")[0], language, faults)

    assert faults.found == []
    assert read is not None
    assert len(read.rules) == 1


def test_the_other_samples_are_good() -> None:
    manifest, faults = sample("version", file="rules/2026.11.2/manifest.yaml")
    lexicon, lacking = sample("lexicon")

    read_manifest(manifest, faults)
    read_part_numbers(sample("makes")[0], faults)
    read_lexicon(lexicon, lacking)

    assert faults.found == []
    assert {fault.code for fault in lacking.found} <= {"LEXICON_FACT_MISSING"}
