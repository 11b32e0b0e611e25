"""Rules edited while the service runs: a mistake never serves, a repair does."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.rules_folder import version_folder
from api.cli.stack import LocalStack
from api.cli.waiting import wait_for
from api.cli.web_control import WebControl, WebStatus
from engine.rulesets.manifest import seal
from tests.e2e.conftest import a_stack
from tests.e2e.customer import PATIENCE_SECONDS, Customer
from tests.unit.api.cli.edited_rules import RELEASED

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def stack(
    tmp_path_factory: pytest.TempPathFactory,
    needs_redis: None,  # noqa: ARG001 - asked for its refusal
) -> Iterator[LocalStack]:
    """A stack with the smallest version: after each edit every process tries and loads it anew."""
    with a_stack(tmp_path_factory.mktemp("reload"), versions=RELEASED) as running:
        yield running


@pytest.fixture
def qualify(stack: LocalStack, web: WebControl) -> Iterator[Path]:
    """The file of the newest version that says what customers want; put back afterwards."""
    file = version_folder(stack.settings.rules, None) / "qualify.yaml"
    before, serving = file.read_text(encoding="utf-8"), web.status().digest
    yield file
    edit(file, before)
    wait_for(
        lambda: all(s.digest == serving and not s.faults for s in statuses(web)),
        what="all web workers serve as before",
        seconds=PATIENCE_SECONDS,
    )


def statuses(web: WebControl) -> list[WebStatus]:
    """Ask often enough that each of the workers has answered."""
    return [web.status() for _ in range(16)]


def edit(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    seal(file.parent)


def test_a_typo_keeps_the_previous_version_serving_and_names_its_place(
    web: WebControl, customer: Customer, qualify: Path
) -> None:
    serving = web.status()
    good = qualify.read_text(encoding="utf-8")

    edit(qualify, good.replace("{part_numbers_count: {gte: 1}}", "{part_number_count: {gte: 1}}"))
    faults = wait_for(
        lambda: web.status().faults, what="the fault is told", seconds=PATIENCE_SECONDS
    )
    reply = customer.asks("нужен 06A115561B")

    line = good[: good.index("{part_numbers_count: {gte: 1}}")].count("\n") + 1
    assert (faults[0].code, faults[0].line) == ("UNKNOWN_FACT", line)
    assert faults[0].file.endswith("qualify.yaml")
    assert "part_numbers_count" in faults[0].message
    assert web.status().digest == serving.digest
    assert "1. VAG 06A115561B" in reply


def test_a_repaired_version_starts_to_serve_without_a_restart(
    web: WebControl, qualify: Path
) -> None:
    good, serving = qualify.read_text(encoding="utf-8"), web.status()
    edit(qualify, good.replace("intent: OEM_QUERY", "intent: OEM_QUERRY"))
    wait_for(lambda: web.status().faults, what="the fault is told", seconds=PATIENCE_SECONDS)

    edit(qualify, f"{good}\n# Repaired.\n")
    repaired = wait_for(
        lambda: (
            status
            if (status := web.status()).digest != serving.digest and not status.faults
            else None
        ),
        what="the repaired version serves",
        seconds=PATIENCE_SECONDS,
    )

    assert repaired.version == serving.version
    assert repaired.digest != serving.digest


def test_a_web_worker_replaced_while_the_rules_are_broken_serves_what_served_last(
    stack: LocalStack, web: WebControl, customer: Customer, qualify: Path
) -> None:
    serving = web.status()
    good = qualify.read_text(encoding="utf-8")
    qualify.write_text(good.replace("intent: OEM_QUERY", "intent: OEM_QUERRY"), encoding="utf-8")
    known = wait_for(
        lambda: pids if len(pids := {s.worker_pid for s in statuses(web)}) > 1 else None,
        what="both workers have answered",
        seconds=PATIENCE_SECONDS,
    )

    os.kill(min(known), signal.SIGTERM)
    fresh = wait_for(
        lambda: [status for status in statuses(web) if status.worker_pid not in known],
        what="gunicorn has a new worker",
        seconds=PATIENCE_SECONDS,
    )

    assert fresh[0].digest == serving.digest
    assert fresh[0].faults
    assert stack.web.alive
    assert "1. VAG 06A115561B" in customer.asks("нужен 06A115561B")
