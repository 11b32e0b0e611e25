"""Read golden/suite.yaml: the gates that a run of golden cases must meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.golden.fields import Fields
from engine.decisions import Vocabulary
from engine.rulesets.source import Faults, YamlNode, read_yaml, suggestion

SUITE = "suite.yaml"
_VERSION = 1
_COUNTS = ("total", "multi_turn", "per_intent", "per_stage", "per_topic")
_KEYS = ("version", "min_cases", "accuracy", "rule_coverage", "condition_coverage")
_SHARES = ("rule_coverage", "condition_coverage")


@dataclass(frozen=True)
class MinCases:
    """How many cases there must be at least."""

    total: int = 1
    multi_turn: int = 0
    per_intent: int = 0
    per_stage: int = 0
    per_topic: int = 0


@dataclass(frozen=True)
class Gates:
    """What a whole run must reach, besides that no case fails."""

    min_cases: MinCases = field(default_factory=MinCases)
    accuracy: Mapping[str, float] = field(default_factory=dict)
    """Share of right answers by intent."""
    rule_coverage: float = 0.0
    condition_coverage: float = 0.0
    p95_decision_ms: float | None = None
    """Not judged when left out."""


def read_gates(folder: Path, vocabulary: Vocabulary) -> Gates | None:
    """Return the gates, None when there is no file; raises FilesInvalid with every mistake."""
    path = folder / SUITE
    if not path.is_file():
        return None
    faults = Faults()
    node = read_yaml(path.read_text(encoding="utf-8"), file=str(path), faults=faults)
    gates = None if node is None else _gates(node, vocabulary, faults)
    faults.raise_if_any()
    return gates


def _gates(node: YamlNode, vocabulary: Vocabulary, faults: Faults) -> Gates:
    fields = Fields(node, faults, required=_KEYS, optional=("p95_decision_ms",))
    if fields.integer("version", _VERSION) != _VERSION:
        message = f"only version {_VERSION} is understood"
        faults.add(fields["version"].place, "GOLDEN_VERSION", message)
    shares = {key: _share(fields.get(key), faults) for key in _SHARES}
    limit = fields.get("p95_decision_ms")
    return Gates(
        min_cases=_min_cases(fields.get("min_cases"), faults),
        accuracy=_accuracy(fields.get("accuracy"), vocabulary, faults),
        p95_decision_ms=None if limit is None else limit.number(faults),
        **shares,
    )


def _min_cases(node: YamlNode | None, faults: Faults) -> MinCases:
    if node is None:
        return MinCases()
    fields = Fields(node, faults, required=_COUNTS)
    return MinCases(**{key: fields.integer(key, 0) for key in _COUNTS})


def _accuracy(node: YamlNode | None, vocabulary: Vocabulary, faults: Faults) -> Mapping[str, float]:
    if node is None:
        return {}
    floors: dict[str, float] = {}
    for intent, floor in node.entries(faults).items():
        if intent not in vocabulary.intents:
            hint = suggestion(intent, vocabulary.intents)
            faults.add(node.key_places[intent], "UNKNOWN_INTENT", f"no intent `{intent}`{hint}")
        floors[intent] = _share(floor, faults)
    return floors


def _share(node: YamlNode | None, faults: Faults) -> float:
    value = None if node is None else node.number(faults)
    if node is not None and value is not None and not 0 <= value <= 1:
        faults.add(node.place, "VALUE_OUT_OF_RANGE", "expected a number from 0 to 1")
    return value or 0.0
