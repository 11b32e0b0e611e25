"""`cortex check`: may these rulesets serve? Every mistake is named with its place."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from api.cli import complain
from api.cli.exit_codes import ExitCode
from api.cli.rules_folder import RULES, contract_of, version_folders
from engine.contract import load_contract
from engine.errors import Fault, FilesInvalid, InvalidInput
from integrations.ruleset_trial.trial import try_version

EXAMPLES = """  cortex check                       the contract and every version in rules/
  cortex check rules/2026.11.1       one version
  cortex check --rules /srv/rules    another place"""

_DIGEST_SHOWN = 12


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="version folders")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the contract")


def run(arguments: Namespace) -> int:
    contract = contract_of(arguments.rules)
    try:
        load_contract(contract)
    except FilesInvalid as error:
        complain(*map(str, error.faults))
        return ExitCode.FAILED
    folders = arguments.folders or version_folders(arguments.rules)
    if not folders:
        raise InvalidInput(f"no ruleset version in `{arguments.rules}`", code="RULESET_UNKNOWN")
    good = [_check(folder, contract) for folder in _existing(folders)]
    return ExitCode.OK if all(good) else ExitCode.FAILED


def _existing(folders: Sequence[Path]) -> Sequence[Path]:
    for folder in folders:
        if not folder.is_dir():
            raise InvalidInput(f"`{folder}` is not a folder", code="RULESET_UNKNOWN")
    return folders


def _check(folder: Path, contract: Path) -> bool:
    if sys.stderr.isatty():
        complain(f"checking {folder} ...")
    findings = try_version(folder, contract)
    complain(*(f"warning: {warning}" for warning in findings.warnings))
    if findings.faults:
        complain(*map(str, findings.faults))
        return False
    engine = "" if findings.engine == "durable" else ", by the reference evaluator only"
    print(
        f"{folder}: ok, {findings.rules} rules, {findings.examples} examples, "
        f"digest {findings.digest[:_DIGEST_SHOWN]}{engine}{_counted(findings.warnings)}"
    )
    return True


def _counted(warnings: Sequence[Fault]) -> str:
    return f", {len(warnings)} warnings" if warnings else ""
