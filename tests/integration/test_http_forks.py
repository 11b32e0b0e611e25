"""Processes that gunicorn forks: they share what was loaded, and never serve less than is there."""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli.waiting import wait_for
from engine.rulesets.manifest import seal
from tests.integration.edge_server import NO_FORKS
from tests.integration.served_edge import TOKEN, WAIT_SECONDS, ServedEdge, served_edge
from tests.unit.api.cli.edited_rules import RELEASED
from tests.unit.api.cli.sealed_rules import sealed_copy

CHANGED = "CONTRACT_CHANGED"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_copy(tmp_path_factory.mktemp("of-web") / "rules", versions=RELEASED)


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory, rules: Path) -> Iterator[ServedEdge]:
    """One process, which by itself never looks at the rules again."""
    folder = tmp_path_factory.mktemp("forks")
    with served_edge(
        folder,
        workers=1,
        CORTEX_RULES_DIR=str(rules),
        CORTEX_LAST_GOOD_DIR=str(folder / "good"),
    ) as running:
        yield running


def status(edge: ServedEdge) -> dict[str, Any]:
    _, _, text = edge.ask("GET", "/v1/status", Authorization=f"Bearer {TOKEN}")
    told: dict[str, Any] = json.loads(text)
    return told


def digest(edge: ServedEdge) -> object:
    return status(edge)["ruleset"]["digest"]


def pid_of(edge: ServedEdge) -> int:
    return int(status(edge)["worker_pid"])


def another_process_after(edge: ServedEdge, pid: int) -> bool:
    try:
        return pid_of(edge) != pid
    except OSError:
        return False


def kill(edge: ServedEdge) -> None:
    """Let the only process die, and wait for the next one."""
    before = pid_of(edge)
    os.kill(before, signal.SIGKILL)
    wait_for(
        lambda: another_process_after(edge, before),
        what="another process answers",
        seconds=WAIT_SECONDS,
    )


def add_a_line(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")


def test_who_takes_the_place_of_a_dead_process_begins_with_what_was_changed_meanwhile(
    edge: ServedEdge, rules: Path
) -> None:
    before = digest(edge)
    add_a_line(rules / RELEASED / "qualify.yaml")
    seal(rules / RELEASED)

    kill(edge)

    assert digest(edge) != before


def test_a_fork_that_the_machine_refuses_is_tried_again(edge: ServedEdge) -> None:
    before = pid_of(edge)
    full = edge.folder / NO_FORKS
    full.touch()

    os.kill(before, signal.SIGKILL)
    wait_for(
        lambda: "worker_not_forked" in edge.log(),
        what="a fork is refused",
        seconds=WAIT_SECONDS,
    )
    full.unlink()

    wait_for(
        lambda: another_process_after(edge, before),
        what="another process answers",
        seconds=WAIT_SECONDS,
    )
    assert pid_of(edge) != before


def test_a_changed_contract_is_told_until_sighup_loads_all_afresh(
    edge: ServedEdge, rules: Path
) -> None:
    add_a_line(rules / "contract.yaml")
    kill(edge)
    while_old = json.dumps(status(edge))

    os.kill(edge.process.pid, signal.SIGHUP)

    assert CHANGED in while_old
    wait_for(
        lambda: CHANGED not in json.dumps(status(edge)),
        what="the contract is served as it is",
        seconds=WAIT_SECONDS,
    )


def test_a_load_that_fails_on_sighup_leaves_what_is_loaded_to_serve(
    edge: ServedEdge, rules: Path
) -> None:
    before, served = pid_of(edge), digest(edge)
    shutil.rmtree(edge.folder / "good")
    (rules / "contract.yaml").write_text("broken: [\n", encoding="utf-8")

    os.kill(edge.process.pid, signal.SIGHUP)

    wait_for(
        lambda: another_process_after(edge, before),
        what="another process answers",
        seconds=WAIT_SECONDS,
    )
    wait_for(
        lambda: "rules_not_loaded" in edge.log(),
        what="the load has failed",
        seconds=WAIT_SECONDS,
    )
    assert digest(edge) == served
