"""`cortex archive`: are the files of what has ended whole?"""

import gzip
from argparse import ArgumentParser, Namespace
from pathlib import Path

from api.cli.exit_codes import ExitCode
from engine.errors import InvalidInput
from integrations.archive.line import Verified, verified

EXAMPLES = """  cortex archive verify archive.jsonl archive-20261126T071500000000.jsonl.gz
  zcat archive-*.gz | grep '"kind":"effect"' | jq .fields    what was done
a line that a crash cut off is told as broken; what it held follows once more"""


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="do", required=True, metavar="verify")
    verify = actions.add_parser("verify", help="count lines and check each of them")
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE")


def run(arguments: Namespace) -> int:
    whole = [_told(file) for file in arguments.files]
    return ExitCode.OK if all(whole) else ExitCode.FAILED


def _told(file: Path) -> bool:
    found = _verified(file)
    print(
        f"{file}  effects {found.effects}  sessions {found.sessions}  "
        f"deeds {found.deeds}  repeated {found.repeated}  broken {found.broken}"
    )
    return not found.broken


def _verified(file: Path) -> Verified:
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            return verified(lines)
    except (OSError, EOFError) as error:
        raise InvalidInput(f"cannot read {file.name}", code="FILE_UNREADABLE") from error
