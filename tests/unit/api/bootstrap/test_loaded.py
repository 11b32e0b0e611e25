"""What processes inherit is renewed where that is possible, and kept where it is not."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from api.bootstrap.brain import Brain, build_brain
from api.bootstrap.loaded import Loaded, load_or_exit
from api.settings import Settings
from engine.errors import Fault
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.policies import Policies, Shelf
from engine.rulesets.manifest import seal
from integrations.metrics import PrometheusMetrics
from tests.unit.api.cli.edited_rules import RELEASED
from tests.unit.api.cli.sealed_rules import sealed_copy


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return sealed_copy(tmp_path / "rules", versions=RELEASED)


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def with_a_trial_that_fails(rules: Path) -> Brain:
    def trial(_: Path) -> tuple[Fault, ...]:
        raise OSError("no process can be started")

    brain = build_brain(rules_directory=rules)
    shelf = Shelf(rules, brain.contract.vocabulary, partial(Evaluator), trial=trial)
    return replace(brain, policies=Policies(shelf))


def test_rules_at_hand_stay_when_changed_ones_cannot_even_be_tried(rules: Path) -> None:
    loaded = Loaded(PrometheusMetrics(), with_a_trial_that_fails(rules))
    before = loaded.brain.policies.policy()
    with (rules / RELEASED / "qualify.yaml").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    seal(rules / RELEASED)

    with capture_logs() as logs:
        loaded.catch_up()

    assert [line["event"] for line in logs] == ["rules_refresh_failed"]
    assert loaded.brain.policies.policy() is before


def test_a_start_without_good_rules_is_told_in_the_log_and_by_an_exit_code(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text("broken: [\n", encoding="utf-8")
    settings = Settings.from_environment(
        {
            "CORTEX_RULES_DIR": str(tmp_path),
            "CORTEX_LAST_GOOD_DIR": str(tmp_path / "good"),
            "CORTEX_METRICS_DIR": str(tmp_path / "metrics"),
        }
    )

    with pytest.raises(SystemExit) as ended:
        load_or_exit(settings)

    assert ended.value.code == 3
