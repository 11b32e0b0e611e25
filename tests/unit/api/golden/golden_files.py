"""Folders of golden cases written by tests, and a small version to play them against."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from api.cli.rules_folder import RULES, contract_of
from api.golden.case import GoldenCase
from api.golden.case_file import read_cases
from api.golden.subject import Subject, load_subject
from api.golden.suite_run import SuiteRun, run_suite
from engine.contract import load_contract
from engine.errors import FilesInvalid
from integrations.clock import SystemClock

CONTRACT = load_contract(contract_of(RULES))
RELEASED = RULES / "2026.11.1"
GREETING = "say: здравствуйте, expect: {intent: SMALL_TALK, stage: NEW, action: reply}"
SOON = (datetime.fromtimestamp(SystemClock().now(), UTC) + timedelta(days=30)).date().isoformat()
"""A date until which a case may be skipped, whenever the tests run."""


@cache
def subject() -> Subject:
    """Return the released version: its decisions do not change while rules are worked on."""
    return load_subject(RELEASED, CONTRACT, engine="reference")


def cases_of(folder: Path, text: str) -> tuple[GoldenCase, ...]:
    """Return the cases of one file with this text."""
    file = folder / "golden" / "some" / "cases.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_cases(folder / "golden", CONTRACT.vocabulary)


def case_of(folder: Path, case: str) -> GoldenCase:
    """Return one case written in one line, without its id and title."""
    (read,) = cases_of(folder, f"version: 1\ncases:\n  - {{id: a.b, title: t, {case}}}\n")
    return read


def codes_of(folder: Path, text: str) -> set[str]:
    """Return the codes of all mistakes in a file with this text."""
    try:
        cases_of(folder, text)
    except FilesInvalid as error:
        return {fault.code for fault in error.faults}
    return set()


def played(*cases: GoldenCase) -> SuiteRun:
    """Play cases on the released version."""
    return run_suite(cases, subject(), SystemClock(), suite="extended")


def wrong_keys(run: SuiteRun) -> list[str]:
    """Return what differed, in order, each once."""
    return [mismatch.key for outcome in run.bad for mismatch in outcome.mismatches]
