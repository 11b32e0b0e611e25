"""Checks one ruleset version and writes the findings as JSON: the child side of a trial.

A process of its own, because durable_rules is C: what it cannot stand must not end the command.
"""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from engine.contract import load_contract
from engine.errors import Fault, FilesInvalid, unforeseen
from engine.evaluation.decide import Policy
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.self_test import self_test
from engine.rulesets.loader import load_version


@dataclass(frozen=True)
class VersionFindings:
    """What a check found; `faults` is empty when the version may serve, warnings or not."""

    version: str = ""
    digest: str = ""
    rules: int = 0
    examples: int = 0
    engine: str = ""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def check_version(folder: Path, contract: Path) -> VersionFindings:
    """Load a version and run its examples; every mistake is a fault, none is raised."""
    try:
        return _check(folder, contract)
    except FilesInvalid as error:
        return VersionFindings(faults=error.faults)
    except Exception as error:  # noqa: BLE001 - the process edge: nobody reads a traceback of a trial
        return VersionFindings(faults=(unforeseen(folder, error),))


def _check(folder: Path, contract: Path) -> VersionFindings:
    version = load_version(folder, load_contract(contract).vocabulary)
    evaluator = Evaluator(version.rules, parity_every=1)
    rules = [rule for phase in version.rules.phases.values() for rule in phase.rules]
    return VersionFindings(
        version=version.version,
        digest=version.digest,
        rules=len(rules),
        examples=sum(len(rule.examples) for rule in rules),
        engine=evaluator.engine,
        faults=self_test(Policy(version, evaluator)),
        warnings=version.warnings,
    )


def write_findings(findings: VersionFindings) -> bytes:
    return orjson.dumps(asdict(findings))


def read_findings(document: bytes) -> VersionFindings:
    """Read what the child wrote; ValueError or TypeError when it wrote something else."""
    fields = orjson.loads(document)
    faults, warnings = (
        tuple(Fault(**fault) for fault in fields.pop(name)) for name in ("faults", "warnings")
    )
    return VersionFindings(**fields, faults=faults, warnings=warnings)


if __name__ == "__main__":
    sys.stdout.buffer.write(write_findings(check_version(Path(sys.argv[1]), Path(sys.argv[2]))))
