import shutil
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from engine.contract import load_contract
from engine.errors import Fault, FilesInvalid, InvalidInput
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.policies import Policies, Shelf, version_order
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.manifest import seal

RULES = Path("rules")
VERSION = "2026.11.1"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(RULES / VERSION, folder / VERSION)
    shutil.copyfile(RULES / "contract.yaml", folder / "contract.yaml")
    return folder


@dataclass
class KeptInMemory:
    """Remembers what was kept and offers one folder."""

    kept: Path | None = None
    digests: list[str] = field(default_factory=list)

    def keep(self, *, contract: Path, version: Path, digest: str) -> None:
        assert contract.is_file()
        assert version.is_dir()
        self.digests.append(digest)

    def folder(self) -> Path | None:
        return self.kept


def a_shelf(rules: Path, **changes: object) -> Shelf:
    vocabulary = load_contract(RULES / "contract.yaml").vocabulary
    shelf = Shelf(rules, vocabulary, partial(Evaluator))
    return replace(shelf, **changes)  # type: ignore[arg-type]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    seal(folder)


def a_newer_version(rules: Path, name: str) -> Path:
    newer = rules / name
    shutil.copytree(rules / VERSION, newer)
    edit(newer, "manifest.yaml", f"version: {VERSION}", f"version: {name}")
    return newer


def test_versions_are_ordered_by_number_not_by_letter() -> None:
    names = ["2026.11.9", "2026.11.10", "2026.9.1"]

    assert sorted(names, key=version_order) == ["2026.9.1", "2026.11.9", "2026.11.10"]


def test_the_newest_version_serves_and_an_older_one_can_be_asked_for(rules: Path) -> None:
    a_newer_version(rules, "2026.11.10")

    policies = Policies(a_shelf(rules))

    assert policies.policy().version == "2026.11.10"
    assert policies.policy(VERSION).version == VERSION


def test_a_pinned_version_serves_whatever_is_newer(rules: Path) -> None:
    a_newer_version(rules, "2026.11.10")

    assert Policies(a_shelf(rules, pinned=VERSION)).policy().version == VERSION


def test_an_unknown_version_is_refused_by_code(rules: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        Policies(a_shelf(rules)).policy("2020.1.1")

    assert caught.value.code == "RULESET_UNKNOWN"


def test_untouched_files_are_not_loaded_again(rules: Path) -> None:
    assert Policies(a_shelf(rules)).refresh() is None


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (
            "qualify.yaml",
            "part_numbers_count: {gte: 1}",
            "part_number_count: {gte: 1}",
            "UNKNOWN_FACT",
        ),
        ("qualify.yaml", "intent: LOST,", "intent: LOSST,", "UNKNOWN_INTENT"),
        ("qualify.yaml", "id: qualify.thanks", "id: qualify.greeting", "DUPLICATE_RULE_ID"),
        ("qualify.yaml", "priority: 710", "priority: 700", "TIE_IN_GROUP"),
        ("replies.ru.yaml", "{number} — это", "{numbr} — это", "UNKNOWN_VARIABLE"),
        (
            "qualify.yaml",
            '"нужен 06A115561B", "добрый',
            '"здравствуйте", "добрый',
            "EXAMPLE_FAILED",
        ),
    ],
)
def test_a_mistake_in_the_files_keeps_the_last_good_version_serving(
    rules: Path, name: str, old: str, new: str, code: str
) -> None:
    policies = Policies(a_shelf(rules))
    before = policies.policy()
    edit(rules / VERSION, name, old, new)

    activation = policies.refresh()

    assert policies.policy() is before
    assert activation is not None
    assert activation.error is policies.last_error
    assert policies.last_error is not None
    fault = policies.last_error.faults[0]
    assert fault.code == code
    assert str(fault).startswith(f"{rules / VERSION / name}:{fault.line}:{fault.column} {code} ")
    assert fault.line > 1


