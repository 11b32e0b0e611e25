from dataclasses import replace
from pathlib import Path

import pytest

from api.golden.accepted import Changes, accept, changes_since, read_accepted
from api.golden.coverage import Coverage, coverage_of
from api.golden.gates import GateResult, judge
from api.golden.judged_run import judged
from api.golden.suite_file import Gates, MinCases, read_gates
from api.golden.suite_run import SuiteRun, run_suite
from engine.errors import FilesInvalid, InvalidInput
from integrations.clock import SystemClock
from tests.unit.api.golden.golden_files import CONTRACT, GREETING, SOON, cases_of, played, subject

TWO_CASES = (
    "version: 1\ntitle: t\ncases:\n"
    f"  - {{id: a.greeting, {GREETING}}}\n"
    "  - {id: a.number, shop: {'*': nothing}, turns: ["
    "{say: нужен 06A115561B, expect: {intent: OEM_QUERY, stage: HARD_PICK}}, "
    "{say: ну что, expect: {silent: HARD_PICK}}]}\n"
)
COVERED = Coverage(rules=1, conditions=1, unfired=(), unseen=())
UNCOVERED = Coverage(rules=2, conditions=1, unfired=("a.b",), unseen=())


@pytest.fixture
def run(tmp_path: Path) -> SuiteRun:
    return played(*cases_of(tmp_path, TWO_CASES))


def unmet(gates: tuple[GateResult, ...]) -> list[str]:
    return [gate.name for gate in gates if not gate.met]


@pytest.mark.parametrize(
    ("gates", "name"),
    [
        (Gates(MinCases(total=3)), "min_cases.total"),
        (Gates(MinCases(multi_turn=2)), "min_cases.multi_turn"),
        (Gates(MinCases(per_intent=1)), "min_cases.per_intent"),
        (Gates(MinCases(per_stage=1)), "min_cases.per_stage"),
        (Gates(MinCases(per_topic=1)), "min_cases.per_topic"),
        (Gates(accuracy={"LOST": 0.5}), "accuracy.LOST"),
        (Gates(p95_decision_ms=0.0001), "p95_decision_ms"),
    ],
)
def test_each_gate_bites(run: SuiteRun, gates: Gates, name: str) -> None:
    assert unmet(judge(run, gates, COVERED, Changes())) == [name]


@pytest.mark.parametrize(
    ("gates", "name"),
    [
        (Gates(rule_coverage=0.51), "rule_coverage"),
        (Gates(condition_coverage=1.0), "condition_coverage"),
    ],
)
def test_each_gate_of_coverage_bites(run: SuiteRun, gates: Gates, name: str) -> None:
    found = coverage_of(subject().policy.release.rules, ())

    assert unmet(judge(run, gates, found, Changes())) == [name]


def test_gates_that_are_met_say_nothing(run: SuiteRun) -> None:
    gates = Gates(
        MinCases(total=2, multi_turn=1),
        accuracy={"OEM_QUERY": 1.0},
        rule_coverage=0.5,
        p95_decision_ms=1000,
    )

    assert unmet(judge(run, gates, UNCOVERED, Changes())) == []


def test_no_cases_no_gates_and_nothing_accepted_are_each_a_failure(run: SuiteRun) -> None:
    nothing = replace(run, cases=(), outcomes=())

    assert unmet(judge(nothing, Gates(), COVERED, Changes())) == ["cases"]
    assert unmet(judge(run, None, COVERED, Changes())) == ["gates"]
    assert unmet(judge(run, Gates(), COVERED, Changes(known=False))) == ["accepted"]


def test_a_part_of_the_suite_is_not_judged_by_gates(run: SuiteRun) -> None:
    assert judge(replace(run, pattern="a.*"), None, COVERED, Changes()) == ()


def test_a_skipped_case_does_not_count(tmp_path: Path) -> None:
    skipped = TWO_CASES.replace(
        "a.greeting,", f"a.greeting, skip: {{reason: later, until: '{SOON}'}},"
    )
    run = played(*cases_of(tmp_path, skipped))

    assert unmet(judge(run, Gates(MinCases(total=2)), COVERED, Changes())) == ["min_cases.total"]


