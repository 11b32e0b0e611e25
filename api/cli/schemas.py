"""`cortex schemas`: JSON Schemas by which an editor completes and checks rule files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import orjson

from api.cli.draft import contract_in
from api.cli.exit_codes import ExitCode
from api.cli.json_schemas import json_schemas
from api.cli.rules_folder import RULES

EXAMPLES = """  cortex schemas            are the files in schemas/ what this program says?
  cortex schemas --write    make them so"""

_FOLDER = Path("schemas")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="write the files that differ")
    parser.add_argument("--to", type=Path, default=_FOLDER, metavar="FOLDER", help="their folder")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the contract")


def run(arguments: Namespace) -> int:
    schemas = json_schemas(contract_in(arguments.rules).vocabulary)
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    wanted = {arguments.to / name: orjson.dumps(s, option=options) for name, s in schemas.items()}
    stale = [path for path, content in wanted.items() if _content(path) != content]
    for path in stale:
        if arguments.write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        print(f"{path}: {'written' if arguments.write else 'differs, say --write'}")
    if not stale:
        print(f"{arguments.to}: {len(wanted)} schemas, all as they should be")
    return ExitCode.FAILED if stale and not arguments.write else ExitCode.OK


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
