"""The project's own rules in a folder that a test may change."""

import shutil
from pathlib import Path

from api.cli.stack import RULES
from engine.rulesets.manifest import seal


def sealed_copy(folder: Path) -> Path:
    """Copy the rules and seal every version, so that only the test's own edits are faults."""
    shutil.copytree(RULES, folder)
    for manifest in folder.glob("*/manifest.yaml"):
        seal(manifest.parent)
    return folder
