"""A version as its author has it now: sealed or not, read without the C engine."""

from pathlib import Path

from api.cli.rules_folder import contract_of, version_folder
from engine.contract import Contract, load_contract
from engine.errors import InvalidInput
from engine.evaluation.decide import Policy
from engine.evaluation.evaluator import Evaluator
from engine.rulesets.loader import load_draft
from engine.rulesets.manifest import MANIFEST


def draft_folder(rules: Path, folder: Path | None) -> Path:
    """Return a version's folder, of the newest for None; raises InvalidInput RULESET_UNKNOWN."""
    if folder is None:
        return version_folder(rules, None)
    if not (folder / MANIFEST).is_file():
        raise InvalidInput(f"`{folder}` is no version: no {MANIFEST}", code="RULESET_UNKNOWN")
    return folder


def contract_in(rules: Path) -> Contract:
    """Return the contract; raises InvalidInput RULES_NOT_FOUND or FilesInvalid."""
    return load_contract(contract_of(rules))


def draft_policy(folder: Path, contract: Contract) -> Policy:
    """Return a policy that decides as the version would; raises FilesInvalid.

    The reference evaluator says the same as durable_rules and cannot crash on a half-written rule.
    """
    release = load_draft(folder, contract.vocabulary)
    return Policy(release, Evaluator(release.rules, parity_every=0, engine="reference"))