def test_a_file_changed_without_sealing_does_not_serve(rules: Path) -> None:
    policies = Policies(a_shelf(rules))
    with (rules / VERSION / "gate.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    policies.refresh()

    assert policies.last_error is not None
    assert policies.last_error.faults[0].code == "MANIFEST_MISMATCH"


def test_a_repaired_version_serves_and_clears_the_error(rules: Path) -> None:
    policies = Policies(a_shelf(rules))
    edit(rules / VERSION, "qualify.yaml", "intent: LOST,", "intent: LOSST,")
    policies.refresh()

    edit(rules / VERSION, "qualify.yaml", "intent: LOSST,", "intent: LOST,")
    edit(rules / VERSION, "replies.ru.yaml", "Слушаем вас!", "Да, слушаем!")
    activation = policies.refresh()

    assert activation is not None
    assert activation.changed
    assert policies.last_error is None


def test_a_restart_with_a_broken_newest_version_serves_the_older_and_says_so(rules: Path) -> None:
    newer = a_newer_version(rules, "2026.11.10")
    edit(newer, "qualify.yaml", "intent: LOST,", "intent: LOSST,")

    policies = Policies(a_shelf(rules))

    assert policies.policy().version == VERSION
    assert policies.last_error is not None


def test_an_error_nobody_foresaw_in_the_newest_version_does_not_stop_a_restart(
    rules: Path,
) -> None:
    newer = a_newer_version(rules, "2026.11.10")
    faulty = iter((True, False))

    def evaluator(compiled: CompiledRules) -> Evaluator:
        if next(faulty):
            raise ZeroDivisionError
        return Evaluator(compiled)

    policies = Policies(a_shelf(rules, evaluator=evaluator))

    assert policies.policy().version == VERSION
    error = policies.last_error
    assert error is not None
    assert [(fault.file, fault.code) for fault in error.faults] == [(str(newer), "CHECK_FAILED")]
    assert "ZeroDivisionError at " in error.message
    assert "test_policies.py:" in error.message


def test_with_nothing_good_to_serve_the_start_fails_with_the_reasons(rules: Path) -> None:
    edit(rules / VERSION, "qualify.yaml", "intent: LOST,", "intent: LOSST,")

    with pytest.raises(FilesInvalid) as caught:
        Policies(a_shelf(rules))

    assert caught.value.faults[0].code == "UNKNOWN_INTENT"


def test_a_version_that_fails_its_trial_is_never_loaded_here(rules: Path) -> None:
    crashed = (Fault("rules", 1, 1, "ENGINE_CRASHED", "it crashed"),)
    policies = Policies(a_shelf(rules, trial=lambda _folder: crashed))
    before = policies.policy()
    edit(rules / VERSION, "replies.ru.yaml", "Слушаем вас!", "Да, слушаем!")

    policies.refresh()

    assert policies.policy() is before
    assert policies.last_error is not None
    assert policies.last_error.faults == crashed


def test_versions_asked_for_by_name_are_kept_in_bounded_number(rules: Path) -> None:
    names = [f"2026.10.{number}" for number in range(1, 7)]
    for name in names:
        a_newer_version(rules, name)
    policies = Policies(a_shelf(rules))

    loaded = [policies.policy(name).version for name in names]

    assert loaded == names
    assert policies.policy(names[-1]) is policies.policy(names[-1])


def test_a_broken_version_asked_for_by_name_is_tried_once_until_its_files_change(
    rules: Path,
) -> None:
    a_newer_version(rules, "2026.11.10")
    edit(rules / VERSION, "qualify.yaml", "intent: LOST,", "intent: LOSST,")
    tried: list[Path] = []

    def trial(folder: Path) -> tuple[Fault, ...]:
        tried.append(folder)
        return ()

    policies = Policies(a_shelf(rules, trial=trial))

    for _ in range(2):
        with pytest.raises(FilesInvalid):
            policies.policy(VERSION)
    edit(rules / VERSION, "qualify.yaml", "intent: LOSST,", "intent: LOST,")
    policies.refresh()

    assert policies.policy(VERSION).version == VERSION
    assert [folder.name for folder in tried].count(VERSION) == 2


def test_a_version_that_crashes_the_engine_is_not_loaded_by_name_either(rules: Path) -> None:
    a_newer_version(rules, "2026.11.10")
    crashed = (Fault("rules", 1, 1, "ENGINE_CRASHED", "it crashed"),)
    policies = Policies(a_shelf(rules, trial=lambda _folder: crashed))

    with pytest.raises(FilesInvalid) as caught:
        policies.policy(VERSION)

    assert caught.value.faults == crashed


@pytest.mark.parametrize("name", ["loop", f"{VERSION}/loop.yaml"])
def test_a_link_that_leads_to_itself_keeps_nobody_from_serving(rules: Path, name: str) -> None:
    serving = Policies(a_shelf(rules))
    loop = rules / name
    loop.symlink_to(loop.name)

    started = Policies(a_shelf(rules))

    assert serving.refresh() is None
    assert started.policy().digest == serving.policy().digest


def test_files_whose_trial_could_not_be_held_are_tried_again(rules: Path) -> None:
    failing = [OSError("no process can be started")]

    def trial(_: Path) -> tuple[Fault, ...]:
        if failing:
            raise failing.pop()
        return ()

    policies = Policies(a_shelf(rules, trial=trial))
    edit(rules / VERSION, "replies.ru.yaml", "Слушаем вас!", "Да, слушаем!")
    with pytest.raises(OSError, match="process"):
        policies.refresh()

    activation = policies.refresh()

    assert activation is not None
    assert activation.changed


def test_versions_that_vanish_are_missed_but_the_loaded_one_serves_on(rules: Path) -> None:
    policies = Policies(a_shelf(rules))
    before = policies.policy()
    shutil.rmtree(rules / VERSION)

    policies.refresh()

    assert policies.policy() is before
    assert policies.last_error is not None
    assert policies.last_error.faults[0].code == "RULESET_UNKNOWN"


def test_what_serves_is_kept_and_what_is_refused_is_not(rules: Path) -> None:
    last_good = KeptInMemory()
    policies = Policies(a_shelf(rules, last_good=last_good))
    first = policies.policy().digest

    edit(rules / VERSION, "qualify.yaml", "intent: LOST,", "intent: LOSST,")
    policies.refresh()
    edit(rules / VERSION, "qualify.yaml", "intent: LOSST,", "intent: LOST,")
    edit(rules / VERSION, "replies.ru.yaml", "Слушаем вас!", "Да, слушаем!")
    policies.refresh()

    assert last_good.digests == [first, policies.policy().digest]


def test_what_was_replaced_while_it_was_tried_is_not_kept_over_what_replaced_it(
    rules: Path,
) -> None:
    last_good = KeptInMemory()

    def slow_trial(folder: Path) -> tuple[Fault, ...]:
        edit(folder, "replies.ru.yaml", "Да, слушаем!", "Слушаем вас!")
        return ()

    policies = Policies(a_shelf(rules, last_good=last_good, trial=slow_trial))
    first = policies.policy().digest
    edit(rules / VERSION, "replies.ru.yaml", "Слушаем вас!", "Да, слушаем!")

    policies.refresh()

    assert last_good.digests == [first]


def test_a_restart_on_broken_files_serves_what_served_last_and_says_why(
    rules: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(rules, kept)
    before = Policies(a_shelf(rules)).policy().digest
    edit(rules / VERSION, "qualify.yaml", "intent: LOST,", "intent: LOSST,")

    policies = Policies(a_shelf(rules, last_good=KeptInMemory(kept)))

    assert policies.policy().digest == before
    assert policies.last_error is not None
    assert policies.last_error.faults[0].code == "UNKNOWN_INTENT"


def test_what_served_last_comes_before_older_versions(rules: Path, tmp_path: Path) -> None:
    newer = a_newer_version(rules, "2026.11.10")
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copytree(newer, kept / "2026.11.10")
    edit(newer, "qualify.yaml", "intent: LOST,", "intent: LOSST,")

    policies = Policies(a_shelf(rules, last_good=KeptInMemory(kept)))

    assert policies.policy().version == "2026.11.10"


def test_a_spoilt_copy_is_passed_over(rules: Path, tmp_path: Path) -> None:
    newer = a_newer_version(rules, "2026.11.10")
    kept = tmp_path / "kept"
    shutil.copytree(newer, kept / "2026.11.10")
    (kept / "2026.11.10" / "gate.yaml").write_text("gone", encoding="utf-8")
    edit(newer, "qualify.yaml", "intent: LOST,", "intent: LOSST,")

    policies = Policies(a_shelf(rules, last_good=KeptInMemory(kept)))

    assert policies.policy().version == VERSION


def test_a_contract_changed_while_serving_is_told_and_waits_for_a_restart(rules: Path) -> None:
    policies = Policies(a_shelf(rules))
    with (rules / "contract.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    policies.refresh()

    assert policies.last_error is not None
    assert policies.last_error.faults[0].code == "CONTRACT_CHANGED"


def test_an_empty_folder_of_rules_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        Policies(a_shelf(tmp_path))

    assert caught.value.code == "RULESET_UNKNOWN"
