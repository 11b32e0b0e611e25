"""`cortex golden`: play the golden cases against a ruleset version and judge the outcome."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from api.cli import complain
from api.cli.exit_codes import ExitCode
from api.cli.rules_folder import RULES, contract_of, version_folder
from api.golden.case import Suite
from api.golden.case_file import read_cases
from api.golden.outcome import CaseOutcome
from api.golden.subject import load_subject
from api.golden.suite_run import SuiteRun, run_suite
from api.golden.verdict import Verdict, verdict_of
from engine.contract import load_contract
from integrations.clock import SystemClock

GOLDEN = Path("golden")

EXAMPLES = """  cortex golden run                              the smoke suite on the newest version
  cortex golden run --suite extended             every case there is
  cortex golden run --case 'quote.*'             some cases
  cortex golden run --version 2026.11.1          another version"""


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="do", required=True, metavar="run")
    run_parser = actions.add_parser("run", help="play the cases")
    run_parser.add_argument("--suite", choices=get_args(Suite), default="smoke")
    run_parser.add_argument("--case", metavar="GLOB", help="only cases whose id matches")
    run_parser.add_argument("--version", help="ruleset version, the newest when left out")
    run_parser.add_argument("--rules", type=Path, default=RULES, help="folder of the rulesets")
    run_parser.add_argument("--golden", type=Path, default=GOLDEN, help="folder of the cases")


def run(arguments: Namespace) -> int:
    contract = load_contract(contract_of(arguments.rules))
    cases = read_cases(arguments.golden, contract.vocabulary)
    folder = version_folder(arguments.rules, arguments.version)
    subject = load_subject(folder, contract)
    done = run_suite(cases, subject, SystemClock(), suite=arguments.suite, pattern=arguments.case)
    return _tell(done, verdict_of(done))


def _tell(done: SuiteRun, verdict: Verdict) -> int:
    complain(*(line for outcome in done.bad for line in _lines(outcome)))
    complain(*(f"gate {fault}" for fault in verdict.gates))
    print(verdict.line)
    return ExitCode[verdict.word]


def _lines(outcome: CaseOutcome) -> Sequence[str]:
    place, twice = outcome.case.place, ", events delivered twice" * (outcome.variant == "twice")
    head = f"{place.file}:{place.line} {outcome.case.id} {outcome.status}{twice}"
    told = [f"  {m.place.file}:{m.place.line} {m}" for m in outcome.mismatches]
    return [f"{head}: {outcome.reason}" if outcome.reason else head, *told]
