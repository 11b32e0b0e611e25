"""Read golden/survivors.yaml: mutants that may live on, each with the reason why."""

from collections.abc import Mapping
from pathlib import Path

from api.golden.fields import Fields
from engine.rulesets.source import Faults, read_yaml

SURVIVORS = "survivors.yaml"


def read_survivors(folder: Path) -> Mapping[str, str]:
    """Return the reasons by name of the mutant; raises FilesInvalid with every mistake."""
    path = folder / SURVIVORS
    if not path.is_file():
        return {}
    faults = Faults()
    node = read_yaml(path.read_text(encoding="utf-8"), file=str(path), faults=faults)
    reasons = {}
    if node is not None:
        fields = Fields(node, faults, required=("version", "survivors"))
        listed = fields["survivors"].entries(faults) if "survivors" in fields else {}
        reasons = {name: reason.text(faults) or "" for name, reason in listed.items()}
    faults.raise_if_any()
    return reasons
