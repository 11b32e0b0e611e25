"""The project's own rules in a folder that a test may change."""

import shutil
from pathlib import Path

from api.cli.stack import RULES
from engine.evaluation.policies import CONTRACT
from engine.rulesets.manifest import seal


def sealed_copy(folder: Path, *, versions: str = "*") -> Path:
    """Copy the rules and seal every version, so that only the test's own edits are faults.

    A check of few `versions` is soon done.
    """
    folder.mkdir()
    shutil.copy(RULES / CONTRACT, folder)
    for version in RULES.glob(f"{versions}/"):
        shutil.copytree(version, folder / version.name)
    for manifest in folder.glob("*/manifest.yaml"):
        seal(manifest.parent)
    return folder
