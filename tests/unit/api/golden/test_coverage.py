from pathlib import Path

from api.golden.coverage import Coverage, coverage_of, phases_run
from api.golden.subject import Pass
from tests.unit.api.golden.golden_files import GREETING, case_of, played, subject

RULES = subject().policy.release.rules


def passes_of(folder: Path, *cases: str) -> list[Pass]:
    runs = [played(case_of(folder, case)) for case in cases]
    return [taken for run in runs for o in run.once for turn in o.turns for taken in turn.passes]


def test_a_rule_is_covered_once_it_fired(tmp_path: Path) -> None:
    covered = coverage_of(RULES, passes_of(tmp_path, GREETING))

    assert "qualify.greeting" not in covered.unfired
    assert "qualify.thanks" in covered.unfired
    assert 0 < covered.rule_share < 1


def test_a_condition_is_covered_once_it_was_seen_both_ways(tmp_path: Path) -> None:
    other = "say: спасибо большое, expect: {intent: SMALL_TALK}"

    one = coverage_of(RULES, passes_of(tmp_path, GREETING))
    both = coverage_of(RULES, passes_of(tmp_path, GREETING, other))

    def unseen_of_greeting(found: Coverage) -> int:
        return sum(u.rule_id == "qualify.greeting" for u in found.unseen)

    assert unseen_of_greeting(one) > unseen_of_greeting(both)


def test_a_phase_that_a_closed_gate_spares_sees_nothing(tmp_path: Path) -> None:
    (silent,) = passes_of(tmp_path, "say: ща, author: manager, expect: {silent: MANUAL}")

    assert phases_run(silent) == ("gate", "harden")
    never = {str(u) for u in coverage_of(RULES, [silent]).unseen if u.rule_id == "qualify.greeting"}
    assert never
    assert all("true and" in text or "and true" in text for text in never)


def test_nothing_played_covers_nothing() -> None:
    covered = coverage_of(RULES, ())

    assert (covered.rule_share, covered.condition_share) == (0, 0)
