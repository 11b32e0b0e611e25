"""What a YAML text says, without how it is laid out: equal meanings are equal rules."""

from typing import Any

from engine.rulesets.source import Faults, YamlNode, read_yaml


def meaning(text: str) -> Any:
    """Return nested plain values to compare; None when the text cannot be read."""
    faults = Faults()
    node = read_yaml(text, file="", faults=faults)
    return None if node is None or faults.found else _plain(node)


def _plain(node: YamlNode) -> Any:
    if node.is_mapping:
        return {key: _plain(value) for key, value in node.entries(Faults()).items()}
    if node.is_list:
        return [_plain(item) for item in node.items(Faults())]
    # Python holds 1 and True for equal; a rule does not.
    return type(node.scalar).__name__, node.scalar
