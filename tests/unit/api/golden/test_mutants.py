from datetime import date
from pathlib import Path

import pytest

from api.golden.mutants.coincidence import can_both_hold
from api.golden.mutants.hunt import Hunt, hunt_all, prepare
from api.golden.mutants.lexicon_mutants import fact_mutants, phrase_mutants
from api.golden.mutants.mutant import Judgement, Mutant
from api.golden.mutants.rule_mutants import order_mutants, rule_mutants
from api.golden.mutants.score import Score
from api.golden.mutants.survivors_file import read_survivors
from engine.errors import FilesInvalid
from integrations.clock import SystemClock
from tests.unit.api.golden.golden_files import GREETING, cases_of, subject

RELEASE = subject().policy.release
RULES = RELEASE.rules
ALL = {
    mutant.name: mutant
    for mutant in (
        *rule_mutants(RULES),
        *order_mutants(RULES),
        *fact_mutants(RELEASE.knowledge.lexicon),
        *phrase_mutants(RELEASE.knowledge.lexicon),
    )
}
CASES = f"""
version: 1
title: t
cases:
  - {{id: a.greeting, {GREETING}}}
  - {{id: a.refused, say: уже не актуально, expect: {{intent: LOST, stage: LOST}}}}
  - {{id: a.veto, say: да, rules_say: {{action: abcp_lookup}}, expect: {{vetoes: [lookup]}}}}
  - {{id: a.wrong, say: здравствуйте, expect: {{intent: LOST}}}}
"""


@pytest.fixture
def hunt(tmp_path: Path) -> Hunt:
    today = date(2026, 11, 25)
    return prepare(cases_of(tmp_path, CASES), subject(), SystemClock(), today=today)


@pytest.mark.parametrize(
    ("name", "killed_by"),
    [
        ("remove qualify.greeting", "a.greeting"),
        ("remove qualify.thanks", None),
        ("remove hardening.lookup_needs_a_number", "a.veto"),
        ("never greeting", "a.greeting"),
        ("never thanks", None),
        ("forget greeting: здравствуйте", "a.greeting"),
    ],
)
def test_a_mutant_is_killed_by_a_case_that_fails_on_it(
    hunt: Hunt, name: str, killed_by: str | None
) -> None:
    assert hunt.judge(ALL[name]).killed_by == killed_by


def test_a_case_that_never_held_kills_nothing(hunt: Hunt) -> None:
    assert [case.id for case in hunt.cases] == ["a.greeting", "a.refused", "a.veto"]


def test_mutants_are_judged_the_same_on_several_cores(hunt: Hunt) -> None:
    some = [mutant for mutant in ALL.values() if mutant.kind in {"rule", "veto", "order"}]

    found = hunt_all(hunt, some)

    alone = [hunt.judge(mutant).killed_by for mutant in some]
    assert [judgement.killed_by for judgement in found] == alone


def test_every_rule_fact_and_phrase_has_its_mutant() -> None:
    rules = {rule.id for phase in RULES.phases.values() for rule in phase.rules}
    facts = RELEASE.knowledge.lexicon.facts

    assert {f"remove {rule}" for rule in rules} <= ALL.keys()
    assert {f"never {fact.name}" for fact in facts} <= ALL.keys()
    assert sum(mutant.kind == "phrase" for mutant in ALL.values()) == sum(
        len(set(fact.phrases)) for fact in facts
    )


def in_order(mutant: Mutant) -> list[str]:
    return [rule.id for rule in mutant.broken(RELEASE).rules.phases["classify"].rules]


def test_swapped_priorities_let_the_next_rival_win() -> None:
    before = [rule.id for rule in RULES.phases["classify"].rules]
    swapped = [mutant for mutant in ALL.values() if mutant.kind == "order"]

    assert swapped
    for mutant in swapped:
        _, rival, _, rule = mutant.name.split()
        after = in_order(mutant)
        assert sorted(after) == sorted(before)
        assert before.index(rule) < before.index(rival)
        assert after.index(rule) == after.index(rival) + 1


def test_rules_that_deny_each_other_are_not_swapped() -> None:
    rules = {rule.id: rule for phase in RULES.phases.values() for rule in phase.rules}
    greeting, thanks = rules["respond.greeting"], rules["respond.thanks"]

    assert not can_both_hold(greeting, thanks, RULES.schema)
    assert can_both_hold(greeting, greeting, RULES.schema)


def judgements(*killers: str | None) -> list[Judgement]:
    return [Judgement("rule", f"remove {n}", killer) for n, killer in enumerate(killers)]


@pytest.mark.parametrize(
    ("killers", "met"),
    [
        (["a"] * 20, True),
        (["a"] * 19 + [None], True),
        (["a"] * 18 + [None] * 2, False),
        ([], False),
    ],
)
def test_95_of_100_mutants_must_be_killed(killers: list[str | None], met: bool) -> None:  # noqa: FBT001 - a table
    assert Score(judgements(*killers), {}).is_met is met


def test_survivors_are_told_with_their_reasons_and_reasons_of_the_dead_are_outdated() -> None:
    score = Score(judgements("a", None, None), {"remove 0": "x", "remove 1": "y", "other": "z"})

    assert [found.name for found in score.unexplained] == ["remove 2"]
    assert score.outdated == ("remove 0",)
    assert any("remove 1" in line and "y" in line for line in score.lines())


def test_reasons_are_read_from_their_file(tmp_path: Path) -> None:
    assert read_survivors(tmp_path) == {}

    file = tmp_path / "survivors.yaml"
    file.write_text("version: 1\nsurvivors: {remove a.b: no message reaches it}\n")
    assert read_survivors(tmp_path) == {"remove a.b": "no message reaches it"}

    file.write_text("version: 1\nsurvivors: {remove a.b: }\n")
    with pytest.raises(FilesInvalid):
        read_survivors(tmp_path)
