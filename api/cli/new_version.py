"""`cortex new-version`: copy a released version, which is never edited, to one that may be."""

import re
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from api.cli.exit_codes import ExitCode
from api.cli.rules_folder import RULES, version_folder
from engine.errors import InvalidInput
from engine.evaluation.policies import version_order
from engine.rulesets.manifest import MANIFEST, seal
from integrations.clock import SystemClock

EXAMPLES = """  cortex new-version 2026.11.2              from the newest version
  cortex new-version 2026.11.1 2026.12.1    from that version"""

_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,4}")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="?", metavar="FROM", help="version to copy, the newest when left out"
    )
    parser.add_argument("target", metavar="TO", help="name of the new one, above all others")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the versions")


def run(arguments: Namespace) -> int:
    source = version_folder(arguments.rules, arguments.source)
    target = _free_folder(arguments.rules, arguments.target)
    today = datetime.fromtimestamp(SystemClock().now(), UTC).date().isoformat()
    _copy(source, target, today=today)
    print(_next_steps(source, target))
    return ExitCode.OK


def dated(manifest: str, *, version: str, today: str) -> str:
    """Return the manifest's text with another version and date, all else as it was."""
    renamed = re.sub(r"^version:.*$", f"version: {version}", manifest, count=1, flags=re.MULTILINE)
    return re.sub(r"^date:.*$", f"date: {today}", renamed, count=1, flags=re.MULTILINE)


def _free_folder(rules: Path, version: str) -> Path:
    """Return where the new version goes.

    Raises InvalidInput VERSION_MALFORMED, VERSION_EXISTS or VERSION_NOT_HIGHER.
    """
    if not _VERSION.fullmatch(version):
        message = f"`{version}` is no version: write year, month and number, as 2026.11.2"
        raise InvalidInput(message, code="VERSION_MALFORMED")
    target, newest = rules / version, version_folder(rules, None).name
    if target.exists():
        raise InvalidInput(f"`{target}` is there already", code="VERSION_EXISTS")
    if version_order(version) <= version_order(newest):
        message = (
            f"`{version}` must be above `{newest}`: the highest version is the one that serves"
        )
        raise InvalidInput(message, code="VERSION_NOT_HIGHER")
    return target


def _copy(source: Path, target: Path, *, today: str) -> None:
    # A service that watches the folder must see the version whole or not at all.
    with TemporaryDirectory(prefix=".new-version-", dir=target.parent) as unseen:
        copy = Path(unseen) / target.name
        copytree(source, copy, ignore=ignore_patterns(".*"))
        manifest = copy / MANIFEST
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(dated(text, version=target.name, today=today), encoding="utf-8")
        seal(copy)
        copy.rename(target)


def _next_steps(source: Path, target: Path) -> str:
    return f"""{target}: a sealed copy of {source.name}, which says and does the same until edited
  1. edit its files; in its manifest, `what_changed` and `author`
  2. cortex seal {target.name}
  3. cortex check {target}
  4. cortex eval --version {target.name} "a message", to see what it makes of one
A service that watches this folder serves the highest version that is sealed and good."""
