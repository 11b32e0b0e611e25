"""Metrics: one table, nothing outside it, one page over all processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from integrations.metrics import MEASURES, PrometheusMetrics, remove_stale_files

RECORD_IN_A_PROCESS = """
import os, sys
os.environ["PROMETHEUS_MULTIPROC_DIR"] = sys.argv[1]
from pathlib import Path
from integrations.metrics import PrometheusMetrics, forget_process
metrics = PrometheusMetrics(directory=Path(sys.argv[1]))
metrics.count("lock_lost")
metrics.observe("lock_wait", 0.2)
metrics.gauge("backlog_dialogs", 3)
if sys.argv[2:] == ["die"]:
    forget_process(os.getpid(), Path(sys.argv[1]))
print(metrics.exposition()[0].decode())
"""


def record_in_a_process(directory: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", RECORD_IN_A_PROCESS, str(directory), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words


def page(metrics: PrometheusMetrics) -> str:
    return metrics.exposition()[0].decode()


def test_a_counter_is_known_by_its_bare_name() -> None:
    metrics = PrometheusMetrics()

    metrics.count("engine_faults", reason="fault")

    assert 'cortex_engine_faults_total{reason="fault"} 1.0' in page(metrics)


def test_a_duration_is_told_in_seconds() -> None:
    metrics = PrometheusMetrics()

    metrics.observe("lock_wait", 0.2)

    assert "cortex_lock_wait_seconds_sum 0.2" in page(metrics)


def test_a_gauge_keeps_its_last_value() -> None:
    metrics = PrometheusMetrics()

    metrics.gauge("backlog_dialogs", 5)
    metrics.gauge("backlog_dialogs", 2)

    assert "cortex_backlog_dialogs 2.0" in page(metrics)


def test_a_label_may_bear_a_python_word() -> None:
    metrics = PrometheusMetrics()

    metrics.count("stage_transitions", **{"from": "NEW", "to": "PRICING", "variant": "control"})

    assert 'from="NEW"' in page(metrics)


@pytest.mark.parametrize("name", ["no_such_metric", "lock_wait", "backlog_dialogs"])
def test_counting_under_an_undeclared_name_or_kind_is_a_mistake(name: str) -> None:
    with pytest.raises(KeyError):
        PrometheusMetrics().count(name)


@pytest.mark.parametrize("labels", [{}, {"cause": "x"}, {"reason": "x", "dialog": "y"}])
def test_other_labels_than_the_declared_ones_are_a_mistake(labels: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"label"):
        PrometheusMetrics().count("engine_faults", **labels)


def test_the_same_metrics_can_be_made_twice_in_a_process() -> None:
    PrometheusMetrics().count("lock_lost")

    assert "cortex_lock_lost_total 0.0" in page(PrometheusMetrics())


def test_names_are_unique_and_explained() -> None:
    assert len({measure.exposed for measure in MEASURES}) == len(MEASURES)
    assert all(measure.meaning.endswith(".") for measure in MEASURES)


def test_no_label_can_name_a_dialog_or_a_person() -> None:
    personal = {"dialog", "dialog_id", "chat_id", "lead_id", "phone", "text", "message_id"}

    assert [m.name for m in MEASURES if personal & set(m.labels)] == []


def test_one_page_adds_up_all_processes(tmp_path: Path) -> None:
    record_in_a_process(tmp_path)

    shown = record_in_a_process(tmp_path)

    assert "cortex_lock_lost_total 2.0" in shown
    assert "cortex_lock_wait_seconds_count 2.0" in shown


def test_totals_survive_the_process_that_counted_and_its_gauges_do_not(tmp_path: Path) -> None:
    record_in_a_process(tmp_path, "die")

    names = sorted(file.name.rpartition("_")[0] for file in tmp_path.glob("*.db"))

    assert names == ["counter", "histogram"]


def test_files_of_processes_that_no_longer_run_are_removed_at_start(tmp_path: Path) -> None:
    for name in ("counter_11.db", "histogram_12.db", "gauge_livemostrecent_11.db", "notes.txt"):
        (tmp_path / name).touch()

    removed = remove_stale_files(tmp_path, alive=lambda pid: pid == 12)

    assert removed == ("counter_11.db", "gauge_livemostrecent_11.db")
    assert {file.name for file in tmp_path.iterdir()} == {"histogram_12.db", "notes.txt"}