def test_extended_cases_are_no_part_of_the_smoke_suite(tmp_path: Path) -> None:
    cases = cases_of(tmp_path, TWO_CASES.replace("title: t", "title: t\nsuite: extended"))

    assert run_suite(cases, subject(), SystemClock(), suite="smoke").cases == []


def test_removed_added_and_changed_cases_are_told_apart(tmp_path: Path) -> None:
    accept(tmp_path, cases_of(tmp_path, TWO_CASES))
    other = TWO_CASES.replace("a.greeting", "a.hello").replace("ну что", "ну")

    changes = changes_since(read_accepted(tmp_path), cases_of(tmp_path, other))

    assert changes == Changes(added=("a.hello",), removed=("a.greeting",), changed=("a.number",))


def test_removing_a_case_is_a_gate_not_met(tmp_path: Path) -> None:
    folder = tmp_path / "golden"
    (first, second) = cases_of(tmp_path, TWO_CASES)
    accept(folder, (first, second))
    (folder / "suite.yaml").write_text(
        "{version: 1, min_cases: {total: 1, multi_turn: 0, per_intent: 0, per_stage: 0, "
        "per_topic: 0}, accuracy: {}, rule_coverage: 0, condition_coverage: 0}"
    )

    whole = judged(played(first, second), folder, (first, second))
    less = judged(played(second), folder, (second,))

    assert (whole.verdict.word, less.verdict.word) == ("OK", "GATE_NOT_MET")
    assert [gate.name for gate in less.verdict.unmet] == ["accepted"]


def test_changing_an_accepted_case_is_a_gate_not_met_that_names_it(run: SuiteRun) -> None:
    (gate,) = (g for g in judge(run, Gates(), COVERED, Changes(changed=("a.b",))) if not g.met)

    assert (gate.name, gate.actual) == ("accepted", "1 changed")
    assert gate.detail == "changed: a.b; when that is meant, run `cortex golden accept`"


def test_removed_and_changed_cases_are_told_with_the_command_that_takes_both(
    run: SuiteRun,
) -> None:
    changes = Changes(removed=("a.gone",), changed=("a.b",))

    (gate,) = (g for g in judge(run, Gates(), COVERED, changes) if not g.met)

    assert gate.actual == "1 removed, 1 changed"
    assert "removed: a.gone; changed: a.b; " in gate.detail
    assert "`cortex golden accept --removed`" in gate.detail


def test_an_added_case_meets_the_gate_of_accepted_ones(run: SuiteRun) -> None:
    assert unmet(judge(run, Gates(), COVERED, Changes(added=("a.new",)))) == []


def test_an_accepted_list_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "accepted.json").write_text("{")

    with pytest.raises(InvalidInput) as refused:
        read_accepted(tmp_path)
    assert refused.value.code == "ACCEPTED_UNREADABLE"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("total: 1", "totl: 1"), "UNKNOWN_KEY"),
        (("total: 1", "total: many"), "TYPE_MISMATCH"),
        (("LOST: 1.0", "LOSST: 1.0"), "UNKNOWN_INTENT"),
        (("LOST: 1.0", "LOST: 100"), "VALUE_OUT_OF_RANGE"),
        (("version: 1", "version: 2"), "GOLDEN_VERSION"),
    ],
)
def test_a_misspelt_gate_is_refused(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    text = (
        "version: 1\nmin_cases: {total: 1, multi_turn: 0, per_intent: 0, per_stage: 0, "
        "per_topic: 0}\naccuracy: {LOST: 1.0}\nrule_coverage: 0\ncondition_coverage: 0\n"
    )
    (tmp_path / "suite.yaml").write_text(text.replace(*change))

    with pytest.raises(FilesInvalid) as refused:
        read_gates(tmp_path, CONTRACT.vocabulary)
    assert code in {fault.code for fault in refused.value.faults}
