"""`cortex seal`: write the hash of every file of a version into its manifest."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from api.cli.exit_codes import ExitCode
from api.cli.rules_folder import RULES, version_folder
from engine.rulesets.manifest import MANIFEST, seal
from engine.rulesets.source import Faults, Scalar, read_yaml

EXAMPLES = """  cortex seal              the newest version in rules/
  cortex seal 2026.11.1    that version"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("version", nargs="?", help="the newest when left out")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the versions")


def run(arguments: Namespace) -> int:
    folder = version_folder(arguments.rules, arguments.version)
    before = _sealed_files(folder)
    seal(folder)
    after = _sealed_files(folder)
    changes = list(_changes(before, after))
    print(f"{folder}: sealed, {len(after)} files, {len(changes)} of them with a new hash")
    for change in changes:
        print(f"  {change}")
    return ExitCode.OK


def _sealed_files(folder: Path) -> Mapping[str, Scalar]:
    """Return the hashes the manifest holds; raises FilesInvalid when it cannot be read."""
    path, faults = folder / MANIFEST, Faults()
    node = read_yaml(path.read_text(encoding="utf-8"), file=str(path), faults=faults)
    faults.raise_if_any()
    files = node.entries(faults).get("files") if node else None
    if files is None or not files.is_mapping:
        return {}
    return {name: value.scalar for name, value in files.entries(faults).items()}


def _changes(before: Mapping[str, Scalar], after: Mapping[str, Scalar]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"gone     {name}"
        elif name not in before:
            yield f"new      {name}"
        elif before[name] != after[name]:
            yield f"changed  {name}"
