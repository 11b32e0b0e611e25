"""Deciding, put together: contract, ruleset versions, the command that applies them."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.commands.decide import Decide
from engine.contract import Contract, DecisionGuard, load_contract
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.policies import Policies, Shelf
from engine.ports.clock import Clock, Identifiers
from engine.ports.metrics import Metrics, SilentMetrics
from integrations.clock import SystemClock, UuidIdentifiers
from integrations.ruleset_trial.trial import try_version


@dataclass(frozen=True)
class Brain:
    """What deciding needs, and nothing that reaches outside."""

    contract: Contract
    policies: Policies
    decide: Decide


def build_brain(
    *,
    rules_directory: Path,
    version: str | None = None,
    parity_every: int = 100,
    metrics: Metrics | None = None,
    clock: Clock | None = None,
    identifiers: Identifiers | None = None,
) -> Brain:
    """Load the contract and the newest good ruleset version.

    Raises FilesInvalid when no version is good, InvalidInput when there is none.
    """
    measured = metrics or SilentMetrics()
    contract_file = rules_directory / "contract.yaml"
    contract = load_contract(contract_file)
    shelf = Shelf(
        folder=rules_directory,
        vocabulary=contract.vocabulary,
        evaluator=partial(Evaluator, metrics=measured, parity_every=parity_every),
        pinned=version,
        trial=lambda folder: try_version(folder, contract_file).faults,
    )
    policies = Policies(shelf)
    decide = Decide(
        policy=policies.policy,
        guard=DecisionGuard(contract),
        identifiers=identifiers or UuidIdentifiers(),
        clock=clock or SystemClock(),
        metrics=measured,
    )
    return Brain(contract, policies, decide)
