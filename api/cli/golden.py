"""`cortex golden`: play the golden cases against a ruleset version and judge the outcome."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from api.cli import complain
from api.cli.exit_codes import ExitCode
from api.cli.golden_mutants import run_mutants
from api.cli.progress import Progress
from api.cli.rules_folder import RULES, contract_of, version_folder
from api.golden.accepted import accept, changes_since, read_accepted
from api.golden.case import GoldenCase, Suite
from api.golden.case_file import read_cases
from api.golden.judged_run import JudgedRun, judged
from api.golden.listed import listed
from api.golden.outcome import CaseOutcome
from api.golden.reports.writing import PAGE, write_reports
from api.golden.subject import Subject, load_subject
from api.golden.suite_run import run_suite
from engine.contract import load_contract
from engine.errors import InvalidInput
from integrations.clock import SystemClock

GOLDEN = Path("golden")
REPORTS = Path("_runtime/golden")

EXAMPLES = """  cortex golden run                              the smoke suite on the newest version
  cortex golden run --suite extended             every case there is
  cortex golden run --case 'quote.*'             some cases
  cortex golden run --version 2026.11.1          another version
  cortex golden accept                           remember which cases there are
  cortex golden accept --removed                 also forget those that are gone
  cortex golden mutants --phrases                do the cases notice every break?"""


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="do", required=True, metavar="run|accept|mutants")
    run_parser = actions.add_parser("run", help="play the cases and judge the outcome")
    run_parser.add_argument("--suite", choices=get_args(Suite), default="smoke")
    run_parser.add_argument("--case", metavar="GLOB", help="only cases whose id matches")
    accept_parser = actions.add_parser("accept", help="take the cases of today as those to keep")
    accept_parser.add_argument("--removed", action="store_true", help="forget cases that are gone")
    mutants_parser = actions.add_parser("mutants", help="break the version in every way")
    mutants_parser.add_argument("--phrases", action="store_true", help="also forget each phrase")
    for each in (run_parser, mutants_parser):
        each.add_argument("--version", help="ruleset version, the newest when left out")
        each.add_argument("--report", type=Path, default=REPORTS, help="folder of the reports")
    for each in (run_parser, accept_parser, mutants_parser):
        each.add_argument("--rules", type=Path, default=RULES, help="folder of the rulesets")
        each.add_argument("--golden", type=Path, default=GOLDEN, help="folder of the cases")


def run(arguments: Namespace) -> int:
    contract = load_contract(contract_of(arguments.rules))
    cases = read_cases(arguments.golden, contract.vocabulary)
    if arguments.do == "accept":
        return _accept(arguments.golden, cases, may_remove=arguments.removed)
    folder = version_folder(arguments.rules, arguments.version)
    if arguments.do == "mutants":
        return run_mutants(
            cases,
            load_subject(folder, contract, engine="reference"),
            golden=arguments.golden,
            report=arguments.report,
            phrases=arguments.phrases,
        )
    return _run(arguments, cases, load_subject(folder, contract))


def _run(arguments: Namespace, cases: Sequence[GoldenCase], subject: Subject) -> int:
    done = run_suite(
        cases,
        subject,
        SystemClock(),
        suite=arguments.suite,
        pattern=arguments.case,
        told=Progress("cases played", every=500),
    )
    if arguments.case is not None and not done.outcomes:
        raise InvalidInput(f"no case is called like `{arguments.case}`", code="CASE_UNKNOWN")
    found = judged(done, arguments.golden, cases)
    write_reports(found, arguments.report)
    return _tell(found, arguments.report)


def _accept(folder: Path, cases: Sequence[GoldenCase], *, may_remove: bool) -> int:
    changes = changes_since(read_accepted(folder), cases)
    if changes.removed and not may_remove:
        gone = f"{len(changes.removed)} accepted cases are gone: {listed(changes.removed)}"
        message = f"{gone}; bring them back, or say --removed when that is meant"
        raise InvalidInput(message, code="CASES_REMOVED")
    accept(folder, cases)
    for kind, names in changes.kinds:
        print("\n".join(f"{kind} {name}" for name in names))
    print(f"{len(cases)} cases accepted")
    return ExitCode.OK


def _tell(found: JudgedRun, reports: Path) -> int:
    for kind, names in found.changes.kinds:
        print(f"{len(names)} cases {kind} since the last accept: {listed(names)}")
    complain(*(line for outcome in found.run.bad for line in _lines(outcome)))
    complain(*(f"gate {gate}" for gate in found.verdict.unmet))
    print(f"report: {reports / PAGE}")
    print(found.verdict.line)
    return ExitCode[found.verdict.word]


def _lines(outcome: CaseOutcome) -> Sequence[str]:
    place, twice = outcome.case.place, ", events delivered twice" * (outcome.variant == "twice")
    head = f"{place.file}:{place.line} {outcome.case.id} {outcome.status}{twice}"
    told = [f"  {m.place.file}:{m.place.line} {m}" for m in outcome.mismatches]
    return [f"{head}: {outcome.reason}" if outcome.reason else head, *told]
