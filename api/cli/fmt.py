"""`cortex fmt`: lay rule files out in the one way, so that a diff shows only what has changed."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from api.cli.exit_codes import ExitCode
from api.cli.rules_folder import RULES, version_folder
from engine.errors import InvalidInput
from engine.rulesets.manifest import MANIFEST, is_sealed
from engine.rulesets.rule_format import formatted

EXAMPLES = """  cortex fmt                                  the newest version, while it is edited
  cortex fmt --check rules/2026.11.2          only name the files that would change
  cortex fmt rules/2026.11.2/qualify.yaml     one file"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "place", nargs="?", type=Path, metavar="FOLDER|FILE", help="the newest when left out"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if any differs")
    parser.add_argument("--force", action="store_true", help="also where the version is sealed")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the versions")


def run(arguments: Namespace) -> int:
    place = arguments.place or version_folder(arguments.rules, None)
    changes = {path: text for path in _files(place) if (text := _changed(path)) is not None}
    if arguments.check:
        for path in changes:
            print(f"{path}: would be laid out anew")
        return ExitCode.FAILED if changes else ExitCode.OK
    if changes and not arguments.force:
        _refuse_sealed({path.parent for path in changes})
    for path, text in changes.items():
        path.write_text(text, encoding="utf-8")
        print(f"{path}: laid out anew")
    if not changes:
        print(f"{place}: nothing to change")
    return ExitCode.OK


def _files(place: Path) -> Sequence[Path]:
    """Return the files to lay out; raises InvalidInput FILE_UNREADABLE."""
    if place.is_dir():
        return [path for path in sorted(place.glob("*.yaml")) if path.name != MANIFEST]
    if place.is_file():
        return [place]
    raise InvalidInput(f"`{place}` is neither a folder nor a file", code="FILE_UNREADABLE")


def _changed(path: Path) -> str | None:
    """Return the new text of a file; None when it stays, as does one that is no YAML at all."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"`{path}` cannot be read as UTF-8", code="FILE_UNREADABLE") from error
    new = formatted(text)
    return None if new == text else new


def _refuse_sealed(folders: set[Path]) -> None:
    """Keep what has been released, and so may have served, byte for byte.

    Raises InvalidInput VERSION_SEALED.
    """
    for folder in sorted(folders):
        if (folder / MANIFEST).is_file() and is_sealed(folder):
            message = (
                f"`{folder}` is sealed and may have served: make a new version, or say --force "
                "and seal it again"
            )
            raise InvalidInput(message, code="VERSION_SEALED")
