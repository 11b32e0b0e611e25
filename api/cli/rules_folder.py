"""The folder of rulesets on disk: its contract and its versions, oldest first."""

from collections.abc import Sequence
from pathlib import Path

from engine.errors import InvalidInput
from engine.evaluation.policies import version_order
from engine.rulesets.manifest import MANIFEST

RULES = Path("rules")
CONTRACT = "contract.yaml"


def contract_of(rules: Path) -> Path:
    """Return the contract file; raises InvalidInput RULES_NOT_FOUND."""
    path = rules / CONTRACT
    if not path.is_file():
        raise InvalidInput(
            f"no {CONTRACT} in `{rules}`: run this in the project or say --rules FOLDER",
            code="RULES_NOT_FOUND",
        )
    return path


def version_folders(rules: Path) -> Sequence[Path]:
    """Return the folder of every version, the newest last."""
    folders = (path for path in rules.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted(folders, key=lambda path: version_order(path.name))


def version_folder(rules: Path, version: str | None) -> Path:
    """Return the folder of a version, of the newest for None.

    Raises InvalidInput RULESET_UNKNOWN.
    """
    folders = version_folders(rules) if rules.is_dir() else ()
    wanted = [folder for folder in folders if version in (None, folder.name)]
    if not wanted or not (wanted[-1] / MANIFEST).is_file():
        missing = f"no version `{version}`" if version else "no version"
        raise InvalidInput(f"{missing} in `{rules}`", code="RULESET_UNKNOWN")
    return wanted[-1]
