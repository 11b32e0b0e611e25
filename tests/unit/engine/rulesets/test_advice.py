"""Warnings: what nothing shows, nothing hears and nothing says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.facts.lexicon import HEARD_BY_EXTRACTION
from engine.facts.schema import PHASES
from engine.facts.situation import Situation
from engine.messages import Message
from engine.rulesets.advice import advise
from engine.rulesets.model import Condition, Example, Rule
from engine.rulesets.source import Faults, Place, YamlNode, read_yaml
from engine.session import Session
from tests.unit.engine.rule_builders import a_condition, a_rule, a_ruleset, compiled, holds

NOTHING_HEARD = "lexicon: ru\nfacts: {}\n"
SAYS_LOST = a_rule("test.lost", every=[holds("greeting")], intent="LOST")


def a_lexicon(text: str) -> YamlNode:
    node = read_yaml(text, file="lexicon.ru.yaml", faults=Faults())
    assert node is not None
    return node


def shown(rule: Rule, *, matches: bool = True) -> Rule:
    example = Example(Situation(Message("да"), Session()), {}, matches, Place("x", 1, 1))
    return replace(rule, examples=(example,))


def warnings(*rules: Rule, lexicon: str = NOTHING_HEARD, **later: Rule) -> list[tuple[str, int]]:
    others = [
        a_ruleset(rule, name=phase, phase=phase) for phase in PHASES if (rule := later.get(phase))
    ]
    found = advise(a_lexicon(lexicon), compiled(a_ruleset(*rules), *others))
    return [(warning.code, warning.line) for warning in found]


def test_a_rule_with_a_match_example_is_fine() -> None:
    assert warnings(shown(SAYS_LOST)) == []


@pytest.mark.parametrize("rule", [SAYS_LOST, shown(SAYS_LOST, matches=False)])
def test_a_rule_that_no_example_shows_firing_is_told_at_its_place(rule: Rule) -> None:
    assert warnings(replace(rule, place=Place("rules/test.yaml", 7, 1))) == [("EXAMPLE_MISSING", 7)]


def test_vetoes_and_gates_need_no_example() -> None:
    veto = a_rule("harden.a", every=[holds("greeting")], veto=("reply",))

    assert warnings(shown(SAYS_LOST), harden=veto) == []


LEXICON = """lexicon: ru
facts:
  greeting: {means: x, phrases: [a]}
  part_words: {means: x, phrases: [b]}
  spare: {means: x, phrases: [c]}
"""


def test_a_lexicon_fact_that_nobody_listens_to_is_told_at_its_place() -> None:
    assert warnings(shown(SAYS_LOST), lexicon=LEXICON) == [("LEXICON_FACT_UNUSED", 5)]


def test_a_ban_listens_too() -> None:
    rule = shown(a_rule("test.a", unless=[holds("asks_price")], intent="LOST"))
    lexicon = "facts:\n  asks_price: {means: x}\n"

    assert warnings(rule, lexicon=lexicon) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (a_condition("intent", "eq", "LOST"), []),
        (a_condition("intent", "eq", "none"), []),
        (a_condition("intent", "in", ("OEM_QUERY", "LOST")), []),
        (a_condition("intent", "ne", "LOST"), []),
        (a_condition("intent", "eq", "OEM_QUERY"), ["NEVER_SAID"]),
        (a_condition("intent", "in", ("OEM_QUERY", "SMALL_TALK")), ["NEVER_SAID"]),
        (a_condition("stage", "eq", "FINAL"), []),
    ],
)
def test_a_word_that_no_earlier_rule_says_cannot_be_waited_for(
    condition: Condition, expected: list[str]
) -> None:
    waiting = shown(a_rule("act.a", every=[condition], action="reply"))

    assert [code for code, _ in warnings(shown(SAYS_LOST), act=waiting)] == expected


def test_not_being_the_only_word_there_is_cannot_be_waited_for() -> None:
    waiting = shown(a_rule("act.a", some=[a_condition("gate", "ne", "open")], action="reply"))

    assert [code for code, _ in warnings(shown(SAYS_LOST), act=waiting)] == ["NEVER_SAID"]


def test_the_list_of_what_reading_listens_to_is_that_of_its_sources() -> None:
    newest = max(Path("rules").glob("*/lexicon.ru.yaml")).read_text(encoding="utf-8")
    names = set(a_lexicon(newest).entries(Faults())["facts"].entries(Faults()))
    # The lexicon's own names, and those that facts of the program have, are no listening.
    sources = set(Path("engine/facts").glob("*.py")) - {
        Path("engine/facts/lexicon.py"),
        Path("engine/facts/declared.py"),
    }
    written = "".join(path.read_text(encoding="utf-8") for path in sources)
    heard = names & set(re.findall(r'"([a-z][a-z0-9_]+)"', written))

    assert heard == HEARD_BY_EXTRACTION
